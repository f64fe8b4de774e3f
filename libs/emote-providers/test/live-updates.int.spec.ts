import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { Registry, createLogger } from '@emotide/service-kit';
import {
  createBttvSocket,
  createProviderMetrics,
  createSevenTvEvents,
  type LiveEvent,
  type LiveSettings,
  type LiveUpdatesOptions,
} from '../src';
import { startLiveServer, type LiveServer, type LiveServerConnection } from './live-server';
import { until } from './until';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const FAST: Partial<LiveSettings> = {
  checkEveryMs: 10,
  connectEveryMs: 0,
  backOff: { firstMs: 10, longestMs: 40 },
  stableAfterMs: 50,
};

interface Watching {
  readonly server: LiveServer;
  readonly events: LiveEvent[];
  readonly options: LiveUpdatesOptions;
  /** Labels and values of one metric. */
  count(metric: 'liveEnds' | 'liveEvents' | 'liveSockets'): Promise<Record<string, number>>;
}

async function start(settings: Partial<LiveSettings> = {}): Promise<Watching> {
  const server = await startLiveServer();
  stops.push(() => server.stop());
  const events: LiveEvent[] = [];
  const metrics = createProviderMetrics(new Registry());
  return {
    server,
    events,
    options: {
      url: server.url,
      onEvent: (event) => void events.push(event),
      log: createLogger('test', 'silent'),
      metrics,
      random: () => 0.5,
      settings: { ...FAST, ...settings },
    },
    async count(metric) {
      const { values } = await metrics[metric].get();
      return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(' '), value]));
    },
  };
}

const resyncs = (events: readonly LiveEvent[]): readonly (LiveEvent & { type: 'resync' })[] =>
  events.filter((event) => event.type === 'resync');

/** As much of 7TV's EventAPI as a client needs. */
function actAsSevenTv(server: LiveServer, greeting: object = {}): void {
  server.script.onOpen = (connection) =>
    connection.say({
      op: 1,
      d: {
        heartbeat_interval: 45_000,
        session_id: `session${server.connections.length}`,
        subscription_limit: 500,
        ...greeting,
      },
    });
  server.script.onMessage = (connection, { op, d }) => {
    if (op === 35) connection.say({ op: 5, d: { command: 'SUBSCRIBE', data: { id: 1, ...(d as object) } } });
    if (op === 34) {
      const data = { success: false, dispatches_replayed: 0, subscriptions_restored: 0 };
      connection.say({ op: 5, d: { command: 'RESUME', data } });
    }
  };
}

const subscriptionsOf = ({ heard }: LiveServerConnection): unknown[] =>
  heard.flatMap(({ op, d }) =>
    op === 35 ? [(d as { condition: { object_id: string } }).condition.object_id] : [],
  );

const set = (setId: string) => ({ type: 'set', setId }) as const;
const channel = (id: string) => ({ type: 'channel', channelId: id as ChannelId }) as const;
const pushed = (setId: string, name: string) => ({
  op: 0,
  d: {
    type: 'emote_set.update',
    body: { id: setId, pushed: [{ key: 'emotes', value: { id: `e-${name}`, name, flags: 0, data: {} } }] },
  },
});

