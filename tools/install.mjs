import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'node_modules/.emotide-lock-sha256';
const OLDEST_NODE = [20, 19];
/** Without what `npm test` and its like tell their children: the folder and the strictness of the project itself. */
const OWN_ENV = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_local_prefix|config_engine_strict|package_json)$/i.test(name),
  ),
);

/**
 * Brings node_modules to what package-lock.json says, when it is not there yet. Uses nothing but Node itself.
 *
 * Exits with 2 and one line when Node is too old or the installation fails.
 *
 * @param directory that holds package-lock.json and node_modules: the project, or a part that installs its own
 */
export async function ensureInstalled(directory = '.') {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    stop(`Emotide needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}`);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(join(directory, 'package-lock.json')))
    .digest('hex');
  const stamp = join(directory, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const what = directory === '.' ? 'dependencies' : `what only ${directory}/ needs`;
  say(`installing ${what} (200 MB to fetch the first time, a minute or so) …`);
  const progress = setInterval(() => say(`still installing, ${seconds()}`), 10_000);
  const npm = spawn('npm', ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: directory,
    env: OWN_ENV,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve) => npm.once('error', () => resolve(1)).once('exit', resolve));
  clearInterval(progress);
  if (code !== 0) stop('`npm ci` failed; its own words are above. Is the package registry reachable?');
  writeFileSync(stamp, wanted);
  say(`installed in ${seconds()}`);
}

function say(text) {
  process.stderr.write(`emotide: ${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(2);
}
