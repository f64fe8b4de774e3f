import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMetrics } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { buildSchema, parse, type ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createDoor, type Door } from '../../src/door/create-door';
import { changesOf } from '../../src/live/changes';
import { createLiveHub, type LiveHub } from '../../src/live/live-hub';
import {
  createSubscriptionServer,
  type SubscriptionServer,
  type SubscriptionServerOptions,
} from '../../src/live/subscription-server';
import { until } from './live-stack';

const schema = buildSchema('type Query { n: Int } type Subscription { n: Int }');
const SUBSCRIBE = (id: string, query = 'subscription { n }') =>
  JSON.stringify({ id, type: 'subscribe', payload: { query } });

let server: Server;
let hub: LiveHub;
let door: Door;
let subscriptions: SubscriptionServer;
let skips: number;
let value: ExecutionResult;
let listeners: Set<() => void>;
const sockets: WebSocket[] = [];

/** Gives every subscriber another answer. */
function give(next: unknown): void {
  value = { data: { n: next } };
  for (const listener of listeners) listener();
}

async function start(options: Partial<SubscriptionServerOptions> = {}): Promise<void> {
  subscriptions = createSubscriptionServer({
    server,
    path: '/graphql',
    hub,
    prepare: ({ query }) =>
      Promise.resolve({
        args: { schema, document: parse(query) },
        run: () =>
          Promise.resolve(
            changesOf({
              read: () => value,
              onTick: (listener) => {
                listeners.add(listener);
                return () => listeners.delete(listener);
              },
            }),
          ),
      }),
    mostSockets: 5_000,
    mostSubscriptions: 5_000,
    door,
    log: quietLog,
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

interface Wire {
  readonly socket: WebSocket;
  readonly received: { id?: string; type: string; payload?: unknown }[];
  readonly closed: Promise<number>;
}
function dial(path = '/graphql', options: WebSocket.ClientOptions = {}): Wire {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, 'graphql-transport-ws', options);
  sockets.push(socket);
  const received: Wire['received'] = [];
  socket.on('message', (data) =>
    received.push(JSON.parse((data as Buffer).toString()) as Wire['received'][number]),
  );
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return { socket, received, closed };
}
/** A connection that has introduced itself. */
async function connect(options?: WebSocket.ClientOptions): Promise<Wire> {
  const wire = dial('/graphql', options);
  await once(wire.socket, 'open');
  wire.socket.send('{"type":"connection_init"}');
  await until('acknowledged', () => wire.received.shift());
  return wire;
}
const refusal = (wire: Wire): Promise<number | undefined> =>
  new Promise((resolve) => {
    wire.socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    wire.socket.on('error', () => undefined);
  });

beforeEach(() => {
  skips = 0;
  value = { data: { n: 1 } };
  listeners = new Set();
  server = createServer();
  door = createDoor({ registry: createMetrics('test'), serve: () => undefined });
  hub = createLiveHub({
    mostGroups: 1_000,
    mostBufferedBytes: 256 * 1024,
    lingerMs: 50,
    retryMs: 20,
    observer: { onPush: () => undefined, onSkip: () => skips++ },
  });
});
afterEach(async () => {
  await subscriptions.stop();
  hub.stop();
  door.stop();
  for (const socket of sockets.splice(0)) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

describe('the subscription server', () => {
  it('pushes the state and its changes, and stops when a subscription is completed', async () => {
    await start();
    const wire = await connect();
    wire.socket.send(SUBSCRIBE('a'));
    await until('the state', () => wire.received[0]);
    give(2);
    await until('a change', () => wire.received[1]);
    wire.socket.send('{"id":"a","type":"complete"}');
    await until('no subscribers', () => hub.subscribers === 0 || undefined);
    give(3);
    await until('its end', () => hub.groups === 0 || undefined);
    expect(wire.received).toEqual([
      { id: 'a', type: 'next', payload: { data: { n: 1 } } },
      { id: 'a', type: 'next', payload: { data: { n: 2 } } },
    ]);
    expect(listeners.size).toBe(0);
  });

  it('takes subscriptions only, and says so without ending the connection', async () => {
    await start();
    const wire = await connect();
    wire.socket.send(SUBSCRIBE('a', '{ n }'));
    const [answer] = await until('an answer', () => (wire.received.length > 0 ? wire.received : undefined));
    expect(answer).toMatchObject({
      id: 'a',
      type: 'error',
      payload: [{ extensions: { code: 'WRONG_TRANSPORT' } }],
    });
    wire.socket.send(SUBSCRIBE('b'));
    expect(await until('another', () => wire.received[1])).toMatchObject({ id: 'b', type: 'next' });
  });

  it('refuses a connection too many subscriptions, and long ids, and goes on with those it has', async () => {
    await start();
    const wire = await connect();
    for (let n = 0; n < 101; n++) wire.socket.send(SUBSCRIBE(String(n)));
    wire.socket.send(SUBSCRIBE('x'.repeat(129)));
    await until('all answers', () => wire.received.length >= 102 || undefined);
    expect(wire.received.filter(({ type }) => type === 'next')).toHaveLength(100);
    const refused = wire.received.filter(({ type }) => type === 'error');
    expect(refused.map(({ payload }) => (payload as { extensions: unknown }[])[0]!.extensions)).toEqual([
      { code: 'TOO_MANY' },
      { code: 'BAD_ARGUMENT' },
    ]);
    expect(hub.groups).toBe(1);
    give(2);
    await until('a change for each', () => wire.received.length === 202 || undefined);
  });

  it('answers other paths with 404, pages of other servers with 403, and one connection too many with 503', async () => {
    await start({ mostSockets: 1 });
    const { port } = server.address() as AddressInfo;
    expect(await refusal(dial('/other'))).toBe(404);
    expect(await refusal(dial('/graphql', { origin: 'https://elsewhere.example' }))).toBe(403);
    expect(await refusal(dial('/graphql', { origin: 'no address' }))).toBe(403);
    const own = await connect({ origin: `http://127.0.0.1:${port}` });
    expect(await refusal(dial())).toBe(503);
    own.socket.close();
    await own.closed;
    await until('room', () => subscriptions.sockets === 0 || undefined);
    await connect();
  });

  it('ends connections that send too much, what is no message, or nothing, and no others', async () => {
    await start({ initWithinMs: 100 });
    const bystander = await connect();
    bystander.socket.send(SUBSCRIBE('a'));
    const [large, broken, flooding, silent] = [await connect(), await connect(), await connect(), dial()];
    large.socket.send('x'.repeat(70_000));
    broken.socket.send(Buffer.from([0xff, 0xfe]));
    for (let n = 0; n < 1_100; n++) flooding.socket.send('{"type":"ping"}');
    expect(await large.closed).toBe(1009);
    expect(await broken.closed).toBe(4400);
    expect(await flooding.closed).toBe(4429);
    expect(await silent.closed).toBe(4408);
    give(2);
    await until('a change', () => bystander.received[1]);
  });

  it.each([
    [4400, 'an unknown type', ['{"type":"connection_init"}', '{"type":"nonsense"}']],
    [4400, 'no JSON', ['{"type":"connection_init"}', '{']],
    [
      4400,
      'a query that is no text',
      ['{"type":"connection_init"}', '{"id":"a","type":"subscribe","payload":{"query":1}}'],
    ],
    [4401, 'a subscription before the introduction', [SUBSCRIBE('a')]],
    [4409, 'an id that is in use', ['{"type":"connection_init"}', SUBSCRIBE('a'), SUBSCRIBE('a')]],
    [4429, 'a second introduction', ['{"type":"connection_init"}', '{"type":"connection_init"}']],
  ])('ends a connection with %i for %s', async (code, _what, messages) => {
    await start();
    const wire = dial();
    await once(wire.socket, 'open');
    for (const message of messages) {
      const before = wire.received.length;
      wire.socket.send(message);
      if (message !== messages.at(-1))
        await until('an answer', () => wire.received.length > before || undefined);
    }
    expect(await wire.closed).toBe(code);
    await until('nobody left', () => hub.subscribers === 0 || undefined);
  });

  it('ends a connection of another subprotocol with 4406', async () => {
    await start();
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`);
    sockets.push(socket);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4406);
  });

  it('goes on without a jump when a client connects again by itself: first comes the state now', async () => {
    await start();
    const { port } = server.address() as AddressInfo;
    let connection: WebSocket | undefined;
    let mayRetry = (): void => undefined;
    const retry = new Promise<void>((resolve) => (mayRetry = resolve));
    const client = createClient({
      url: `ws://127.0.0.1:${port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 1,
      retryWait: () => retry,
      on: { connected: (socket) => (connection = socket as WebSocket) },
    });
    const heard: unknown[] = [];
    client.subscribe<{ n: unknown }>(
      { query: 'subscription { n }' },
      {
        next: ({ data }) => void heard.push(data?.n),
        error: (cause) => void heard.push(cause),
        complete: () => undefined,
      },
    );
    try {
      await until('the state', () => heard.length === 1 || undefined);
      connection?.terminate();
      await until('nobody, and nothing', () => (hub.subscribers === 0 && hub.groups === 0) || undefined);
      give(2);
      give(3);
      mayRetry();
      await until('the state again', () => heard.length === 2 || undefined);
      give(4);
      await until('a change', () => heard.length === 3 || undefined);
      expect(heard).toEqual([1, 3, 4]);
    } finally {
      await client.dispose();
    }
  });

  it('cuts a connection that never reads, however little it is sent', async () => {
    await start({ heartbeatMs: 100 });
    const [deaf, hearing] = [await connect(), await connect()];
    deaf.socket.send(SUBSCRIBE('a'));
    hearing.socket.send(SUBSCRIBE('a'));
    await until('both', () => hub.subscribers === 2 || undefined);
    deaf.socket.pause();
    await until('one', () => subscriptions.sockets === 1 || undefined);
    expect(hub.subscribers).toBe(1);
    await sleep(300);
    expect(hearing.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('keeps a slow connection’s backlog bounded, and gives it the latest when it reads again', async () => {
    await start();
    const [slow, quick] = [await connect(), await connect()];
    slow.socket.send(SUBSCRIBE('a'));
    quick.socket.send(SUBSCRIBE('a'));
    await until('both', () => (slow.received.length === 1 && quick.received.length === 1) || undefined);
    slow.socket.pause();
    const filler = 'x'.repeat(200_000);
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 2; n <= 200; n++) {
      give(`${n} ${filler}`);
      await until('the quick one has it', () => quick.received.length >= n || undefined);
    }
    expect(skips).toBeGreaterThan(50);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    slow.socket.resume();
    const numberOf = ({ payload }: Wire['received'][number]) =>
      Number.parseInt(String((payload as { data: { n: unknown } }).data.n));
    await until('the latest', () => numberOf(slow.received.at(-1)!) === 200 || undefined);
    const numbers = slow.received.map(numberOf);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.length).toBeLessThan(150);
  });

  it('lets two thousand subscribers go at once without a pause', async () => {
    await start();
    const wires = await Promise.all(Array.from({ length: 2_000 }, () => connect()));
    for (const { socket } of wires) socket.send(SUBSCRIBE('a'));
    await until('all', () => hub.subscribers === 2_000 || undefined);
    expect(hub.groups).toBe(1);
    give(2);
    await until('a change for all', () => wires.every(({ received }) => received.length === 2) || undefined);

    let longestMs = 0;
    let lastMs = performance.now();
    const watch = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    for (const { socket } of wires) socket.terminate();
    await until('nobody', () => (subscriptions.sockets === 0 && hub.subscribers === 0) || undefined);
    await until('nothing', () => hub.groups === 0 || undefined);
    clearInterval(watch);
    // Both ends are in this process; a pause would be seconds.
    expect(longestMs).toBeLessThan(1_000);
  });

  it('says goodbye when it stops', async () => {
    await start();
    const wire = await connect();
    wire.socket.send(SUBSCRIBE('a'));
    await until('the state', () => wire.received[0]);
    await subscriptions.stop();
    expect(await wire.closed).toBe(1001);
    expect(hub.subscribers).toBe(0);
  });
});
