import type { ApiRole, EmoteId } from '@emotide/domain';
import { encodeTheme } from '@emotide/emotes';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toApiContext } from '../src/context';
import { createErrorMask } from '../src/plain-errors';
import { createReadBudget } from '../src/read-budget';
import { createApiSchema } from '../src/schema';
import { ThemeCatalogue } from '../src/theme-catalogue';
import { EXAMPLE_NOW_MS, recordExampleChat } from './example-chat';

const directory = createTemporaryDirectory();
const schema = createApiSchema();
const mask = createErrorMask(quietLog);
/** Those that are shipped, and one that the example has uses of. */
const themes = new ThemeCatalogue(quietLog);
themes.note(
  'of-the-example',
  encodeTheme({
    slug: 'of-the-example',
    name: 'Of the example',
    windows: [],
    match: {
      ids: [{ provider: 'TWITCH', id: '25' as EmoteId, name: '' }],
      names: [],
      patterns: [{ provider: null, pattern: 'xqc*' }],
    },
  }),
);
let warehouse: TestClickHouse;
/** Reads that the last answer took. */
let reads = 0;

/** The answer of the contract's resolvers, as a server gives it. */
async function ask(
  source: string,
  variableValues: Record<string, unknown> = {},
  roles: readonly ApiRole[] = ['read'],
) {
  reads = 0;
  const store = createReadBudget(warehouse.store, { reads: 40, withinMs: 15_000, signal: undefined });
  const { data, errors = [] } = await graphql({
    schema,
    source,
    variableValues,
    contextValue: toApiContext({
      store: {
        ...store,
        select(query, parameters) {
          reads += 1;
          return store.select(query, parameters);
        },
      },
      live: {
        follow: () => expect.unreachable(),
        followUses: () => expect.unreachable(),
        followWarehouse: () => expect.unreachable(),
        findChannel: () => expect.unreachable(),
      },
      themes,
      jobs: { list: () => [] },
      collectors: { list: () => [] },
      quarantine: { state: () => Promise.resolve(undefined) },
      transport: 'http',
      roles: new Set(roles),
      keyId: undefined,
      changes: undefined,
      log: quietLog,
      nowMs: EXAMPLE_NOW_MS,
      clock: () => EXAMPLE_NOW_MS,
    }),
  });
  const shown = errors.map((error) => mask(error, 'unexpected error') as typeof error);
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors: shown };
}
/** The answer's data, of a question that has no error. */
async function answerTo(source: string, variables: Record<string, unknown> = {}, roles?: readonly ApiRole[]) {
  const { data, errors } = await ask(source, variables, roles);
  expect(errors.map(({ message }) => message)).toEqual([]);
  return data;
}

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  await recordExampleChat(warehouse.store);
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

