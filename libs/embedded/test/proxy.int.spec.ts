import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, type Proxy } from '../src/clickhouse/proxy';
import { basic } from './ask';

/** An engine that tells what it was asked. */
let upstream: Server;
let proxy: Proxy;
let port: number;
let earlyStatus: number;
const asked: { url: string; headers: IncomingHttpHeaders }[] = [];

beforeAll(async () => {
  upstream = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    if (request.url?.includes('break')) return void request.socket.destroy();
    if (request.url?.includes('half')) {
      response.writeHead(200, { 'content-length': '100' });
      return void response.write('half', () => request.socket.destroy());
    }
    response.setHeader('x-clickhouse-summary', '{}');
    request.on('end', () => response.end('answer')).resume();
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  proxy = createProxy({
    door: 'secret',
    users: new Map([['app', createHash('sha256').update('pw').digest('hex')]]),
    maxConcurrentRequests: 4,
    headersTimeoutMs: 200,
    bodyIdleMs: 200,
  });
  port = await proxy.listen(0);
  earlyStatus = (await get('/')).status;
  proxy.openTo((upstream.address() as AddressInfo).port);
});
afterAll(async () => {
  await proxy?.stop(0);
  upstream?.close();
  upstream?.closeAllConnections();
});

const get = (target: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${target}`, { headers: { authorization: basic('app', 'pw'), ...headers } });

/** What comes back on a raw connection until the server ends it. */
async function converse(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

describe('createProxy', () => {
  it('asks for patience while there is no engine yet', () => {
    expect(earlyStatus).toBe(503);
  });

  it('passes on what it understood and little else', async () => {
    const response = await get('/?query=SELECT%201&database=emotide', {
      'x-forwarded-for': '1.2.3.4',
      'x-emotide-door': 'guessed',
      'x-clickhouse-quota': 'q',
      'x-clickhouse-database': 'emotide',
      cookie: 'a=b',
    });
    expect(await response.text()).toBe('answer');
    expect(response.headers.get('x-clickhouse-summary')).toBe('{}');
    const { url, headers } = asked.at(-1) ?? { url: '', headers: {} };
    expect(url).toBe('/?query=SELECT%201&database=emotide');
    expect(headers).toMatchObject({
      'x-emotide-door': 'secret',
      authorization: basic('app', 'pw'),
      'x-clickhouse-database': 'emotide',
      connection: 'close',
    });
    for (const name of ['x-forwarded-for', 'x-clickhouse-quota', 'cookie'])
      expect(headers).not.toHaveProperty(name);
  });

  it('asks the engine nothing for a client without a password', async () => {
    const before = asked.length;
    const response = await get('/?query=SELECT%201', { authorization: basic('app', 'wrong') });
    expect(response.status).toBe(401);
    expect(asked).toHaveLength(before);
  });

  it('says that the engine is away, and ends that connection', async () => {
    const response = await get('/?break');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.headers.get('connection')).toBe('close');
  });

  it('does not pass a cut answer off as a whole one', async () => {
    const response = await get('/?half');
    await expect(response.text()).rejects.toThrow();
  });

  it('cuts off who never ends the headers', async () => {
    expect(await converse('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 4\d\d/);
  });

  it('cuts off who stops in the middle of the body', async () => {
    const head = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic('app', 'pw')}\r\nContent-Length: 10\r\n\r\n`;
    expect(await converse(`${head}12345`)).toBe('');
  });

  it('refuses headers beyond its measure', async () => {
    expect(await converse(`GET / HTTP/1.1\r\nX-Long: ${'a'.repeat(300_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 4\d\d/,
    );
  });
});
