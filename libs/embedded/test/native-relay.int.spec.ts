import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNativeRelay } from '../src/clickhouse/native-relay';
import { writeHello } from '../src/clickhouse/native-hello';
import { startClickHouse, type ClickHouseServer } from '../src/index';
import { PASSWORDS, ask, expectAnswer } from './ask';
import { createScratchDirectory } from './scratch-directory';
import { waitUntil } from './wait-until';

/** Debian's own; `.ci/run` installs them. */
const PYTHON = '/usr/bin/python3';
const hasClient = spawnSync('clickhouse-client', ['--version']).status === 0;
const hasDriver = spawnSync(PYTHON, ['-c', 'import clickhouse_driver']).status === 0;
const unless = (isThere: boolean, what: string): string => (isThere ? '' : ` (skipped: no ${what} here)`);

const directory = await createScratchDirectory();
let server: ClickHouseServer;
let hasEnded = false;

beforeAll(async () => {
  server = await startClickHouse({ directory, users: PASSWORDS, nativePort: 0 });
  void server.exited.then(() => (hasEnded = true));
  for (const query of [
    'CREATE DATABASE emotide',
    'CREATE DATABASE bi',
    'CREATE TABLE emotide.t (id UInt64, name LowCardinality(String)) ENGINE = MergeTree ORDER BY id',
    "INSERT INTO emotide.t VALUES (1, 'Kappa'), (2, 'PogChamp')",
    'CREATE VIEW bi.names DEFINER = app SQL SECURITY DEFINER AS SELECT name FROM emotide.t',
  ])
    await expectAnswer(server.url, 'app', query);
});
afterAll(() => server?.stop());

const hello = (user: string, password: string): Buffer =>
  writeHello({
    clientName: 'spec',
    version: [18, 16],
    revision: 54_412,
    database: '',
    user,
    password,
  });

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function client(query: string, user: string, password: string): Promise<string> {
  const { stdout } = await promisify(execFile)('clickhouse-client', [
    ...['--host', '127.0.0.1', '--port', String(server.nativePort)],
    ...['--user', user, '--password', password, '--query', query],
  ]);
  return stdout.trim();
}

describe('the native protocol', () => {
  it.runIf(hasClient)(`serves clickhouse-client as bi${unless(hasClient, 'clickhouse-client')}`, async () => {
    const query = 'SELECT currentUser(), groupArray(name) FROM (SELECT name FROM names ORDER BY name)';
    expect(await client(query, 'bi', PASSWORDS.bi)).toBe("bi\t['Kappa','PogChamp']");
    await expect(client('SELECT * FROM emotide.t', 'bi', PASSWORDS.bi)).rejects.toThrow(
      'Not enough privileges',
    );
    await expect(client('SELECT 1', 'bi', 'wrong')).rejects.toThrow('Authentication failed');
  });

  it.runIf(hasDriver)(
    `serves python3-clickhouse-driver as bi${unless(hasDriver, 'clickhouse_driver')}`,
    async () => {
      const program = `
from clickhouse_driver import Client
client = Client('127.0.0.1', port=${server.nativePort}, user='bi', password='${PASSWORDS.bi}')
print(client.execute('SELECT name, %(n)s FROM names ORDER BY name', {'n': 7}))
print(sum(n for n, in client.execute_iter('SELECT number FROM numbers(100000)')))`;
      const { stdout } = await promisify(execFile)(PYTHON, ['-c', program]);
      expect(stdout).toBe("[('Kappa', 7), ('PogChamp', 7)]\n4999950000\n");
    },
  );

  it.each(['app', 'default', 'dictionaries', 'supervisor', ' INTERSERVER SECRET '])(
    'knows nobody else: %s',
    async (user) => {
      const socket = await open(server.nativePort!);
      socket.write(hello(user, user === 'app' ? PASSWORDS.app.replace('\n', '') : ''));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer[0]).toBe(2);
      expect(answer.readInt32LE(1)).toBe(516);
      socket.destroy();
    },
  );

  const good = hello('bi', PASSWORDS.bi);
  it.each<[string, readonly (Buffer | number)[]]>([
    ['nothing', []],
    ['half a Hello', [good.subarray(0, 10)]],
    ['garbage', [Buffer.alloc(20_000, 7)]],
    ['HTTP', [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
    ['a Hello', [good]],
    ['a Hello, one byte at a time', [...good].map((byte) => Buffer.of(byte))],
    ['a Hello and garbage with it', [Buffer.concat([good, Buffer.alloc(100, 0xff)])]],
    ['a Hello, and garbage', [good, 100, Buffer.alloc(4_096, 0xff)]],
    ['a Hello, and half a query', [good, 100, Buffer.of(1, 0)]],
    ['a Hello, and an unknown packet', [good, 100, Buffer.of(99, 0, 0)]],
    ['a Hello, and a text of absurd length', [good, 100, Buffer.of(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)]],
  ])('survives a client that sends %s and resets', async (_what, steps) => {
    await Promise.all(
      [1, 2].map(async () => {
        const socket = await open(server.nativePort!);
        for (const step of steps) {
          if (typeof step === 'number') await delay(step);
          else socket.write(step);
        }
        await delay(20);
        socket.resetAndDestroy();
      }),
    );
    expect((await ask(server.url, 'bi', 'SELECT count() FROM names')).text).toBe('2');
    await delay(100);
    expect(hasEnded).toBe(false);
  });
});

describe('the relay', () => {
  it('keeps few strangers, and none for long', async () => {
    const relay = createNativeRelay({ users: new Map(), maxStrangers: 2, helloWithinMs: 300 });
    const port = await relay.listen(0);
    const slow = await Promise.all([open(port), open(port)]);
    const closed = slow.map((socket) => once(socket, 'close'));
    const third = await open(port);
    await once(third, 'close');
    // A byte now and then is no Hello either.
    const dripping = setInterval(() => slow[0]?.write(Buffer.of(0)), 50);
    await Promise.all(closed);
    clearInterval(dripping);
    await relay.stop();
  });

  it('cuts off who takes nothing of its answer', async () => {
    let isLeft = false;
    const engine = createServer((socket) => {
      socket.on('error', () => undefined);
      const flood = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      };
      socket
        .on('data', flood)
        .on('drain', flood)
        .on('end', () => (isLeft = true));
    });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const users = new Map([['bi', createHash('sha256').update('honey').digest('hex')]]);
    const relay = createNativeRelay({ users, stalledMs: 200 });
    relay.openTo((engine.address() as AddressInfo).port);
    const socket = await open(await relay.listen(0));
    socket.pause();
    socket.write(hello('bi', 'honey'));
    await waitUntil(() => Promise.resolve(isLeft), 10_000);
    socket.destroy();
    await relay.stop();
    engine.close();
  });
});
