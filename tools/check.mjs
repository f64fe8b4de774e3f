import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ensureInstalled } from './install.mjs';

/*
 * `npm test`: everything, in a fresh clone too. `npm test -- --quick` leaves out what starts servers.
 * The last line is `N passed, N failed`.
 *
 * EMOTIDE_CHECK_BEGIN_WITHIN_MINUTES: files that need the machine alone are not begun later than this, and named. A check
 * that is killed for taking too long on a slow machine would tell nothing at all.
 */
const begunAt = Date.now();
const beginWithinMs = Number(process.env.EMOTIDE_CHECK_BEGIN_WITHIN_MINUTES ?? Infinity) * 60_000;
const isQuick = process.argv.includes('--quick');
process.chdir(join(import.meta.dirname, '..'));
await ensureInstalled();
const { buildAll } = await import('./build.mjs');

const reports = mkdtempSync(join(tmpdir(), 'emotide-check-'));
let passed = 0;
let failed = 0;

await check('bundles', buildAll);
// One thread each, and the longest of what starts no servers.
const types = check('types', () => run('tsc', ['--noEmit', '-p', 'tsconfig.json']));
await check('types of the dashboard', () => run('tsc', ['--noEmit', '-p', 'apps/dashboard']));
await check('generated types are current', () => run('tsx', ['tools/codegen.ts', '--check']));
await check('the contract breaks no client', () => run('tsx', ['tools/contract.ts']));
if (!isQuick)
  await check('the data dictionary is current', () => run('tsx', ['tools/data-dictionary.ts', '--check']));
// The rooms' import rules need the project graph; without it their rule would pass in silence.
await check('lint', async () => {
  await run('nx', ['show', 'projects'], { quiet: true });
  await run('eslint', ['.', '--max-warnings=0'], { env: { NX_DAEMON: 'false' } });
});
await types;
await check('format', () => run('prettier', ['--check', '--log-level=warn', '.']));
await check('lock files name no host', () => {
  for (const lock of ['package-lock.json', 'deploy/package-lock.json'])
    if (/"resolved": "https?:/.test(readFileSync(lock, 'utf8')))
      throw new Error(`${lock} has resolved URLs; run npm install with the .npmrc beside it`);
});
await vitest('unit');
if (!isQuick) {
  // Integration tests mostly wait for servers, so what deploys is looked at meanwhile.
  const deploys = check('deploy', () => run('tsx', ['tools/deploy-check.mjs', '--static'])).then(() =>
    vitest('deploy'),
  );
  await vitest('int');
  await deploys;
  await vitest('e2e');
  for (const file of aloneFiles()) {
    if (Date.now() - begunAt < beginWithinMs) await vitest('alone', file);
    else process.stdout.write(`left out, as this machine is slow: npx vitest run --project alone ${file}\n`);
  }
}

rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** Files that need the machine alone, those first whose subject users would miss most. */
function aloneFiles() {
  const first = ['kills', 'dashboard', 'drills'];
  const rank = (file) => {
    const place = first.indexOf(basename(file).split('.')[0]);
    return place === -1 ? first.length : place;
  };
  return ['apps', 'libs']
    .flatMap((folder) => readdirSync(folder).map((room) => `${folder}/${room}/test`))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.alone.spec.ts'))
    .sort((a, b) => rank(a) - rank(b));
}

/** One step that passes or fails as a whole. */
async function check(name, work) {
  const startedAt = Date.now();
  try {
    await work();
    passed++;
    process.stdout.write(`✓ ${name} (${seconds(startedAt)})\n`);
  } catch (error) {
    failed++;
    process.stdout.write(`✗ ${name} (${seconds(startedAt)}): ${error.message}\n`);
  }
}

/** The tests of one kind, or of one file of it; each of them counts. */
async function vitest(project, ...files) {
  const startedAt = Date.now();
  const report = join(reports, `${project}.json`);
  process.stdout.write(`\n${[project, ...files].join(' ')} tests …\n`);
  await run('vitest', [
    'run',
    ...files,
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]).catch(() => undefined);
  try {
    const { numPassedTests, numFailedTests, success, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    passed += numPassedTests;
    // A file that cannot even be loaded has no tests to fail.
    failed += numFailedTests > 0 || success ? numFailedTests : Math.max(1, numFailedTestSuites);
  } catch {
    failed++;
    process.stdout.write(`✗ ${project} tests left no report\n`);
  }
  process.stdout.write(`${project} tests took ${seconds(startedAt)}\n`);
}

function run(tool, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(join('node_modules/.bin', tool), args, {
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${tool} ended with ${code}`))));
  });
}

function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
