import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';

/*
 * `npm run deploy:check`, `npx nx run deploy:check` (cached): all that can be said of deploy/ without a cluster. Its tools
 * are installed in deploy/ alone, when this runs for the first time: who only runs Emotide has none of them.
 * `--static` leaves out the tests, and the build that they run.
 */
process.chdir(join(import.meta.dirname, '..'));
await ensureInstalled();
await ensureInstalled('deploy');

for (const part of ['deploy', 'deploy/infra']) await run('tsc', ['--noEmit', '-p', `${part}/tsconfig.json`]);
await run('tsx', ['deploy/src/check.main.ts']);
if (!process.argv.includes('--static')) {
  const { buildAll } = await import('./build.mjs');
  await buildAll();
  await run('vitest', ['run', '--project', 'deploy']);
}

async function run(tool, args) {
  const child = spawn(join('node_modules/.bin', tool), args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('exit', resolve));
  if (code !== 0) process.exit(code ?? 1);
}
