import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '@emotide/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNatsServer } from '../src/index';
import { releasePlatform } from '../src/nats/fetch-release';
import { createScratchDirectory } from './scratch-directory';

const scratch = await createScratchDirectory();
let server: Server;
let releasesUrl: string;
let archive: Buffer;
const requests: string[] = [];

const PLATFORM = releasePlatform(process.platform, process.arch);
const NAME = `nats-server-v2.99.1-${PLATFORM}`;

/** A program that says it is a nats-server of this version. */
async function writeProgram(path: string, version: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  await chmod(path, 0o755);
}

beforeAll(async () => {
  await writeProgram(join(scratch, 'release', NAME, 'nats-server'), '2.99.1');
  const archivePath = join(scratch, 'release.tar.gz');
  await promisify(execFile)('tar', ['-czf', archivePath, '-C', join(scratch, 'release'), NAME]);
  archive = await readFile(archivePath);
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url?.startsWith('/gone/')) return void response.writeHead(404).end();
    if (request.url?.startsWith('/cut/')) {
      response.writeHead(200, { 'content-length': archive.length });
      return void response.write(archive.subarray(0, 50), () => request.socket.destroy());
    }
    response.writeHead(200, { 'content-length': archive.length }).end(archive);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  releasesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server?.close();
  server?.closeAllConnections();
});

const release = (sha256 = createHash('sha256').update(archive).digest('hex')) => ({
  version: '2.99.1',
  sha256: { [PLATFORM]: sha256 },
});

/** Without apt and without an installed nats-server. */
const find = (name: string, options: { env?: NodeJS.ProcessEnv; url?: string; sha256?: string } = {}) => {
  const messages: string[] = [];
  const found = findNatsServer({
    // tar, and what tar itself runs, are looked for on this process's own PATH.
    env: options.env ?? { PATH: '' },
    cacheDirectory: join(scratch, name),
    onProgress: (message) => messages.push(message),
    release: release(options.sha256),
    releasesUrl: options.url ?? releasesUrl,
    alsoIn: [],
  });
  return Object.assign(found, { messages });
};

describe('findNatsServer', () => {
  it('takes the one it is told to take', async () => {
    const path = join(scratch, 'told', 'my-nats');
    await writeProgram(path, '2.10.27');
    const env = { EMOTIDE_NATS_SERVER: path, PATH: '' };
    expect(await find('told-cache', { env })).toEqual({ path, version: [2, 10, 27] });
  });

  it.each([
    ['that is absent', 'absent', undefined],
    ['that is too old', 'old', '2.2.0'],
    ['that is something else', 'else', 'Python 3.11.2'],
  ])('refuses one %s by name instead of taking another', async (_what, name, version) => {
    const path = join(scratch, 'refused', name);
    if (version !== undefined) await writeProgram(path, version);
    const env = { EMOTIDE_NATS_SERVER: path, PATH: '' };
    if (name === 'else') await writeFile(path, '#!/bin/sh\necho Python 3.11.2\n');
    const refused = find('refused-cache', { env });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`EMOTIDE_NATS_SERVER: ${path}`);
  });

  it('prefers the one on PATH to fetching, unless it is too old', async () => {
    const [good, old] = [join(scratch, 'path-good'), join(scratch, 'path-old')];
    await writeProgram(join(good, 'nats-server'), '2.12.0');
    await writeProgram(join(old, 'nats-server'), '2.1.9');
    expect((await find('path-cache', { env: { PATH: `:${good}:${old}` } })).path).toBe(
      join(good, 'nats-server'),
    );
    const found = find('path-cache', { env: { PATH: old } });
    expect((await found).version).toEqual([2, 99, 1]);
    expect(found.messages[0]).toContain('2.1.9, too old');
  });

  it('fetches the pinned release once, says so, and finds it in the cache afterwards', async () => {
    const first = find('fetched');
    const path = join(scratch, 'fetched', 'nats-server-2.99.1');
    expect(await first).toEqual({ path, version: [2, 99, 1] });
    expect(first.messages).toEqual(['fetching nats-server 2.99.1 (1 MB) …']);
    expect(requests.at(-1)).toBe(`/v2.99.1/${NAME}.tar.gz`);
    const before = requests.length;
    expect((await find('fetched')).path).toBe(path);
    expect(requests).toHaveLength(before);
    expect(await readdir(join(scratch, 'fetched'))).toEqual(['nats-server-2.99.1']);
  });

  it('may be asked by two at once', async () => {
    const found = await Promise.all([find('both'), find('both')]);
    expect(found.map(({ version }) => version)).toEqual([
      [2, 99, 1],
      [2, 99, 1],
    ]);
    expect(await readdir(join(scratch, 'both'))).toEqual(['nats-server-2.99.1']);
  });

  it.each([
    ['bytes that are not the expected ones', { sha256: '0'.repeat(64) }],
    ['a release that is not there', { path: '/gone' }],
    ['an answer that is cut', { path: '/cut' }],
    ['a network that is closed', { url: 'http://127.0.0.1:9' }],
  ])(
    'takes nothing of %s, and says how to get one',
    async (what, { sha256, path, url }: { sha256?: string; path?: string; url?: string }) => {
      const name = `failed-${what.replaceAll(' ', '-')}`;
      const failed = find(name, {
        ...(sha256 !== undefined && { sha256 }),
        url: url ?? `${releasesUrl}${path ?? ''}`,
      });
      await expect(failed).rejects.toThrow(UsageError);
      await expect(failed).rejects.toThrow(/apt install nats-server.*brew install nats-server.*docker/);
      expect(await readdir(join(scratch, name))).toEqual([]);
    },
  );

  it('ignores what is in the cache but does not run', async () => {
    const cache = join(scratch, 'spoilt');
    await mkdir(cache);
    await writeFile(join(cache, 'nats-server-3.0.0'), 'half a program');
    await writeProgram(join(cache, 'nats-server-2.10.0'), '2.10.0');
    await writeProgram(join(cache, 'nats-server-2.9.10'), '2.9.10');
    expect((await find('spoilt')).version).toEqual([2, 10, 0]);
  });

  it('looks into the further folders after PATH', async () => {
    const sbin = join(scratch, 'sbin');
    await writeProgram(join(sbin, 'nats-server'), '2.10.7');
    const options = { env: { PATH: '' }, cacheDirectory: join(scratch, 'sbin-cache'), alsoIn: [sbin] };
    expect((await findNatsServer(options)).path).toBe(join(sbin, 'nats-server'));
  });
});