describe('rankings', () => {
  it('of emotes go by any measure, say how many there are, and take filters together', async () => {
    const name = '{ nodes { emote { name } uses messages chatters } totalCount }';
    const data = await answerTo(`{
      uses: topEmotes(channel: "forsen") ${name}
      chatters: topEmotes(by: CHATTERS, first: 2) ${name}
      tier: topEmotes(filter: { classes: [SUB_T1, SUB_T3], provider: TWITCH }) ${name}
      go: topEmotes(filter: { gameId: "8", language: "en" }) ${name}
    }`);
    const names = (list: { nodes: { emote: { name: string } }[] }) =>
      list.nodes.map(({ emote }) => emote.name);
    expect(data.uses).toEqual({
      nodes: [
        { emote: { name: 'Kappa' }, uses: 4, messages: 2, chatters: 2 },
        { emote: { name: 'forsenE' }, uses: 2, messages: 1, chatters: 1 },
        { emote: { name: 'Kreygasm' }, uses: 1, messages: 1, chatters: 1 },
        { emote: { name: 'catJAM' }, uses: 1, messages: 1, chatters: 1 },
      ],
      totalCount: 4,
    });
    expect(names(data.chatters)).toEqual(['xqcWow', 'Kappa']);
    expect(data.chatters.totalCount).toBe(5);
    expect(names(data.tier)).toEqual(['xqcWow', 'forsenE']);
    expect(names(data.go)).toEqual(['forsenE']);
  });

  it('of channels go by chatters, too, and by uses of some emotes', async () => {
    const data = await answerTo(`{
      chatters: topChannels(by: EMOTE_CHATTERS) { nodes { channel { login } emoteChatters } totalCount }
      paid: channelsUsing(filter: { price: PAID }) {
        nodes { channel { login } uses messages emoteChatters distinctEmotes } totalCount
        pageInfo { hasNextPage } dataFreshness { complete }
      }
      one: channelsUsing(filter: { emote: { provider: TWITCH, emoteId: "41" } }, first: 1) {
        edges { cursor node { channel { login } uses messages } } pageInfo { hasNextPage }
      }
    }`);
    expect(data.chatters).toEqual({
      nodes: [
        { channel: { login: 'xqc' }, emoteChatters: 13 },
        { channel: { login: 'forsen' }, emoteChatters: 3 },
      ],
      totalCount: 2,
    });
    expect(data.paid).toEqual({
      nodes: [
        { channel: { login: 'xqc' }, uses: 12, messages: null, emoteChatters: 12, distinctEmotes: 1 },
        { channel: { login: 'forsen' }, uses: 2, messages: null, emoteChatters: 1, distinctEmotes: 1 },
      ],
      totalCount: 2,
      pageInfo: { hasNextPage: false },
      dataFreshness: { complete: false },
    });
    const [first] = data.one.edges;
    expect(first.node).toEqual({ channel: { login: 'forsen' }, uses: 1, messages: 1 });
    const next = await answerTo(
      `query ($after: String) {
        channelsUsing(filter: { emote: { provider: TWITCH, emoteId: "41" } }, after: $after) {
          nodes { channel { login } } pageInfo { hasNextPage }
        }
      }`,
      { after: first.cursor },
    );
    expect(next.channelsUsing).toEqual({
      nodes: [{ channel: { login: 'xqc' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('of channels take filters, and ask single messages where sums can not tell', async () => {
    const fields =
      '{ nodes { channel { login } uses messages messagesWithEmotes emoteChatters distinctEmotes } totalCount }';
    const data = await answerTo(`{
      paid: topChannels(filter: { price: PAID }) ${fields}
      go: topChannels(filter: { gameId: "8" }, by: MESSAGES) ${fields}
      chess: topChannels(filter: { language: "en", gameId: "7", provider: TWITCH }, by: MESSAGES_WITH_EMOTES) ${fields}
      kappa: topChannels(filter: { emote: { provider: TWITCH, emoteId: "25" } }) ${fields}
    }`);
    const forsens = { channel: { login: 'forsen' } };
    expect(data).toEqual({
      paid: {
        nodes: [
          {
            channel: { login: 'xqc' },
            uses: 12,
            messages: 2,
            messagesWithEmotes: 12,
            emoteChatters: 12,
            distinctEmotes: 1,
          },
          {
            ...forsens,
            uses: 2,
            messages: 11,
            messagesWithEmotes: 1,
            emoteChatters: 1,
            distinctEmotes: 1,
          },
        ],
        totalCount: 2,
      },
      go: {
        nodes: [
          { ...forsens, uses: 2, messages: 1, messagesWithEmotes: 1, emoteChatters: 1, distinctEmotes: 1 },
        ],
        totalCount: 1,
      },
      // Two messages with Twitch's emotes: one of three had BTTV's alone.
      chess: {
        nodes: [
          { ...forsens, uses: 5, messages: 10, messagesWithEmotes: 2, emoteChatters: 2, distinctEmotes: 2 },
        ],
        totalCount: 1,
      },
      kappa: {
        nodes: [
          { ...forsens, uses: 4, messages: 11, messagesWithEmotes: 2, emoteChatters: 2, distinctEmotes: 1 },
        ],
        totalCount: 1,
      },
    });
  });

  it('of channels by their share of messages with emotes', async () => {
    const share = '{ shares { channel { login } messages messagesWithEmotes share } }';
    const data = await answerTo(`{
      all: emoteShares(leastMessages: 2) ${share}
      some: emoteShares(channels: ["#Forsen"], leastMessages: 1) ${share}
    }`);
    const forsens = { channel: { login: 'forsen' }, messages: 11, messagesWithEmotes: 4, share: 4 / 11 };
    expect(data.all.shares).toEqual([
      { channel: { login: 'xqc' }, messages: 2, messagesWithEmotes: 1, share: 0.5 },
      forsens,
    ]);
    expect(data.some.shares).toEqual([forsens]);
  });

  it('of what is used more than usual', async () => {
    const data = await answerTo(`{
      trending(baselineDays: 3) {
        emotes { emote { name class } uses cappedUses expectedUses chatters score } range { from }
      }
      quiet: trending(channel: "forsen") { emotes { uses } }
      day: trending(window: LAST_DAY) { range { from to } }
    }`);
    const [first, ...others] = data.trending.emotes;
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      emote: { name: 'xqcWow', class: 'SUB_T3' },
      uses: 12,
      cappedUses: 12,
      expectedUses: 0,
      chatters: 12,
    });
    // 12 of 21 now and none of 26 before: the root of 2 Σ o · ln(o / e), by hand.
    const [a, all, before] = [12, 21, 26];
    const n = all + before;
    const cell = (seen: number, expected: number) => seen * Math.log(seen / expected);
    const ratio =
      2 *
      (cell(a, (a * all) / n) + cell(all - a, ((n - a) * all) / n) + cell(before, ((n - a) * before) / n));
    expect(first.score).toBeCloseTo(Math.sqrt(ratio), 6);
    expect(data.quiet.emotes).toEqual([]);
    expect(data.day.range).toEqual({ from: '2026-11-22T18:31:00.000Z', to: '2026-11-23T18:31:00.000Z' });
  });
});

describe('usage over time', () => {
  const hour = 'from: "2026-11-23T18:00:00Z", to: "2026-11-23T18:30:00Z"';

  it('lies beside an earlier time, aligned by what has elapsed', async () => {
    const points = '{ points { start uses messages previous { uses messages } } ';
    const data = await answerTo(`{
      period: usage(channel: "forsen", granularity: HOUR, compareTo: PREVIOUS_PERIOD, from: "2026-11-23T18:00:00Z", to: "2026-11-23T19:00:00Z")
        ${points} totals { uses } previousTotals { uses messages messagesWithEmotes } previousRange { from to } }
      yesterday: usage(channel: "forsen", granularity: MINUTE, compareTo: SAME_TIME_YESTERDAY, ${hour}) ${points} }
      week: usage(channel: "forsen", granularity: MINUTE, compareTo: SAME_TIME_LAST_WEEK, ${hour}) ${points} }
    }`);
    expect(data.period).toEqual({
      points: [
        { start: '2026-11-23T18:00:00.000Z', uses: 8, messages: 11, previous: { uses: 7, messages: 4 } },
      ],
      totals: { uses: 8 },
      previousTotals: { uses: 7, messages: 4, messagesWithEmotes: 1 },
      previousRange: { from: '2026-11-23T17:00:00.000Z', to: '2026-11-23T18:00:00.000Z' },
    });
    expect(data.yesterday.points).toEqual([
      { start: '2026-11-23T18:00:00.000Z', uses: 6, messages: 10, previous: { uses: 0, messages: 0 } },
      { start: '2026-11-23T18:05:00.000Z', uses: 2, messages: 1, previous: { uses: 2, messages: 5 } },
    ]);
    expect(data.week.points.at(-1)).toEqual({
      start: '2026-11-23T18:20:00.000Z',
      uses: 0,
      messages: 0,
      previous: { uses: 0, messages: 6 },
    });
  });

  it('knows chatters of the earlier time and of each as a whole, where nobody counts twice', async () => {
    const measures = '{ uses emoteChatters }';
    const ask = (compareTo: string, more: string) => `usage(channel: "forsen", granularity: MINUTE,
      compareTo: ${compareTo}, ${more}) {
        points { start emoteChatters previous ${measures} } totals ${measures} previousTotals ${measures}
      }`;
    const data = await answerTo(`{
      yesterday: ${ask('SAME_TIME_YESTERDAY', hour)}
      period: ${ask('PREVIOUS_PERIOD', 'from: "2026-11-23T18:00:00Z", to: "2026-11-23T19:00:00Z"')}
      kappa: ${ask('SAME_TIME_YESTERDAY', `${hour}, emote: { provider: TWITCH, emoteId: "25" }`)}
    }`);
    const [at, later] = ['2026-11-23T18:00:00.000Z', '2026-11-23T18:05:00.000Z'];
    const none = { uses: 0, emoteChatters: 0 };
    expect(data.yesterday).toEqual({
      points: [
        { start: at, emoteChatters: 3, previous: none },
        { start: later, emoteChatters: 1, previous: { uses: 2, emoteChatters: 1 } },
      ],
      // The third chatter was there twice.
      totals: { uses: 8, emoteChatters: 3 },
      previousTotals: { uses: 2, emoteChatters: 1 },
    });
    expect(data.period.points.at(1)).toEqual({
      start: '2026-11-23T18:02:00.000Z',
      emoteChatters: 0,
      previous: { uses: 7, emoteChatters: 1 },
    });
    expect(data.period.previousTotals).toEqual({ uses: 7, emoteChatters: 1 });
    expect(data.kappa.totals).toEqual({ uses: 4, emoteChatters: 2 });
  });

  it('is cut by itself, filled when asked, and follows local clocks', async () => {
    const data = await answerTo(`{
      minute: usage(window: LAST_MINUTE) { granularity }
      hour: usage(channel: "forsen", fill: true, ${hour}) { granularity points { start uses messages emoteChatters } }
      month: usage(window: LAST_30_DAYS) { granularity }
      ever: usage(window: ALL_TIME) { granularity }
      local: usage(channel: "forsen", granularity: DAY, timezone: "asia/kolkata", window: LAST_WEEK) { points { start uses } }
    }`);
    expect(data.minute.granularity).toBe('SECOND');
    expect(data.hour.granularity).toBe('MINUTE');
    expect(data.hour.points).toHaveLength(30);
    expect(data.hour.points.slice(4, 6)).toEqual([
      { start: '2026-11-23T18:04:00.000Z', uses: 0, messages: 0, emoteChatters: 0 },
      { start: '2026-11-23T18:05:00.000Z', uses: 2, messages: 1, emoteChatters: 1 },
    ]);
    expect(data.month.granularity).toBe('DAY');
    expect(data.ever.granularity).toBe('MONTH');
    // 18:30 UTC is midnight in India.
    expect(data.local.points.at(-1)).toEqual({ start: '2026-11-22T18:30:00.000Z', uses: 15 });
  });

  it('is of what a filter leaves, and knows which measures it can tell', async () => {
    const measures = '{ totals { uses messages messagesWithEmotes } points { emoteChatters } }';
    const data = await answerTo(`{
      emote: usage(emote: { provider: TWITCH, emoteId: "25" }, granularity: HOUR, ${hour}) ${measures}
      price: usage(filter: { price: PAID }, channel: "forsen", granularity: HOUR, ${hour}) ${measures}
      game: usage(filter: { gameId: "7" }, ${hour}) { granularity ...on UsageSeries ${measures} }
    }`);
    expect(data.emote).toEqual({
      totals: { uses: 4, messages: 13, messagesWithEmotes: 2 },
      points: [{ emoteChatters: 2 }],
    });
    expect(data.price).toEqual({
      totals: { uses: 2, messages: 11, messagesWithEmotes: null },
      points: [{ emoteChatters: 1 }],
    });
    expect(data.game).toMatchObject({
      granularity: 'MINUTE',
      totals: { uses: 6, messages: 10, messagesWithEmotes: 3 },
    });
  });

  it('tells what moderators did', async () => {
    const data = await answerTo(`{
      moderation(channel: "forsen", ${hour}) { granularity points { start action acts } dataFreshness { watermark } }
      day: moderation(granularity: DAY) { points { action acts } }
    }`);
    expect(data.moderation).toEqual({
      granularity: 'MINUTE',
      points: [
        { start: '2026-11-23T18:05:00.000Z', action: 'MESSAGE_DELETED', acts: 2 },
        { start: '2026-11-23T18:06:00.000Z', action: 'TIMEOUT', acts: 1 },
      ],
      dataFreshness: { watermark: '2026-11-23T18:29:00.000Z' },
    });
    expect(data.day.points).toEqual([
      { action: 'MESSAGE_DELETED', acts: 2 },
      { action: 'TIMEOUT', acts: 1 },
    ]);
  });
});

describe('splits', () => {
  it('add up, and know messages and chatters of each part', async () => {
    const part = 'parts { provider class price uses distinctEmotes messages emoteChatters }';
    const data = await answerTo(`{
      provider: usageSplit(by: PROVIDER, channel: "forsen") { by ${part} }
      price: usageSplit(by: PRICE, channel: "forsen") { ${part} }
      class: usageSplit(by: CLASS, filter: { classes: [SUB_T1, SUB_T3] }) { ${part} }
      free: usageSplit(by: PROVIDER, channel: "forsen", filter: { price: FREE }) { ${part} }
    }`);
    const none = { provider: null, class: null, price: null };
    expect(data.provider).toEqual({
      by: 'PROVIDER',
      parts: [
        { ...none, provider: 'TWITCH', uses: 7, distinctEmotes: 3, messages: 3, emoteChatters: 3 },
        { ...none, provider: 'BTTV', uses: 1, distinctEmotes: 1, messages: 1, emoteChatters: 1 },
      ],
    });
    expect(data.price.parts).toEqual([
      { ...none, price: 'FREE', uses: 6, distinctEmotes: 3, messages: 3, emoteChatters: 3 },
      { ...none, price: 'PAID', uses: 2, distinctEmotes: 1, messages: 1, emoteChatters: 1 },
    ]);
    expect(data.class.parts).toEqual([
      { ...none, class: 'SUB_T1', uses: 2, distinctEmotes: 1, messages: 1, emoteChatters: 1 },
      { ...none, class: 'SUB_T3', uses: 12, distinctEmotes: 1, messages: 12, emoteChatters: 12 },
    ]);
    expect(data.free.parts[0]).toMatchObject({ provider: 'TWITCH', uses: 5, messages: 2, emoteChatters: 2 });
  });

  it('by what was streamed follow each minute', async () => {
    const data = await answerTo(`{
      game: streamSplit(by: GAME, channel: "forsen") { parts { game { gameId name } language uses messages messagesWithEmotes } }
      language: streamSplit(by: LANGUAGE) { parts { game { name } language uses } }
    }`);
    expect(data.game.parts).toEqual([
      { game: { gameId: '7', name: 'Chess' }, language: null, uses: 6, messages: 10, messagesWithEmotes: 3 },
      { game: { gameId: '8', name: 'Go' }, language: null, uses: 2, messages: 1, messagesWithEmotes: 1 },
    ]);
    expect(data.language.parts).toEqual([
      { game: null, language: null, uses: 13 },
      { game: null, language: 'en', uses: 8 },
    ]);
  });
});

describe('an emote', () => {
  it('is found by id, used or only known, with why it has its class and whose it is', async () => {
    const data = await answerTo(`{
      used: emote(provider: TWITCH, emoteId: "77") {
        name class price knowledge { inCatalogue class rule because ownerTwitchId owner { login } setId learntAt }
      }
      known: emote(provider: TWITCH, emoteId: "emotesv2_b") { name price }
      shipped: emote(provider: TWITCH, emoteId: "25") { knowledge { inCatalogue rule because owner { login } learntAt } }
      third: emote(provider: BTTV, emoteId: "5f") { knowledge { class rule } }
      nobody: emote(provider: FFZ, emoteId: "5f") { name }
    }`);
    expect(data).toEqual({
      used: {
        name: 'xqcWow',
        class: 'SUB_T3',
        price: 'PAID',
        knowledge: {
          inCatalogue: true,
          class: 'SUB_T3',
          rule: 'SUBSCRIPTION_T1',
          because: 'Twitch says that it comes with a tier 1 subscription.',
          ownerTwitchId: '71092938',
          owner: { login: 'xqc' },
          setId: '300',
          learntAt: '2026-11-20T00:00:00.000Z',
        },
      },
      known: { name: 'forsenNever', price: 'PAID' },
      shipped: {
        knowledge: {
          inCatalogue: false,
          rule: 'LIST_GLOBAL',
          because: "Its id is on Twitch's list of global emotes.",
          owner: null,
          learntAt: null,
        },
      },
      third: { knowledge: { class: 'THIRD_PARTY', rule: 'THIRD_PARTY' } },
      nobody: null,
    });
  });

  it('has a history, channels, and company', async () => {
    const data = await answerTo(`{
      emote(provider: TWITCH, emoteId: "25") {
        usage(window: LAST_6_HOURS, granularity: HOUR) { points { start uses } }
        channels(window: LAST_6_HOURS) { nodes { channel { login } uses messages } totalCount }
        pairs { messages pairs { emote { name } together messages lift } }
      }
    }`);
    expect(data.emote.usage.points).toEqual([
      { start: '2026-11-23T17:00:00.000Z', uses: 7 },
      { start: '2026-11-23T18:00:00.000Z', uses: 4 },
    ]);
    expect(data.emote.channels).toEqual({
      nodes: [{ channel: { login: 'forsen' }, uses: 11, messages: 3 }],
      totalCount: 1,
    });
    // Activity tells of 5 messages with emotes; of them 2 have Kappa, 2 Kreygasm, 1 both.
    expect(data.emote.pairs).toEqual({
      messages: 2,
      pairs: [{ emote: { name: 'Kreygasm' }, together: 1, messages: 2, lift: 5 / 4 }],
    });
  });

  it('of a page is looked up with all others of it at once', async () => {
    await answerTo('{ topEmotes { nodes { emote { knowledge { because owner { login } } } } } }');
    // The ranking, whether it is kept, the catalogue, and owners.
    expect(reads).toBe(4);
  });
});

describe('search', () => {
  it('finds by a part of the name, best first, page by page', async () => {
    const query = `query ($text: String!, $after: String) {
      searchEmotes(text: $text, first: 1, after: $after) {
        edges { cursor uses node { name emoteId } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const { searchEmotes } = await answerTo(query, { text: 'FORSEN', after });
      seen.push(
        ...searchEmotes.edges.map(({ uses, node }: { uses: number; node: object }) => ({ uses, ...node })),
      );
      after = searchEmotes.pageInfo.hasNextPage ? searchEmotes.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([
      { uses: 2, name: 'forsenE', emoteId: 'emotesv2_a' },
      { uses: 0, name: 'forsenNever', emoteId: 'emotesv2_b' },
    ]);
    const data = await answerTo(`{
      channels: searchChannels(text: "SEN") { nodes { login } }
      none: searchChannels(text: "%") { nodes { login } }
      other: searchEmotes(text: "cat", provider: TWITCH) { nodes { name } }
      jam: searchEmotes(text: "jam") { nodes { name } }
    }`);
    expect(data).toEqual({
      channels: { nodes: [{ login: 'forsen' }] },
      none: { nodes: [] },
      other: { nodes: [] },
      jam: { nodes: [{ name: 'catJAM' }] },
    });
  });
});

describe('a channel', () => {
  it('has emotes that nobody uses', async () => {
    const data = await answerTo(`{
      channel(login: "forsen") { unusedEmotes(window: LAST_5_MINUTES) { emotes { emote { name price } lastUsedAt } } }
    }`);
    expect(data.channel.unusedEmotes.emotes).toEqual([
      { emote: { name: 'forsenNever', price: 'PAID' }, lastUsedAt: null },
      { emote: { name: 'forsenE', price: 'PAID' }, lastUsedAt: '2026-11-23T18:00:00.000Z' },
    ]);
  });

  it('has streams, each with what it was, and found again by id', async () => {
    const { channel } = await answerTo(`{
      channel(login: "forsen") {
        streams {
          nodes {
            id streamId startedAt endedAt title language mostViewers games { since game { name } }
            recap { messages uses distinctEmotes emoteChatters peak { start uses emote { name } } range { from } }
          }
        }
        first: streams(first: 1) { pageInfo { hasNextPage endCursor } }
      }
    }`);
    expect(channel.streams.nodes).toMatchObject([
      {
        streamId: '900',
        startedAt: '2026-11-23T17:00:00.000Z',
        endedAt: null,
        title: 'forsen plays',
        language: 'en',
        mostViewers: 12_000,
        games: [
          { since: '2026-11-23T17:00:00.000Z', game: { name: 'Chess' } },
          { since: '2026-11-23T18:04:00.000Z', game: { name: 'Go' } },
        ],
        recap: {
          messages: 15,
          uses: 15,
          distinctEmotes: 4,
          emoteChatters: 3,
          peak: { start: '2026-11-23T17:02:00.000Z', uses: 7, emote: { name: 'Kappa' } },
        },
      },
      { streamId: '899', endedAt: '2026-11-23T17:00:00.000Z', recap: { uses: 2 } },
    ]);
    const found = await answerTo(
      `query ($id: ID!, $after: String) {
        node(id: $id) { __typename id ... on StreamSession { streamId channelTwitchId } }
        channel(login: "forsen") { streams(first: 1, after: $after) { nodes { streamId } pageInfo { hasNextPage } } }
      }`,
      { id: channel.streams.nodes[1].id, after: channel.first.pageInfo.endCursor },
    );
    expect(found.node).toMatchObject({
      __typename: 'StreamSession',
      streamId: '899',
      channelTwitchId: '22484632',
    });
    expect(found.channel.streams).toEqual({ nodes: [{ streamId: '899' }], pageInfo: { hasNextPage: false } });
  });
});

describe('all themes', () => {
  it('are asked of in one document, each with what it alone would say', async () => {
    const fields = `slug
      series(granularity: DAY) { points { start uses runningUses } range { from to } dataFreshness { complete gaps { from } } }
      ranking(first: 3) { emotes { emote { emoteId } uses messages chatters } }`;
    const { themes: all } = await answerTo(`{ themes { ${fields} } }`);
    expect(all.length).toBeGreaterThan(30);
    expect(reads).toBeLessThanOrEqual(16);
    const ours = all.find(({ slug }: { slug: string }) => slug === 'of-the-example');
    expect(ours.ranking.emotes).toMatchObject([
      { emote: { emoteId: '25' }, uses: 13 },
      { emote: { emoteId: '77' }, uses: 12 },
    ]);
    expect(ours.series.points.at(-1)).toMatchObject({ runningUses: 25 });
    for (const one of [ours, all[0], all.at(-1)])
      expect(
        (await answerTo(`query ($slug: String!) { theme(slug: $slug) { ${fields} } }`, { slug: one.slug }))
          .theme,
      ).toEqual(one);
  });

  it('fail each by itself', async () => {
    const series = 'series(granularity: HOUR, timezone: "Asia/Kolkata") { granularity points { uses } }';
    const { data, errors } = await ask(`{
      always: theme(slug: "of-the-example") { ${series} }
      once: theme(slug: "pride-2019") { ${series} }
    }`);
    expect(errors.map(({ extensions, path }) => [extensions['code'], path?.[0]])).toEqual([
      ['BAD_RANGE', 'always'],
    ]);
    expect(data).toEqual({ always: null, once: { series: { granularity: 'HOUR', points: [] } } });
  });
});

describe('a theme', () => {
  it('is a node, and chooses emotes for other fields', async () => {
    const { theme } = await answerTo('{ theme(slug: "pride-2019") { id } }');
    const data = await answerTo(
      `query ($id: ID!) {
        node(id: $id) { __typename ... on Theme { slug } }
        topEmotes(filter: { theme: "pride-2019" }) { nodes { uses } }
      }`,
      { id: theme.id },
    );
    expect(data).toEqual({ node: { __typename: 'Theme', slug: 'pride-2019' }, topEmotes: { nodes: [] } });
  });
});

describe('chatters', () => {
  const people: readonly ApiRole[] = ['read', 'people'];

  it('are told to those who may know them', async () => {
    const data = await answerTo(
      `{
        topChatters(channel: "forsen", first: 2) {
          nodes { chatter { id login displayName } uses messages distinctEmotes } pageInfo { endCursor hasNextPage }
        }
        emote(provider: TWITCH, emoteId: "25") { topChatters(first: 1) { nodes { chatter { id } uses messages } } }
        chatter(id: "2") {
          login
          emotes { nodes { emote { name } uses messages channelCount topChannel { login } } }
          usage(granularity: HOUR) { points { start uses } }
        }
        named: chatter(login: "TidePool") { id }
        unnamed: chatter(login: "nobody") { id }
      }`,
      {},
      people,
    );
    expect(data.topChatters.nodes).toEqual([
      { chatter: { id: '1', login: null, displayName: null }, uses: 3, messages: null, distinctEmotes: 1 },
      { chatter: { id: '3', login: null, displayName: null }, uses: 3, messages: null, distinctEmotes: 2 },
    ]);
    expect(data.emote.topChatters.nodes).toEqual([{ chatter: { id: '1' }, uses: 3, messages: 1 }]);
    expect(data.chatter).toEqual({
      login: 'tidepool',
      emotes: {
        nodes: [
          {
            emote: { name: 'Kappa' },
            uses: 1,
            messages: 1,
            channelCount: 1,
            topChannel: { login: 'forsen' },
          },
          {
            emote: { name: 'Kreygasm' },
            uses: 1,
            messages: 1,
            channelCount: 1,
            topChannel: { login: 'forsen' },
          },
        ],
      },
      usage: { points: [{ start: '2026-11-23T18:00:00.000Z', uses: 2 }] },
    });
    expect([data.named, data.unnamed]).toEqual([{ id: '2' }, null]);
    const next = await answerTo(
      `query ($after: String) { topChatters(channel: "forsen", after: $after) { nodes { chatter { login } uses } } }`,
      { after: data.topChatters.pageInfo.endCursor },
      people,
    );
    expect(next.topChatters.nodes).toEqual([{ chatter: { login: 'tidepool' }, uses: 2 }]);
  });

  it.each([
    '{ topChatters { nodes { uses } } }',
    '{ chatter(id: "2") { login } }',
    '{ emote(provider: TWITCH, emoteId: "25") { topChatters { nodes { uses } } } }',
  ])('are told to nobody else: %s', async (query) => {
    const { errors } = await ask(query, {}, ['read', 'admin']);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
  });
});

describe('bad input', () => {
  const forged = (...fields: unknown[]) => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const century = 'from: "2010-01-01T00:00:00Z", to: "2099-12-31T00:00:00Z"';

  it.each([
    ['BAD_ARGUMENT', '{ topEmotes(first: 2147483647) { nodes { uses } } }'],
    ['BAD_ARGUMENT', '{ topEmotes(filter: { classes: [] }) { nodes { uses } } }'],
    ['BAD_ARGUMENT', '{ topEmotes(filter: { classes: [GLOBAL], price: FREE }) { nodes { uses } } }'],
    ['BAD_ARGUMENT', '{ topEmotes(filter: { theme: "nobody-knows" }) { nodes { uses } } }'],
    ['BAD_ARGUMENT', `{ topEmotes(filter: { language: "${'x'.repeat(99)}" }) { nodes { uses } } }`],
    ['BAD_ARGUMENT', '{ topEmotes(filter: { gameId: "1 OR 1" }) { nodes { uses } } }'],
    ['BAD_ARGUMENT', '{ usage(granularity: SECOND, filter: { language: "en" }) { granularity } }'],
    ['BAD_ARGUMENT', '{ usage(timezone: "Europe/Atlantis") { granularity } }'],
    ['BAD_ARGUMENT', `{ usage(timezone: "${'x'.repeat(9_999)}") { granularity } }`],
    [
      'BAD_ARGUMENT',
      `{ usage(emote: { provider: TWITCH, emoteId: "1" }, filter: { emote: { provider: TWITCH, emoteId: "1" } }) { granularity } }`,
    ],
    ['BAD_ARGUMENT', '{ moderation(granularity: SECOND) { granularity } }'],
    ['BAD_ARGUMENT', '{ theme(slug: "pride-2019") { series(granularity: SECOND) { granularity } } }'],
    ['BAD_ARGUMENT', '{ trending(baselineDays: 29) { emotes { uses } } }'],
    ['BAD_ARGUMENT', '{ trending(leastScore: -1) { emotes { uses } } }'],
    ['BAD_ARGUMENT', '{ emoteShares(channels: []) { shares { share } } }'],
    ['BAD_ARGUMENT', '{ emoteShares(leastMessages: 0) { shares { share } } }'],
    ['BAD_ARGUMENT', '{ searchEmotes(text: "") { nodes { name } } }'],
    ['BAD_ARGUMENT', `{ searchChannels(text: "${'x'.repeat(101)}") { nodes { login } } }`],
    ['BAD_ARGUMENT', '{ emote(provider: TWITCH, emoteId: "") { name } }'],
    ['BAD_RANGE', '{ trending(window: LAST_WEEK) { emotes { uses } } }'],
    ['BAD_RANGE', `{ usage(granularity: SECOND, ${century}) { granularity } }`],
    ['BAD_RANGE', `{ usage(granularity: MINUTE, ${century}) { granularity } }`],
    ['BAD_RANGE', `{ usage(granularity: DAY, fill: true, ${century}) { granularity } }`],
    ['BAD_RANGE', `{ usage(granularity: HOUR, timezone: "Asia/Kolkata", ${century}) { granularity } }`],
    ['BAD_RANGE', '{ usage(granularity: MINUTE, fill: true, window: LAST_30_DAYS) { granularity } }'],
    ['UNKNOWN_CHANNEL', '{ emoteShares(channels: ["forsen", "nobody"]) { shares { share } } }'],
    ['UNKNOWN_CHANNEL', `{ usageSplit(by: PRICE, channel: "' OR 1=1 --") { by } }`],
    [
      'BAD_CURSOR',
      `{ searchEmotes(text: "a", after: "${forged('searchEmotes', null, null, 1, 'x')}") { nodes { name } } }`,
    ],
    ['BAD_CURSOR', '{ channelsUsing(filter: {}, after: "e30") { nodes { uses } } }'],
    ['BAD_ID', `{ node(id: "${Buffer.from('Stream:1:2:3').toString('base64url')}") { id } }`],
    ['BAD_ID', `{ node(id: "${Buffer.from(`Theme:${'x'.repeat(200)}`).toString('base64url')}") { id } }`],
  ])('is answered with %s: %s', async (code, query) => {
    const { errors } = await ask(query);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
  });

  it('of a cursor’s key: what it can’t name is refused', async () => {
    const { topEmotes } = await answerTo('{ topEmotes(first: 1) { pageInfo { endCursor } } }');
    const fields = JSON.parse(Buffer.from(topEmotes.pageInfo.endCursor, 'base64url').toString('utf8'));
    for (const key of ["TWITCH:25' OR 1=1 --", 'NOBODY:1', 'x']) {
      const after = forged(...fields.slice(0, 4), key);
      const { data, errors } = await ask(
        'query ($after: String) { topEmotes(after: $after) { nodes { uses } } }',
        {
          after,
        },
      );
      // An id may hold anything; as a bound parameter it only orders.
      if (key.startsWith('TWITCH')) expect(data.topEmotes.nodes.length).toBeGreaterThan(0);
      else expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_CURSOR']);
    }
  });

  it('of a search is a text like any other', async () => {
    for (const text of [
      "' OR 1=1 --",
      '\\',
      '%',
      '{text:String}',
      '\u0000',
      '\u{1f600}',
      '\t\n',
      '"; DROP TABLE events',
    ])
      expect(
        await answerTo(
          'query ($text: String!) { searchEmotes(text: $text) { nodes { name } } searchChannels(text: $text) { nodes { login } } }',
          { text },
        ),
      ).toEqual({
        searchEmotes: { nodes: [] },
        searchChannels: { nodes: [] },
      });
  });
});
