import { setTimeout as sleep } from 'node:timers/promises';
import type { EmoteId } from '@emotide/domain';
import { encodeTheme, type Theme } from '@emotide/emotes';
import type { Store } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import type { Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ThemeCatalogue } from '../../src/theme-catalogue';
import { Chatter, connectClient, hear, startApi, until, type TestApi } from './live-stack';
import { startSink } from './plain-sink';

interface Frame {
  readonly asOf: string | null;
  readonly complete: boolean;
  readonly range: { readonly from: string; readonly to: string } | null;
  readonly stale: { readonly reason: string; readonly since: string } | null;
}
type TopEmotes = {
  topEmotes: Frame & {
    emotes: { emote: { emoteId: string; name: string }; uses: number; messages: number }[] | null;
  };
};
type ThemeTrend = {
  themeTrend: Frame & {
    emotes: { emote: { name: string }; uses: number; messages: number }[] | null;
    windows: { window: string; uses: number | null }[] | null;
  };
};
type TopChannels = { topChannels: Frame & { channels: Record<string, unknown>[] | null } };
type Usage = {
  usage: Frame & {
    totals: Record<string, number> | null;
    seconds: { start: string; messages: number; messagesWithEmotes: number; uses: number }[] | null;
  };
};

const FRAME = 'asOf complete range { from to } stale { reason since }';
const TOP_EMOTES = `subscription ($channel: String, $window: LiveWindow! = LAST_MINUTE, $every: Duration! = "PT1S") {
  topEmotes(channel: $channel, window: $window, every: $every) { ${FRAME} emotes { emote { emoteId name } uses messages } }
}`;
const TOP_CHANNELS = `subscription {
  topChannels(window: LAST_5_MINUTES) {
    ${FRAME} channels { channel { twitchId login } messages messagesWithEmotes uses freeUses paidUses otherUses distinctEmotes }
  }
}`;
const USAGE = `subscription ($channel: String) {
  usage(channel: $channel, window: LAST_HOUR, seconds: 10) {
    ${FRAME} totals { messages messagesWithEmotes uses } seconds { start messages messagesWithEmotes uses }
  }
}`;

const THEME_TREND = `subscription {
  themeTrend(slug: "ours") { ${FRAME} emotes { emote { name } uses messages } windows { window uses } }
}`;

const directory = createTemporaryDirectory();
let nats: TestNats;
let clickhouse: TestClickHouse;
let chatter: Chatter;
let sink: { stop(): Promise<void> };
const cleanup: (() => unknown)[] = [];

beforeAll(async () => {
  [nats, clickhouse] = await Promise.all([
    startTestNats(`${directory.path}/nats`),
    startTestClickHouse(`${directory.path}/clickhouse`),
  ]);
  sink = await startSink(nats, clickhouse.store);
  chatter = new Chatter(await nats.connect('collector'));
  // An hour of the past, sparse, so that every window has something to hydrate and to let go of.
  for (let secondsAgo = 3_700; secondsAgo > 5; secondsAgo -= 7)
    chatter.say(Date.now() - secondsAgo * 1_000, 4, true);
  chatter.go();
  await stored(new Date().toISOString());
});
afterAll(async () => {
  await chatter?.stop();
  await sink?.stop();
  await Promise.all([nats?.stop(), clickhouse?.stop()]);
  directory.remove();
});
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function start(): Promise<{ api: TestApi; client: Client }> {
  const api = await startApi({ nats, clickhouse });
  cleanup.push(() => api.stop());
  return { api, client: connect(api) };
}
function connect(api: TestApi): Client {
  const client = connectClient(api.url);
  cleanup.push(() => client.dispose());
  return client;
}
const isFresh = (frame: Frame | undefined) =>
  frame !== undefined && frame.asOf !== null && frame.stale === null;

