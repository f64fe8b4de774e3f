import { resolve } from 'node:path';
import { ensureInstalled } from './install.mjs';

/*
 * `npm start -- …` runs `emotide up …`; `npm run emotide -- …` and `npx emotide …` run any command. In a fresh clone
 * they install and build first. Nothing here has dependencies.
 */
const root = resolve(import.meta.dirname, '..');
// Paths in arguments are the caller's, and npm has already moved to the root.
process.env['INIT_CWD'] ??= process.cwd();
process.chdir(root);
await ensureInstalled();
const { buildAll } = await import('./build.mjs');
await buildAll();

const args = process.argv.slice(2);
process.argv = [process.argv[0], 'emotide', ...(args[0] === '--run' ? args.slice(1) : ['up', ...args])];
await import('../dist/emotide.mjs');
