import { once } from 'node:events';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, type NatsConnection } from 'nats';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  PortTakenError,
  startNatsServer,
  type NatsBinary,
  type NatsServer,
  type NatsUser,
} from '../src/index';
import { processIdentity } from '../src/process-identity';
import { findTestNatsServer } from './nats-binary';
import { runServerParent } from './run-server-parent';
import { createScratchDirectory } from './scratch-directory';
import { waitUntil } from './wait-until';

const APP = { user: 'app', pass: 'p"\\w $HOME ü' };
const READER = { user: 'reader', pass: 'r' };
const USERS: NatsUser[] = [
  { name: APP.user, password: APP.pass },
  { name: READER.user, password: READER.pass, permissions: { publish: [], subscribe: ['emotes.>'] } },
];

const scratch = await createScratchDirectory();
let binary: NatsBinary;
/** A PATH without any program, so without setpriv. */
let barePath: string;
const started: NatsServer[] = [];

beforeAll(async () => {
  binary = await findTestNatsServer();
  barePath = join(scratch, 'no-programs');
  await mkdir(barePath);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

async function start(name: string, options: { port?: number; path?: string } = {}): Promise<NatsServer> {
  const { port = 0, path = process.env['PATH'] } = options;
  const server = await startNatsServer({
    binary,
    directory: join(scratch, name),
    users: USERS,
    port,
    env: { PATH: path },
  });
  started.push(server);
  return server;
}

const open = (
  server: NatsServer,
  credentials: { user?: string; pass?: string } = APP,
): Promise<NatsConnection> => connect({ servers: server.url, reconnect: false, ...credentials });

describe('startNatsServer', () => {
  it('lets in who has a password, and nobody else', async () => {
    const server = await start('auth');
    await (await open(server)).close();
    for (const credentials of [
      {},
      { user: 'app' },
      { user: 'app', pass: 'x' },
      { user: 'x', pass: APP.pass },
    ]) {
      await expect(open(server, credentials)).rejects.toThrow(/Authorization/);
    }
  });

  it('keeps a user to the subjects it was given', async () => {
    const server = await start('subjects');
    const connection = await open(server, READER);
    const errors: string[] = [];
    void (async () => {
      for await (const { data } of connection.status()) errors.push(String(data));
    })();
    connection.subscribe('emotes.v1.p00');
    connection.publish('emotes.v1.p00');
    connection.subscribe('other');
    await connection.flush();
    await waitUntil(() => errors.length >= 2, 2_000);
    await connection.close();
    expect(errors.join()).toMatch(/PERMISSIONS_VIOLATION/);
  });

  it('listens on loopback only, and shows no password', async () => {
    const server = await start('loopback');
    expect(server.url).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/);
    expect(server.monitoringUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const directory = join(scratch, 'loopback');
    expect((await stat(join(directory, 'nats-server.conf'))).mode & 0o077).toBe(0);
    expect((await stat(directory)).mode & 0o077).toBe(0);
    expect(await readFile(`/proc/${server.pid}/cmdline`, 'utf8').catch(() => '')).not.toContain(APP.pass);
  });

  it('keeps a stream through a stop and through a kill', async () => {
    const first = await start('stream');
    let connection = await open(first);
    await (await connection.jetstreamManager()).streams.add({ name: 'EMOTES', subjects: ['emotes.>'] });
    await connection.jetstream().publish('emotes.1', new Uint8Array(10));
    await connection.close();
    await first.stop();

    const second = await start('stream');
    connection = await open(second);
    await connection.jetstream().publish('emotes.2', new Uint8Array(10));
    process.kill(second.pid, 'SIGKILL');
    expect((await second.exited).signal).toBe('SIGKILL');
    await connection.closed();

    const third = await start('stream');
    connection = await open(third);
    const { state } = await (await connection.jetstreamManager()).streams.info('EMOTES');
    expect(state.messages).toBe(2);
    await connection.close();
  });

  it('leaves no lock and no claim behind when stopped', async () => {
    await (await start('tidy')).stop();
    expect((await readdir(join(scratch, 'tidy'))).filter((name) => name.startsWith('lock-'))).toEqual([]);
  });

  it('refuses a store that another one has open', async () => {
    const server = await start('shared');
    await expect(start('shared')).rejects.toThrow(/another nats-server \(pid \d+\) runs on/);
    expect(processIdentity(server.pid)).toBeDefined();
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const refused = await start('port', { port }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PortTakenError);
      expect(refused).toMatchObject({ port });
    } finally {
      other.close();
    }
  });

  it("tells the server's last words when it can't start", async () => {
    const directory = join(scratch, 'broken');
    const broken = { ...binary, path: '/bin/false' };
    await expect(startNatsServer({ binary: broken, directory, users: USERS })).rejects.toThrow(
      'nats-server ended while starting',
    );
    const absent = { ...binary, path: join(barePath, 'nats-server') };
    await expect(startNatsServer({ binary: absent, directory, users: USERS })).rejects.toThrow();
    expect((await readdir(directory)).filter((name) => name.startsWith('lock-'))).toEqual([]);
  });
});

describe.each([
  ['with setpriv', () => process.env['PATH'] ?? ''],
  ['without setpriv', () => barePath],
])('nats-server %s', (_how, path) => {
  it('dies with its parent, however that dies, and can be started again at once', async () => {
    const directory = join(scratch, `orphan-${_how}`);
    const parent = await runServerParent('nats', directory, path());
    expect(processIdentity(parent.pid)).toBeDefined();
    parent.kill('SIGKILL');
    expect(await waitUntil(() => processIdentity(parent.pid) === undefined, 5_000)).toBeLessThan(1_000);
    await start(`orphan-${_how}`, { path: path() });
  });

  it.runIf(process.platform === 'linux')('has its own pid, and a kill of it is noticed', async () => {
    const server = await start(`killed-${_how}`, { path: path() });
    expect(await readFile(`/proc/${server.pid}/comm`, 'utf8')).toMatch(/^nats-server/);
    process.kill(server.pid, 'SIGKILL');
    const { code, signal } = await server.exited;
    expect(signal === 'SIGKILL' || code === 128 + 9).toBe(true);
  });

  it('stops when asked, and nothing of it is left', async () => {
    const server = await start(`stopped-${_how}`, { path: path() });
    await server.stop();
    expect(processIdentity(server.pid)).toBeUndefined();
  });
});