/** What the warehouse says of the same seconds, asked of its raw rows. */
async function tellTop(store: Store, { range }: Frame, channelId?: number): Promise<unknown[]> {
  const scope = channelId === undefined ? 'bitAnd(flags, 2) = 0' : `channel_id = ${channelId}`;
  const rows = await store.select(
    `SELECT emote_id AS emoteId, any(emote_name) AS name, toUInt32(sum(uses)) AS total, toUInt32(count()) AS messages
    FROM events
    WHERE ${scope} AND sent_at >= parseDateTime64BestEffort({from:String}, 3, 'UTC')
      AND sent_at < parseDateTime64BestEffort({to:String}, 3, 'UTC')
    GROUP BY provider, emote_id ORDER BY total DESC, emote_id LIMIT 10`,
    { from: range!.from, to: range!.to },
  );
  return (rows as { emoteId: string; name: string; total: number; messages: number }[]).map(
    ({ emoteId, name, total, messages }) => ({ emote: { emoteId, name }, uses: total, messages }),
  );
}
async function tellTotals(store: Store, { range }: Frame): Promise<unknown> {
  const within = (time: string) => `${time} >= parseDateTime64BestEffort({from:String}, 3, 'UTC')
      AND ${time} < parseDateTime64BestEffort({to:String}, 3, 'UTC')`;
  const [row] = await store.select(
    `SELECT toUInt32(sum(messages)) AS messages, toUInt32(sum(messages_with_emotes)) AS messagesWithEmotes,
      (SELECT toUInt32(sum(uses)) FROM events WHERE bitAnd(flags, 2) = 0 AND ${within('sent_at')}) AS uses
    FROM activity WHERE NOT shared_copy AND ${within('second')}`,
    { from: range!.from, to: range!.to },
  );
  return row;
}
/** Waits until the warehouse has what was sent before a moment. */
async function stored(iso: string): Promise<void> {
  await until('the sink has it', async () => {
    const [row] = await clickhouse.store.select('SELECT toString(max(sent_at)) AS at FROM events');
    return (
      Date.parse(`${(row as { at: string }).at.replace(' ', 'T')}Z`) > Date.parse(iso) + 500 || undefined
    );
  });
}