/** An apt whose `download` leaves a file, and a dpkg-deb that unpacks any file to a nats-server. */
async function writeFakeApt(options: {
  name: string;
  update: number;
  deb: string;
}): Promise<NodeJS.ProcessEnv> {
  const { name, update, deb } = options;
  const tools = join(scratch, name);
  await writeProgram(join(tools, 'payload'), '2.10.27');
  const scripts = {
    'apt-get': `echo "$@" >> ${tools}/log
case "$*" in *" update") exit ${update};; *" download nats-server") echo package > '${deb}';; *) exit 1;; esac`,
    'dpkg-deb': `/bin/mkdir -p "$3/usr/sbin" && /bin/cp ${tools}/payload "$3/usr/sbin/nats-server"`,
  };
  for (const [tool, script] of Object.entries(scripts)) {
    await writeFile(join(tools, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return { PATH: tools };
}

describe('findNatsServer by apt', () => {
  const noNetwork = { url: 'http://127.0.0.1:9' };
  const log = async (name: string) => (await readFile(join(scratch, name, 'log'), 'utf8')).trim().split('\n');

  it("takes the distribution's package when the release can't be had, touching no list of the system", async () => {
    const env = await writeFakeApt({ name: 'apt-new', update: 0, deb: 'nats-server_9_amd64.deb' });
    const found = find('apt-new-cache', { env, ...noNetwork });
    expect((await found).path).toBe(join(scratch, 'apt-new-cache', 'nats-server-2.10.27'));
    for (const line of await log('apt-new')) {
      if (/ update$/.test(line)) expect(line).toContain('Dir::State::lists=');
    }
    expect(await readdir(join(scratch, 'apt-new-cache'))).toEqual(['nats-server-2.10.27']);
  });

  it("takes the system's own suite when lists can't be refreshed", async () => {
    const env = await writeFakeApt({ name: 'apt-own', update: 100, deb: 'nats-server_9_amd64.deb' });
    const found = find('apt-own-cache', { env, ...noNetwork });
    expect((await found).version).toEqual([2, 10, 27]);
    expect((await log('apt-own')).at(-1)).not.toContain('Dir::State::lists=');
  });

  it('refuses a package that is not what its name says', async () => {
    const env = await writeFakeApt({ name: 'apt-bad', update: 0, deb: 'nats-server_2.10.27-1+b2_amd64.deb' });
    await expect(find('apt-bad-cache', { env, ...noNetwork })).rejects.toThrow(UsageError);
  });

  it.runIf(process.env['EMOTIDE_TEST_NETWORK'] === '1')('gets a real one from Debian', async () => {
    const found = find('apt-real-cache', { env: { PATH: process.env['PATH'] }, ...noNetwork });
    expect((await found).version[0]).toBe(2);
  });
});
