import { EMOTE_CLASSES, MESSAGE_FLAGS, PROVIDERS, toU64 } from '@emotide/domain';
import {
  BatchWriter,
  createEpoch,
  encodeChannel,
  encodeEmote,
  type BatchPublisher,
} from '@emotide/event-log';
import {
  createTemporaryDirectory,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { createClient as createStreamClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectClient, hear, startApi, until, type Heard, type TestApi } from './live-stack';
import { startSink } from './plain-sink';

interface Event {
  readonly at: string;
  readonly emote: { readonly provider: string; readonly emoteId: string; readonly name: string };
  readonly uses: number;
  readonly isSharedCopy: boolean;
  readonly chatterId: string | null;
}
interface Events {
  readonly emoteEvents: {
    readonly events: readonly Event[];
    readonly total: number;
    readonly dropped: number;
    readonly stale: { readonly reason: string } | null;
  };
}
const EVENTS = `subscription (
  $channel: String!, $provider: Provider, $price: Price, $first: Int! = 50, $withChatters: Boolean! = false, $every: Duration! = "PT0.1S"
) {
  emoteEvents(channel: $channel, provider: $provider, price: $price, first: $first, withChatters: $withChatters, every: $every) {
    events { at emote { provider emoteId name } uses isSharedCopy chatterId }
    total dropped stale { reason }
  }
}`;

const forsen = encodeChannel(toU64(1_000), 'forsen');
const xqc = encodeChannel(toU64(1_001), 'xqc');
const kappa = encodeEmote(PROVIDERS.TWITCH, '25', 'Kappa', EMOTE_CLASSES.GLOBAL);
const forsenE = encodeEmote(PROVIDERS.TWITCH, 'emotesv2_a', 'forsenE', EMOTE_CLASSES.SUB_T1);
const catJam = encodeEmote(PROVIDERS.BTTV, '5f', 'catJAM', EMOTE_CLASSES.THIRD_PARTY);

const directory = createTemporaryDirectory();
let nats: TestNats;
let clickhouse: TestClickHouse;
let sink: { stop(): Promise<void> };
let publisher: BatchPublisher;
let api: TestApi;
let messages = 0;
const cleanup: (() => unknown)[] = [];

/** One message in a batch of its own: emotes with how often. */
function say(
  channel: typeof forsen,
  uses: readonly (readonly [emote: typeof kappa, uses: number])[],
  { chatter = 7, flags = 0, sentAtMs = Date.now() } = {},
): void {
  const writer = new BatchWriter();
  const key = toU64((messages += 1));
  for (const [emote, count] of uses) writer.use(channel, sentAtMs, toU64(chatter), key, emote, count, flags);
  writer.activity(channel, Math.floor(sentAtMs / 1_000) * 1_000, toU64(1), key, 1, 1, flags);
  publisher.publish(0, writer.finish()!);
}
const follow = (variables: Record<string, unknown> = {}, to = api) => {
  const client = connectClient(to.url);
  cleanup.push(() => client.dispose());
  return hear<Events>(client, EVENTS, { channel: 'forsen', ...variables });
};
const answersOf = (heard: Heard<Events>) =>
  heard.messages.flatMap(({ data }) => (data ? [data.emoteEvents] : []));
const eventsOf = (heard: Heard<Events>) => answersOf(heard).flatMap(({ events }) => events);
const begun = (...all: Heard<Events>[]) =>
  until(
    'the first answers',
    () => all.every((heard) => answersOf(heard).at(-1)?.stale === null) || undefined,
  );

beforeAll(async () => {
  [nats, clickhouse] = await Promise.all([
    startTestNats(`${directory.path}/nats`),
    startTestClickHouse(`${directory.path}/clickhouse`),
  ]);
  sink = await startSink(nats, clickhouse.store);
  publisher = (await nats.connect('collector')).createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: 64,
    windowBytes: 1 << 22,
    queueBytes: 1 << 26,
    ackTimeoutMs: 1_000,
  });
  // What was said before anybody follows is no event.
  say(forsen, [[kappa, 1]]);
  say(xqc, [[kappa, 1]]);
  await publisher.drained();
  api = await startApi({ nats, clickhouse });
  await until('fresh answers', () => (api.feed.moment().stale === null ? true : undefined));
}, 240_000);
afterAll(async () => {
  await api?.stop();
  publisher?.stop();
  await sink?.stop();
  await Promise.all([nats?.stop(), clickhouse?.stop()]);
  directory.remove();
});
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

