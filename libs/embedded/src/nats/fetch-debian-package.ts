import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findInPath } from '../find-in-path';

/** SHA-256 of packages that were tried: apt checks its own sums, and these hold even if its lists lie. */
const KNOWN_PACKAGES: Readonly<Record<string, string>> = {
  'nats-server_2.9.10-1+b3_amd64.deb': '9f69ebb6f612e652382fde175622160dcd81fd97f2356f5da80bb5c3f48513dd',
  'nats-server_2.10.27-1+b2_amd64.deb': '6d913ac987b78734c08537c2adeb1526cf735f216173a9170d94b185fcfe6f8a',
};

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Its nats-server is 2.10.27, needs nothing but libc 2.34, and so runs on the Debian before as well. */
const NEWER_SUITE = 'trixie';

const APT_TIMEOUT_MS = 60_000;

/**
 * Gets the distribution's package of nats-server without root and without touching the system: apt downloads and
 * checks it into `workDirectory`, dpkg-deb unpacks it there.
 *
 * On Debian a newer suite is asked first, through package lists of our own; then the system's own suites, with the
 * lists it has, or with fresh ones of our own.
 *
 * @returns the program's path.
 * @throws Error when there is no apt here, or none of the ways works; its causes say why.
 */
export async function fetchDebianPackage(options: {
  workDirectory: string;
  env: NodeJS.ProcessEnv;
  onProgress: (message: string) => void;
}): Promise<string> {
  const { workDirectory, env, onProgress } = options;
  if (['apt-get', 'dpkg-deb'].some((tool) => findInPath(tool, env) === undefined)) {
    throw new Error('no apt here');
  }
  const ways: { name: string; run: (directory: string) => Promise<void> }[] = [
    {
      name: 'Debian trixie',
      async run(directory) {
        if (!existsSync(DEBIAN_KEYRING)) throw new Error('not a Debian');
        const mirror = await findDebianMirror(env);
        const source = `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} ${NEWER_SUITE} main\n`;
        const apt = await createPrivateApt(directory, env, source);
        await apt(['update']);
        await apt(['download', 'nats-server']);
      },
    },
    { name: 'this system', run: (directory) => runApt(directory, env, ['download', 'nats-server']) },
    {
      name: 'this system, refreshed',
      async run(directory) {
        const apt = await createPrivateApt(directory, env);
        await apt(['update']);
        await apt(['download', 'nats-server']);
      },
    },
  ];
  const failures: unknown[] = [];
  for (const [index, way] of ways.entries()) {
    const directory = join(workDirectory, `apt-${index}`);
    await mkdir(directory, { mode: 0o700 });
    try {
      onProgress(`fetching nats-server from the package archive of ${way.name} …`);
      await way.run(directory);
      return await unpack(directory, env);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'no package of nats-server could be had by apt');
}

/** The mirror of Debian's main archive that this machine is set up with. @throws Error when there is none */
async function findDebianMirror(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'],
    { env, timeout: APT_TIMEOUT_MS },
  );
  const mirror = stdout.split('\n').find((uri) => /^https?:\/\/[^\s\]]+\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error('this machine has no mirror of Debian');
  return mirror;
}

async function unpack(directory: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = (await readdir(directory)).find((entry) => entry.endsWith('.deb'));
  if (name === undefined) throw new Error('apt downloaded nothing');
  const path = join(directory, name);
  const known = KNOWN_PACKAGES[decodeURIComponent(name)];
  const actual = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  if (known !== undefined && known !== actual) throw new Error(`${name} has the wrong checksum: ${actual}`);
  const root = join(directory, 'root');
  await promisify(execFile)('dpkg-deb', ['-x', path, root], { timeout: APT_TIMEOUT_MS, env });
  for (const place of ['usr/sbin', 'usr/bin']) {
    const program = join(root, place, 'nats-server');
    if (existsSync(program)) return program;
  }
  throw new Error(`${name} holds no nats-server`);
}

type Apt = (args: readonly string[]) => Promise<void>;

/** apt with lists and cache of its own, and with sources of its own if given. */
async function createPrivateApt(directory: string, env: NodeJS.ProcessEnv, sources?: string): Promise<Apt> {
  const [lists, cache] = [join(directory, 'lists'), join(directory, 'cache')];
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const set = [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`];
  if (sources !== undefined) {
    const path = join(directory, 'sources.list');
    await writeFile(path, sources);
    set.push(`Dir::Etc::sourcelist=${path}`, 'Dir::Etc::sourceparts=/dev/null');
  }
  return (args) => runApt(directory, env, [...set.flatMap((option) => ['-o', option]), ...args]);
}

async function runApt(directory: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<void> {
  const options = ['Acquire::Languages=none', 'Acquire::Retries=0', 'Acquire::http::Timeout=5'];
  await promisify(execFile)('apt-get', ['-q', ...options.flatMap((option) => ['-o', option]), ...args], {
    cwd: directory,
    timeout: APT_TIMEOUT_MS,
    maxBuffer: 4 * 1024 * 1024,
    env: { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
}
