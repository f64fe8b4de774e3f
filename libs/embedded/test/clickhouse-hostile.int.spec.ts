import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../src/index';
import { PASSWORDS, ask, basic, expectAnswer } from './ask';
import { createScratchDirectory } from './scratch-directory';
import { waitUntil } from './wait-until';

const directory = await createScratchDirectory();
let server: ClickHouseServer;
let port: number;
let ended = false;

beforeAll(async () => {
  server = await startClickHouse({
    directory,
    users: PASSWORDS,
    maxConcurrentRequests: 2,
    memoryBytes: 600_000_000,
  });
  port = Number(new URL(server.url).port);
  void server.exited.then(() => (ended = true));
  await expectAnswer(server.url, 'app', 'CREATE DATABASE emotide');
  await expectAnswer(server.url, 'app', 'CREATE TABLE emotide.t (n UInt64) ENGINE = MergeTree ORDER BY n');
});
afterAll(() => server?.stop());

const AUTHORIZATION = `Authorization: ${basic('app', PASSWORDS.app)}\r\n`;
const INSERT = `POST /?query=INSERT+INTO+emotide.t+FORMAT+TSV HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}`;

/** Sends raw bytes, waits a moment, and resets the connection instead of closing it. */
async function sendAndReset(bytes: string | Uint8Array): Promise<void> {
  const socket = await open();
  socket.write(bytes);
  await delay(20);
  socket.resetAndDestroy();
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('a hostile client', () => {
  it.each<[string, string | Uint8Array]>([
    ['nothing at all', ''],
    ['half a request line', 'GET /?que'],
    ['half a header', `POST / HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}X-Click`],
    ['garbage', Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7_919) % 256)],
    ['a TLS hello', Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03)],
    ["ClickHouse's own protocol", Uint8Array.of(0, 17, ...Buffer.from('ClickHouse client'))],
    ['huge headers', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(2_000_000)}`],
    ['a huge URL', `GET /?${'a'.repeat(2_000_000)}`],
    ['ten thousand headers', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(10_000)}\r\n`],
    ['two lengths', `${INSERT}Content-Length: 5\r\nContent-Length: 500\r\n\r\n1\n2\n3`],
    ['a length and chunks', `${INSERT}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a chunk of absurd size', `${INSERT}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n1\n`],
    ['half a body', `${INSERT}Content-Length: 500\r\n\r\n1\n2\n3`],
    ['half of a chunked body', `${INSERT}Transfer-Encoding: chunked\r\n\r\n2\r\n1\n\r\n`],
    [
      'a body that is not compressed as it says',
      `${INSERT}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`,
    ],
    ['a wish to upgrade', `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
    ['a tunnel', 'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an absolute address', `GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}\r\n`],
    [
      'bytes above ASCII in the address',
      Buffer.from(`GET /?query=\u00ff\u00fe HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}\r\n`, 'latin1'),
    ],
    ['a flood of requests in one go', `GET /ping HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(500)],
  ])('that sends %s and resets does no harm', async (_what, bytes) => {
    await Promise.all([sendAndReset(bytes), sendAndReset(bytes)]);
    expect(await expectAnswer(server.url, 'app', 'SELECT 1')).toBe('1');
    expect(ended).toBe(false);
  });

  it('has inserted nothing by half a body', async () => {
    expect(await expectAnswer(server.url, 'app', 'SELECT count() FROM emotide.t')).toBe('0');
  });

  it('that never ends its headers hinders nobody', async () => {
    const sockets = await Promise.all(Array.from({ length: 100 }, open));
    try {
      for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      expect(await expectAnswer(server.url, 'app', 'SELECT 1')).toBe('1');
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });
});

const running = (marker: string) =>
  expectAnswer(
    server.url,
    'app',
    `SELECT count() FROM system.processes WHERE query LIKE '%${marker}%' AND query NOT LIKE '%system.processes%'`,
  );
const slow = (marker: string) => `SELECT count(), '${marker}' FROM numbers(1e13) SETTINGS max_threads = 1`;

describe('too many requests at once', () => {
  it('wait for a place, and are turned away after a while, with a hint when to come again', async () => {
    const abort = new AbortController();
    const headers = { authorization: basic('app', PASSWORDS.app) };
    const long = [1, 2].map((n) =>
      fetch(server.url, { method: 'POST', headers, body: slow(`cap${n}`), signal: abort.signal }).catch(
        () => undefined,
      ),
    );
    await delay(100);
    const response = await fetch(server.url, { method: 'POST', headers, body: 'SELECT 1' });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    await response.text();

    const waiting = ask(server.url, 'app', 'SELECT 1');
    abort.abort();
    await Promise.all(long);
    expect((await waiting).text).toBe('1');
  });
});

describe('a query that wants more memory than there is', () => {
  it('is refused, and the server goes on', async () => {
    const { text } = await ask(server.url, 'app', 'SELECT length(groupArray(number)) FROM numbers(1e10)');
    expect(text).toContain('MEMORY_LIMIT_EXCEEDED');
    expect(await expectAnswer(server.url, 'app', 'SELECT 1')).toBe('1');
  });
});

describe('a client that goes away', () => {
  it('takes its reading query along', async () => {
    const abort = new AbortController();
    const headers = { authorization: basic('app', PASSWORDS.app) };
    const asking = fetch(`${server.url}/?readonly=2`, {
      method: 'POST',
      headers,
      body: slow('gone'),
      signal: abort.signal,
    }).catch(() => undefined);
    await waitUntil(async () => (await running('gone')) === '1', 5_000);
    abort.abort();
    await asking;
    await waitUntil(async () => (await running('gone')) === '0', 2_000);
  });

  it.runIf(process.platform === 'linux')('does not make the server hold what it does not read', async () => {
    const socket = await open();
    const query = 'SELECT+repeat(%27x%27,1000)+FROM+numbers(10000000)+FORMAT+TSV';
    socket.pause();
    const before = await residentBytes(server.pid);
    socket.write(`GET /?query=${query} HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}\r\n`);
    for (let look = 0; look < 20; look++) {
      await delay(150);
      // The answer has ten gigabytes and comes at nearly one a second; a query at work takes half a one.
      expect((await residentBytes(server.pid)) - before).toBeLessThan(1_000_000_000);
    }
    socket.destroy();
  });
});

async function residentBytes(pid: number): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}
