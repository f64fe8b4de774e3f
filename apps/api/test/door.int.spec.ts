import { once } from 'node:events';
import { KeyDesk, KeyRing, type NewApiKey } from '@emotide/access';
import { LogUnavailable, type EventLog } from '@emotide/event-log';
import { createTemporaryDirectory, quietLog, startTestNats, type TestNats } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { ApiServer } from '../src/api-server';
import type { DoorOptions } from '../src/door/create-door';
import { startBareApi } from './bare-api';
import { until } from './live/live-stack';

const directory = createTemporaryDirectory();
let nats: TestNats;
let owner: EventLog;
let desk: KeyDesk;
let ring: KeyRing;
let reader: NewApiKey;
const servers: ApiServer[] = [];

beforeAll(async () => {
  nats = await startTestNats(directory.path);
  owner = await nats.connect('owner');
  desk = new KeyDesk(owner.openSharedValues('api-keys'), Date.now);
  reader = await desk.add('reader', ['read']);
  ring = new KeyRing(quietLog);
  ring.follow((await nats.connect('api')).openSharedValues('api-keys'));
  await until('all keys', () => ring.isCaughtUp || undefined);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(async () => {
  await ring?.stop();
  await nats?.stop();
  directory.remove();
});

async function start(door: DoorOptions = {}): Promise<ApiServer> {
  const server = await startBareApi({ door: { keys: ring, ...door } });
  servers.push(server);
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
}
async function ask(
  server: ApiServer,
  headers: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
    ...init,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
  };
}
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions.code;

/** Connects, introduces itself, and subscribes. */
async function subscribe(
  server: ApiServer,
  payload: Record<string, unknown>,
  headers: Record<string, string> = {},
) {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  const received: { type: string; payload?: unknown }[] = [];
  socket.on('message', (data) =>
    received.push(JSON.parse((data as Buffer).toString()) as (typeof received)[0]),
  );
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  socket.on('message', (data) => {
    if (!(data as Buffer).toString().includes('connection_ack')) return;
    const query = 'subscription { topEmotes { complete } }';
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query } }));
  });
  return { socket, received, closed };
}

describe('a key', () => {
  it('is not needed to read, unless a deployment says so', async () => {
    expect(await ask(await start())).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } });
    const closed = await start({ anonymousRoles: new Set() });
    expect(codeOf(await ask(closed))).toBe('FORBIDDEN');
    expect(await ask(closed, bearer(reader.text))).toMatchObject({ body: { data: { __typename: 'Query' } } });
  });

  it('that is none is refused, and not taken for nobody’s', async () => {
    const server = await start();
    for (const text of ['nonsense', `emotide_${reader.key.id}_${'0'.repeat(64)}`]) {
      const answer = await ask(server, bearer(text));
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(JSON.stringify(answer.body)).not.toContain(text);
    }
    expect((await ask(server, { authorization: 'Basic eDp5' })).status).toBe(401);
  });

  it('that is revoked opens nothing within two seconds, and closes what it opened', async () => {
    const server = await start({ anonymousRoles: new Set() });
    const { key, text } = await desk.add('short-lived', ['read']);
    await until('it is known', () => ring.find(text));
    const wires = [
      await subscribe(server, { authorization: `Bearer ${text}` }),
      await subscribe(server, {}, bearer(text)),
    ];
    const other = await subscribe(server, { Authorization: `Bearer ${reader.text}` });
    for (const wire of [...wires, other])
      await until('an answer', () => wire.received.find(({ type }) => type === 'next'));

    const revokedAtMs = performance.now();
    expect(await desk.revoke(key.id)).toBe(true);
    expect(await Promise.all(wires.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect((await ask(server, bearer(text))).status).toBe(401);
    expect(performance.now() - revokedAtMs).toBeLessThan(2_000);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
    expect(await (await subscribe(server, { authorization: `Bearer ${text}` })).closed).toBe(4403);
    other.socket.terminate();
    expect(await desk.revoke(key.id)).toBe(false);
    expect((await desk.list()).find(({ id }) => id === key.id)).toMatchObject({
      name: 'short-lived',
      digest: '',
    });
  });

  it('can be made by the operator only, and not by an api that was taken over', async () => {
    const api = await nats.connect('api');
    const taken = new KeyDesk(api.openSharedValues('api-keys'), Date.now);
    await expect(taken.add('mine', ['admin'])).rejects.toThrow(LogUnavailable);
    expect((await desk.list()).map(({ name }) => name)).not.toContain('mine');
  });

  it('can not be judged before the keys are known', async () => {
    const server = await start({ keys: new KeyRing(quietLog) });
    const answer = await ask(server, bearer(reader.text));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await (await subscribe(server, { authorization: `Bearer ${reader.text}` })).closed).toBe(1013);
    expect((await ask(server)).status).toBe(200);
  });
});

describe('rates', () => {
  it('are said with 429 and when to come again, and are a key’s own', async () => {
    const server = await start({ ratePerAddress: 3, ratePerKey: 5 });
    const statuses: number[] = [];
    let last: Answer | undefined;
    for (let n = 0; n < 4; n++) statuses.push((last = await ask(server)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(codeOf(last!)).toBe('TOO_MANY');
    for (let n = 0; n < 5; n++) expect((await ask(server, bearer(reader.text))).status).toBe(200);
    expect((await ask(server, bearer(reader.text))).status).toBe(429);
  });

  it('count subscriptions too', async () => {
    const server = await start({ ratePerKey: 1 });
    const wire = await subscribe(server, { authorization: `Bearer ${reader.text}` });
    await until('an answer', () => wire.received.find(({ type }) => type === 'next'));
    const query = 'subscription { topChannels { complete } }';
    wire.socket.send(JSON.stringify({ id: 'b', type: 'subscribe', payload: { query } }));
    const refused = await until('a refusal', () => wire.received.find(({ type }) => type === 'error'));
    expect(JSON.stringify(refused.payload)).toContain('TOO_MANY');
    wire.socket.terminate();
  });
});

describe('a page of another server', () => {
  it('may ask when it is listed, and read the answer', async () => {
    const server = await start({ origins: ['https://emotide.example'] });
    const origin = { origin: 'https://emotide.example' };
    const preflight = await ask(server, origin, { method: 'OPTIONS', body: null });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const answer = await ask(server, origin);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://emotide.example');
    expect(answer.headers.get('vary')).toMatch(/origin/i);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('may not ask otherwise, by no way that a browser has', async () => {
    const server = await start();
    expect((await ask(server, { origin: 'https://evil.example' })).status).toBe(403);
    const picture = await fetch(`${server.url}?query={__typename}`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(picture.status).toBe(403);
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const type of types) expect((await ask(server, { 'content-type': type })).status).toBe(415);
  });
});

it('answers 503 and when to come again while too much is in hand', async () => {
  const server = await start({ mostRunning: 1 });
  const { port } = server;
  // Two requests whose bodies never come.
  const sockets = await Promise.all(
    [1, 2].map(async () => {
      const { connect } = await import('node:net');
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
      );
      return socket;
    }),
  );
  const refused = await until('no room', async () => {
    const answer = await ask(server);
    return answer.status === 503 ? answer : undefined;
  });
  expect(refused.headers.get('retry-after')).toBe('1');
  for (const socket of sockets) socket.destroy();
  await until('room', async () => ((await ask(server)).status === 200 ? true : undefined));
});