describe('live subscriptions', () => {
  it('give the state now, then each second another one, equal to the warehouse for the same closed seconds', async () => {
    const { client } = await start();
    const everywhere = hear<TopEmotes>(client, TOP_EMOTES);
    const inChannel = hear<TopEmotes>(client, TOP_EMOTES, { channel: '#XQC', window: 'LAST_HOUR' });
    const totals = hear<Usage>(client, USAGE);
    const freshOf = <T extends Record<string, unknown>>(
      heard: { messages: { data?: T | null }[] },
      field: keyof T,
    ) => heard.messages.flatMap(({ data }) => (data && isFresh(data[field] as Frame) ? [data[field]] : []));
    await until('four fresh answers', () => freshOf(everywhere, 'topEmotes').length >= 4 || undefined);

    for (const message of [...everywhere.messages, ...inChannel.messages, ...totals.messages])
      expect(message.errors).toBeUndefined();
    const ends = freshOf(everywhere, 'topEmotes').map(({ asOf }) => Date.parse(asOf!));
    for (const [i, end] of ends.entries()) if (i > 0) expect(end - ends[i - 1]!).toBe(1_000);
    await stored(new Date().toISOString());
    for (const frame of freshOf(everywhere, 'topEmotes')) {
      expect(frame.complete).toBe(true);
      expect(frame.emotes!.length).toBeGreaterThan(5);
      expect(frame.emotes).toEqual(await tellTop(clickhouse.store, frame));
      expect(frame.range!.to).toBe(frame.asOf);
      expect(Date.parse(frame.range!.to) - Date.parse(frame.range!.from)).toBe(60_000);
    }
    for (const frame of freshOf(inChannel, 'topEmotes'))
      expect(frame.emotes).toEqual(await tellTop(clickhouse.store, frame, 1_001));
    for (const frame of freshOf(totals, 'usage')) {
      expect(frame.totals).toEqual(await tellTotals(clickhouse.store, frame));
      expect(frame.seconds!.length).toBeLessThanOrEqual(10);
    }
    const { seconds, asOf } = freshOf(totals, 'usage').at(-1)!;
    expect(Date.parse(seconds!.at(-1)!.start)).toBe(Date.parse(asOf!) - 1_000);
  });

  it('follow a theme, equal to the warehouse in every window, also when it is changed meanwhile', async () => {
    const themes = new ThemeCatalogue(quietLog);
    const setTheme = (match: Theme['match']) =>
      themes.note('ours', encodeTheme({ slug: 'ours', name: 'Ours', windows: [], match }));
    setTheme({
      ids: [{ provider: 'TWITCH', id: '0' as EmoteId, name: '' }],
      names: [{ provider: null, name: 'OMEGALUL' }],
      patterns: [],
    });
    const api = await startApi({ nats, clickhouse, themes });
    cleanup.push(() => api.stop());
    const heard = hear<ThemeTrend>(connect(api), THEME_TREND);
    const isOurs = (count: number) => (frame: ThemeTrend['themeTrend'] | undefined) =>
      isFresh(frame) && frame!.emotes!.length === count;
    const first = await until('a fresh answer', () =>
      heard.messages.map(({ data }) => data?.themeTrend).find(isOurs(2)),
    );
    setTheme({ ids: [], names: [], patterns: [{ provider: 'TWITCH', pattern: 'K*a' }] });
    const second = await until('another theme', () =>
      heard.messages.map(({ data }) => data?.themeTrend).find(isOurs(1)),
    );
    await stored(new Date().toISOString());
    const tell = async (frame: Frame, condition: string, seconds: number) => {
      const rows = await clickhouse.store.select(
        `SELECT emote_name AS name, toUInt32(sum(uses)) AS total, toUInt32(count()) AS messages
        FROM events
        WHERE bitAnd(flags, 2) = 0 AND (${condition})
          AND sent_at >= parseDateTime64BestEffort({to:String}, 3, 'UTC') - ${seconds}
          AND sent_at < parseDateTime64BestEffort({to:String}, 3, 'UTC')
        GROUP BY name ORDER BY total DESC, name`,
        { to: frame.range!.to },
      );
      return (rows as { name: string; total: number; messages: number }[]).map(
        ({ name, total, messages }) => ({
          emote: { name },
          uses: total,
          messages,
        }),
      );
    };
    for (const [frame, condition] of [
      [first!, "emote_id = '0' OR emote_name = 'OMEGALUL'"],
      [second!, "emote_name LIKE 'K%a'"],
    ] as const) {
      expect(frame.complete).toBe(true);
      expect(frame.emotes).toEqual(await tell(frame, condition, 300));
      for (const [i, seconds] of [60, 300, 900, 3_600].entries()) {
        const uses = (await tell(frame, condition, seconds)).reduce((total, one) => total + one.uses, 0);
        expect(frame.windows![i]!.uses).toBe(uses);
      }
    }
  });

  it('rank channels by name, with uses split by price', async () => {
    const { client } = await start();
    const heard = hear<TopChannels>(client, TOP_CHANNELS);
    const frame = await until('a fresh answer', () =>
      heard.messages.map(({ data }) => data?.topChannels).find(isFresh),
    );
    expect(frame!.channels!.map(({ channel }) => (channel as { login: string }).login).sort()).toEqual([
      'forsen',
      'nymn',
      'sodapoppin',
      'xqc',
    ]);
    for (const channel of frame!.channels as Record<string, number>[])
      expect(channel['uses']).toBe(channel['freeUses']! + channel['paidUses']! + channel['otherUses']!);
  });

  it('go on with equal numbers when the api is started again under load, hydrated from warehouse and log', async () => {
    const first = await start();
    const before = hear<TopEmotes>(first.client, TOP_EMOTES, { window: 'LAST_HOUR' });
    await until(
      'a fresh answer',
      () => before.messages.some(({ data }) => isFresh(data?.topEmotes)) || undefined,
    );
    await first.client.dispose();
    await first.api.stop();
    cleanup.length = 0;

    const second = await start();
    const after = hear<TopEmotes>(second.client, TOP_EMOTES, { window: 'LAST_HOUR' });
    const fresh = await until('three fresh answers', () => {
      const found = after.messages.map(({ data }) => data?.topEmotes).filter(isFresh);
      return found.length >= 3 ? found : undefined;
    });
    await stored(new Date().toISOString());
    for (const frame of fresh) expect(frame!.emotes).toEqual(await tellTop(clickhouse.store, frame!));
  });

  it('count a message that comes late in its own second', async () => {
    const { client } = await start();
    const heard = hear<Usage>(client, USAGE);
    const last = () => heard.messages.at(-1)?.data?.usage;
    await until('a fresh answer', () => isFresh(last()) || undefined);
    const lateMs = Date.now() - 30 * 60_000;
    chatter.say(lateMs, 40);
    await sleep(2_500);
    await stored(new Date().toISOString());
    const frame = last()!;
    expect(frame.totals).toEqual(await tellTotals(clickhouse.store, frame));
  });

  it('refuse a channel that was never read, with a code', async () => {
    const { client } = await start();
    const heard = hear(client, TOP_EMOTES, { channel: 'nobody_reads_this' });
    const message = await until('an answer', () => heard.messages[0]);
    expect(message.errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNKNOWN_CHANNEL']);
  });

  it('answer each operation that can not be by itself, on a connection that goes on', async () => {
    const { client } = await start();
    const deep = `{ emotes { emote { id ...F } } } } fragment F on Emote { ${'__typename '.repeat(1_000)} }`;
    const wrong = {
      GRAPHQL_PARSE_FAILED: 'subscription {',
      GRAPHQL_VALIDATION_FAILED: 'subscription { topEmote { asOf } }',
      TOO_COMPLEX: `subscription { topEmotes ${deep}`,
      BAD_ARGUMENT: 'subscription { topEmotes(first: 0) { asOf } }',
      BAD_USER_INPUT: 'subscription { topEmotes(every: "often") { asOf } }',
      WRONG_TRANSPORT: '{ pipeline { watermark } }',
    };
    const going = hear<TopEmotes>(client, TOP_EMOTES, { every: 'PT0.1S' });
    const heard = Object.values(wrong).map((query) => hear(client, query));
    const tooOften = hear(client, TOP_EMOTES, { every: 'PT0.05S' });
    for (const { messages } of [...heard, tooOften])
      await until('an answer', () => (messages.length > 0 ? messages : undefined));
    const codes = heard.map(({ messages }) => messages[0]!.errors?.[0]?.extensions?.code);
    expect(codes).toEqual([undefined, ...Object.keys(wrong).slice(1)]);
    expect(JSON.stringify(heard.map(({ messages }) => messages))).not.toMatch(/Did you mean|"http"/);
    expect(tooOften.messages[0]!.errors?.[0]?.extensions?.code).toBe('BAD_ARGUMENT');
    await until('an answer', () => isFresh(going.messages.at(-1)?.data?.topEmotes) || undefined);
  });

  it('are refused over HTTP, whatever answer is accepted but a stream of events', async () => {
    const { api } = await start();
    for (const accept of ['application/json', 'multipart/mixed', '*/*']) {
      const response = await fetch(api.server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: 'subscription { usage { asOf } }' }),
      });
      const text = await response.text();
      if (response.ok) expect(text).toContain('WRONG_TRANSPORT');
      else expect(response.status).toBe(accept === 'multipart/mixed' ? 406 : response.status);
      expect(text).not.toContain('"asOf":');
    }
  });

  it('of many who ask the same are worked out once', async () => {
    const { api } = await start();
    const clients = Array.from({ length: 20 }, () => connect(api));
    const heard = clients.map((client, n) =>
      hear<Usage>(
        client,
        n % 2 === 0 ? USAGE : USAGE.replaceAll(/\s+/g, ' '),
        n % 3 === 0 ? { channel: null } : {},
      ),
    );
    await until('an answer for all', () => heard.every(({ messages }) => messages.length >= 2) || undefined);
    const metrics = await api.registry.metrics();
    expect(metrics).toMatch(/emotide_api_live_subscribers\{[^}]*\} 20\n/);
    expect(metrics).toMatch(/emotide_api_live_groups\{[^}]*\} 2\n/);
    expect(metrics).toMatch(/emotide_api_live_sockets\{[^}]*\} 20\n/);
    expect(Number(/emotide_api_live_pushes_total\{[^}]*\} (\d+)/.exec(metrics)![1])).toBeGreaterThanOrEqual(
      40,
    );
  });
});