describe('single uses of a channel', () => {
  it('are given once each, in their order, without what was said before, elsewhere, or was found later', async () => {
    const [all, paid, bttv] = [follow(), follow({ price: 'PAID' }), follow({ provider: 'BTTV' })];
    await begun(all, paid, bttv);
    const sentAtMs = Date.now();
    say(xqc, [[kappa, 9]]);
    say(
      forsen,
      [
        [kappa, 2],
        [forsenE, 1],
      ],
      { sentAtMs },
    );
    say(forsen, [[kappa, 3]], { flags: MESSAGE_FLAGS.HISTORICAL });
    say(forsen, [[catJam, 1]], { sentAtMs: sentAtMs + 1, flags: MESSAGE_FLAGS.SHARED_COPY, chatter: 0 });
    await until('three uses', () => eventsOf(all).length >= 3 || undefined);
    await until('one use each', () => (eventsOf(paid)[0] && eventsOf(bttv)[0] ? true : undefined));
    const at = new Date(sentAtMs).toISOString();
    const native = { uses: 1, isSharedCopy: false, chatterId: null, at };
    expect(eventsOf(all)).toEqual([
      { ...native, emote: { provider: 'TWITCH', emoteId: '25', name: 'Kappa' }, uses: 2 },
      { ...native, emote: { provider: 'TWITCH', emoteId: 'emotesv2_a', name: 'forsenE' } },
      {
        ...native,
        at: new Date(sentAtMs + 1).toISOString(),
        emote: { provider: 'BTTV', emoteId: '5f', name: 'catJAM' },
        isSharedCopy: true,
      },
    ]);
    expect(eventsOf(paid).map(({ emote }) => emote.name)).toEqual(['forsenE']);
    expect(eventsOf(bttv).map(({ emote }) => emote.name)).toEqual(['catJAM']);
    expect(answersOf(all)[0]).toEqual({ events: [], total: 0, dropped: 0, stale: null });
    expect(answersOf(all).at(-1)).toMatchObject({ total: 3, dropped: 0 });
  });

  it('are at most so many an answer, the latest ones, and the others are told and counted', async () => {
    const heard = follow({ first: 3, every: 'PT1S' });
    await begun(heard);
    const sentAtMs = Date.now();
    for (let n = 0; n < 20; n++) say(forsen, [[kappa, 1]], { sentAtMs: sentAtMs + n });
    await until('all', () => (answersOf(heard).at(-1)!.total === 20 ? true : undefined));
    for (const { events } of answersOf(heard)) expect(events.length).toBeLessThanOrEqual(3);
    const last = answersOf(heard).at(-1)!;
    expect(last.dropped).toBe(20 - eventsOf(heard).length);
    expect(last.events.at(-1)!.at).toBe(new Date(sentAtMs + 19).toISOString());
    expect(await api.registry.metrics()).toContain(
      `emotide_api_live_dropped_uses_total{service="api"} ${last.dropped}\n`,
    );
  });

  it('say who to those alone who have the role, and share one execution with whoever may see as much', async () => {
    const refused = follow({ withChatters: true });
    await until('an answer', () => refused.messages[0]);
    expect(refused.messages[0]!.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const people = await startApi({
      nats,
      clickhouse,
      door: { anonymousRoles: new Set(['read', 'people']) },
    });
    cleanup.push(() => people.stop());
    const known = [follow({ withChatters: true }, people), follow({ withChatters: true }, people)];
    await begun(...known);
    say(forsen, [[kappa, 1]], { chatter: 4_711 });
    say(forsen, [[kappa, 1]], { chatter: 0 });
    for (const heard of known) {
      await until('both', () => eventsOf(heard).length >= 2 || undefined);
      expect(eventsOf(heard).map(({ chatterId }) => chatterId)).toEqual(['4711', null]);
    }
    expect(await people.registry.metrics()).toMatch(/emotide_api_live_groups\{[^}]*\} 1\n/);
  });

  it('come over event streams as well, and those of a channel never read are refused', async () => {
    const client = createStreamClient({ url: api.server.url, retryAttempts: 0 });
    cleanup.push(() => client.dispose());
    const names: string[] = [];
    let answers = 0;
    client.subscribe<Events>(
      { query: EVENTS, variables: { channel: '#Forsen' } },
      {
        next: ({ data }) => {
          answers += 1;
          names.push(...(data?.emoteEvents.events ?? []).map(({ emote }) => emote.name));
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    await until('the first answer', () => answers > 0 || undefined);
    say(forsen, [[forsenE, 1]]);
    await until('the use', () => names.length > 0 || undefined);
    expect(names).toEqual(['forsenE']);
    const unknown = follow({ channel: 'nobody_reads_this' });
    await until('an answer', () => unknown.messages[0]);
    expect(unknown.messages[0]!.errors?.[0]?.extensions?.code).toBe('UNKNOWN_CHANNEL');
  });
});