describe("7TV's live updates", () => {
  function watch(options: LiveUpdatesOptions) {
    const live = createSevenTvEvents(options);
    stops.push(() => live.stop());
    return live;
  }

  it('tells what changes in a watched set', async () => {
    const { server, events, options, count } = await start();
    actAsSevenTv(server);
    const live = watch(options);
    live.watch(set('s1'));
    live.watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    server.connections[0]!.say(pushed('s1', 'Wave'));
    await until(() => events.length === 2, 'the change');
    expect(events[1]).toMatchObject({ type: 'change', change: { setId: 's1', emote: { name: 'Wave' } } });
    expect(subscriptionsOf(server.connections[0]!)).toEqual(['s1']);
    expect(live.state()).toEqual({ topics: 1, connections: 1, open: 1, failing: 0 });
    expect(await count('liveSockets')).toEqual({ '7tv': 1 });
    expect(await count('liveEvents')).toEqual({ '7tv change': 1, '7tv resync': 1 });
  });

  it('puts a hundred topics on a connection, and closes one that has none left', async () => {
    const { server, events, options } = await start();
    actAsSevenTv(server);
    const live = watch(options);
    for (let i = 0; i < 250; i++) live.watch(set(`s${i}`));
    await until(() => resyncs(events).length === 250, 'all subscribed');
    const counts = server.connections.map((connection) => subscriptionsOf(connection).length);
    expect(counts.sort((a, b) => b - a)).toEqual([100, 100, 50]);
    for (let i = 0; i < 100; i++) live.unwatch(set(`s${i}`));
    await until(() => server.connections.some(({ isClosed }) => isClosed), 'one closed');
    expect(live.state()).toMatchObject({ topics: 150, connections: 2 });
    expect(live.isWatched(set('s0'))).toBe(false);
    expect(live.isWatched(set('s100'))).toBe(true);
  });

  it('moves topics to another connection when the server takes fewer than thought', async () => {
    const { server, events, options } = await start();
    actAsSevenTv(server, { subscription_limit: 10 });
    const live = watch(options);
    for (let i = 0; i < 25; i++) live.watch(set(`s${i}`));
    await until(() => resyncs(events).length === 25, 'all subscribed');
    expect(Math.max(...server.connections.map((one) => subscriptionsOf(one).length))).toBe(10);
    expect(live.state()).toMatchObject({ topics: 25, connections: 3 });
  });

  it.each<[string, (connection: LiveServerConnection) => void]>([
    ['closes', ({ socket }) => socket.close(1001)],
    ['breaks', ({ socket }) => socket.terminate()],
    ['asks to reconnect', (connection) => connection.say({ op: 4, d: { reason: 'Restart' } })],
    ['ends the stream', (connection) => connection.say({ op: 7, d: { code: 4006, message: 'Restart' } })],
    ['sends more than a message may be', ({ socket }) => socket.send('x'.repeat(5 * 1024 * 1024))],
    [
      'sends only garbage',
      (connection) => {
        for (let i = 0; i < 30; i++) connection.say('<html>');
      },
    ],
    [
      'sends bytes',
      ({ socket }) => {
        for (let i = 0; i < 30; i++) socket.send(Buffer.from([1, 2, 3]));
      },
    ],
  ])('comes back when the server %s, and says what to read again', async (_what, act) => {
    const { server, events, options } = await start();
    actAsSevenTv(server);
    const live = watch(options);
    live.watch(set('s1'));
    live.watch(set('s2'));
    await until(() => resyncs(events).length === 2, 'subscribed');
    act(server.connections[0]!);
    await until(() => resyncs(events).length === 4, 'subscribed again');
    expect(server.connections).toHaveLength(2);
    expect(server.connections[1]!.heard[0]).toMatchObject({ op: 34, d: { session_id: 'session1' } });
    expect(
      resyncs(events)
        .slice(2)
        .map(({ reason, topics }) => [reason, ...topics]),
    ).toEqual([
      ['reconnected', set('s1')],
      ['reconnected', set('s2')],
    ]);
    server.connections[1]!.say(pushed('s2', 'Wave'));
    await until(() => events.at(-1)?.type === 'change', 'a change after all');
  });

  it('hears nothing of the old socket once it is given up', async () => {
    const { server, events, options } = await start();
    actAsSevenTv(server);
    watch(options).watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    const old = server.connections[0]!;
    old.say({ op: 4, d: {} });
    old.say(pushed('s1', 'Late'));
    await until(() => resyncs(events).length === 2, 'subscribed again');
    expect(events.some(({ type }) => type === 'change')).toBe(false);
  });

  it('finds a half-open socket by its silence', async () => {
    const { server, events, options, count } = await start({ pingAfterMs: 50, deadAfterMs: 120 });
    actAsSevenTv(server);
    watch(options).watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    // The server's kernel still acknowledges; nobody reads.
    server.connections[0]!.socket.pause();
    await until(() => resyncs(events).length === 2, 'subscribed again');
    expect(await count('liveEnds')).toEqual({ '7tv dead': 1 });
  });

  it('keeps a quiet socket that answers pings', async () => {
    const { server, events, options } = await start({ pingAfterMs: 20, deadAfterMs: 60 });
    actAsSevenTv(server);
    watch(options).watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.connections).toHaveLength(1);
  });

  it('gives up a server that answers pings but misses its heartbeats', async () => {
    const { server, events, options, count } = await start({ pingAfterMs: 20, deadAfterMs: 60_000 });
    actAsSevenTv(server, { heartbeat_interval: 100 });
    watch(options).watch(set('s1'));
    await until(() => resyncs(events).length >= 2, 'subscribed again');
    expect(await count('liveEnds')).toMatchObject({ '7tv silent': expect.any(Number) as number });
  });

  it('waits longer after each attempt that fails, and says that it fails', async () => {
    const { server, options } = await start({ backOff: { firstMs: 20, longestMs: 80 } });
    server.script.refuse = true;
    const live = watch(options);
    live.watch(set('s1'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    // 0, 20, 60, 140, 220, 300, 380 ms at the earliest.
    expect(server.attempts).toBeGreaterThanOrEqual(3);
    expect(server.attempts).toBeLessThanOrEqual(7);
    expect(live.state()).toEqual({ topics: 1, connections: 1, open: 0, failing: 1 });
  });

  it('does not storm a server that accepts and closes at once', async () => {
    const { server, options } = await start({ backOff: { firstMs: 20, longestMs: 80 } });
    server.script.onOpen = ({ socket }) => socket.close(1011);
    watch(options).watch(set('s1'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(server.attempts).toBeGreaterThanOrEqual(3);
    expect(server.attempts).toBeLessThanOrEqual(7);
  });

  it('stays away for a minute when the server says that it is limited', async () => {
    const { server, events, options } = await start();
    actAsSevenTv(server);
    watch(options).watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    server.connections[0]!.say({ op: 7, d: { code: 4005, message: 'Rate limit reached' } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.attempts).toBe(1);
  });

  it('tells which topic is refused, keeps the others, and takes it when it is watched again', async () => {
    const { server, events, options } = await start({ maxConnections: 1 });
    actAsSevenTv(server, { subscription_limit: 2 });
    const live = watch(options);
    live.watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    live.watch(set('s2'));
    live.watch(set('s3'));
    expect(events.at(-1)).toMatchObject({ type: 'refused', topic: set('s3') });
    live.unwatch(set('s2'));
    live.watch(set('s3'));
    await until(
      () => resyncs(events).some(({ topics }) => topics[0]?.type === 'set' && topics[0].setId === 's3'),
      's3',
    );
  });

  it('opens connections one after the other', async () => {
    const { server, events, options } = await start({ connectEveryMs: 100 });
    actAsSevenTv(server);
    const live = watch(options);
    for (let i = 0; i < 300; i++) live.watch(set(`s${i}`));
    await until(() => resyncs(events).length === 300, 'all subscribed');
    const [first, second, third] = server.connections.map(({ openedAtMs }) => openedAtMs);
    expect(second! - first!).toBeGreaterThan(50);
    expect(third! - second!).toBeGreaterThan(50);
  });

  it('leaves nothing behind when it stops, whatever it is doing', async () => {
    const { server, events, options, count } = await start();
    actAsSevenTv(server);
    const live = createSevenTvEvents(options);
    live.watch(set('s1'));
    await until(() => resyncs(events).length === 1, 'subscribed');
    live.stop();
    await until(() => server.connections[0]!.isClosed, 'closed');
    expect(await count('liveSockets')).toEqual({ '7tv': 0 });
    live.watch(set('s2'));
    const connecting = createSevenTvEvents(options);
    connecting.watch(set('s1'));
    connecting.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.attempts).toBe(1);
  });
});

describe("BTTV's live updates", () => {
  it('joins channels, tells their changes, and says what to read again after a reconnect', async () => {
    const { server, events, options } = await start();
    const live = createBttvSocket(options);
    stops.push(() => live.stop());
    live.watch(channel('1'));
    await until(() => server.connections[0]?.heard.length === 1, 'joined');
    live.watch(channel('2'));
    await until(() => server.connections[0]?.heard.length === 2, 'joined another');
    expect(server.connections[0]!.heard).toEqual([
      { name: 'join_channel', data: { name: 'twitch:1' } },
      { name: 'join_channel', data: { name: 'twitch:2' } },
    ]);
    const emote = { id: 'e1', code: 'Wave', animated: false };
    server.connections[0]!.say({ name: 'emote_create', data: { channel: 'twitch:2', emote } });
    await until(() => events.length === 1, 'the change');
    expect(events[0]).toMatchObject({ type: 'change', change: { channelId: '2', emote: { name: 'Wave' } } });
    await until(() => resyncs(events).flatMap(({ topics }) => topics).length === 2, 'both to be read');
    server.connections[0]!.socket.terminate();
    await until(
      () => resyncs(events).some(({ reason }) => reason === 'reconnected'),
      'both to be read again',
    );
    expect(resyncs(events).at(-1)).toEqual({
      type: 'resync',
      provider: 'BTTV',
      topics: [channel('1'), channel('2')],
      reason: 'reconnected',
    });
    live.unwatch(channel('1'));
    await until(() => server.connections[1]?.heard.at(-1)?.['name'] === 'part_channel', 'parted');
  });
});
