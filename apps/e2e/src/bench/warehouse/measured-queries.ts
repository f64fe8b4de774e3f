import {
  channelChatters,
  channelTotals,
  chatterEmotes,
  emoteChatters,
  emotePairs,
  emoteShare,
  sessionRecap,
  streamSplit,
  themeRanking,
  topChannels,
  topChatters,
  topEmotes,
  trending,
  unusedEmotes,
  usageSeries,
  usageSplit,
  type Range,
  type Store,
} from '@emotide/store';

/** What the questions are about. */
export interface Subjects {
  /** End of the data, epoch ms, a whole hour. */
  readonly toMs: number;
  /** A great channel and a middling one, by Twitch id. */
  readonly greatChannelId: string;
  readonly channelId: string;
  /** A chatter of the newest day. */
  readonly userId: string;
}

export interface MeasuredQuery {
  readonly name: string;
  readonly run: (store: Store) => Promise<unknown>;
  /** The same question of raw rows, as SQL with `{from:UInt32}`, `{to:UInt32}` and `{channel_id:UInt64}`. */
  readonly raw?: { readonly sql: string; readonly range: Range; readonly channelId?: string };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days that all have. */
const MONTH = 29 * DAY;

const RAW_TOP = (condition: string): string => `
  SELECT provider, emote_id, any(emote_name), sum(uses) AS total, count() FROM events
  WHERE ${condition} AND sent_at >= toDateTime({from:UInt32}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')
  GROUP BY provider, emote_id ORDER BY total DESC LIMIT 10`;
const RAW_SERIES = `
  SELECT toStartOfHour(sent_at) AS hour, sum(uses) FROM events
  WHERE bitAnd(flags, 2) = 0 AND sent_at >= toDateTime({from:UInt32}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')
  GROUP BY hour ORDER BY hour`;
const RAW_CHANNELS = `
  SELECT channel_id, sum(uses) AS total FROM events
  WHERE bitAnd(flags, 2) = 0 AND sent_at >= toDateTime({from:UInt32}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')
  GROUP BY channel_id ORDER BY total DESC LIMIT 10`;
const RAW_CHATTERS = `
  SELECT uniqCombined64(user_id) FROM events
  WHERE channel_id = {channel_id:UInt64} AND sent_at >= toDateTime({from:UInt32}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')`;

/** Every kind of question that the warehouse is asked. */
export function toMeasuredQueries({ toMs, greatChannelId, channelId, userId }: Subjects): MeasuredQuery[] {
  const last = (lengthMs: number): Range => ({ fromMs: toMs - lengthMs, toMs });
  /** Up to now, which is no whole hour. */
  const lately = (lengthMs: number): Range => ({
    fromMs: toMs - lengthMs - 7 * 60_000,
    toMs: toMs - 7 * 60_000,
  });
  const scope = { channelId: greatChannelId };
  const paid = ['SUB_T1', 'SUB_T2', 'SUB_T3', 'BITS', 'PRIME_TURBO'] as const;
  const emote = { provider: 'TWITCH', emoteId: '37' } as const;
  const all = 'bitAnd(flags, 2) = 0';
  const one = 'channel_id = {channel_id:UInt64}';
  const top =
    (range: Range): MeasuredQuery['run'] =>
    (store) =>
      topEmotes(store, { scope: 'all', range, limit: 10 });
  return [
    {
      name: 'top 10 emotes, an hour',
      run: top(lately(HOUR)),
      raw: { sql: RAW_TOP(all), range: lately(HOUR) },
    },
    { name: 'top 10 emotes, a day', run: top(lately(DAY)), raw: { sql: RAW_TOP(all), range: lately(DAY) } },
    {
      name: 'top 10 emotes, 7 days',
      run: top(last(7 * DAY)),
      raw: { sql: RAW_TOP(all), range: last(7 * DAY) },
    },
    {
      name: 'top 10 emotes, all 29 days',
      run: top(last(MONTH)),
      raw: { sql: RAW_TOP(all), range: last(MONTH) },
    },
    {
      name: 'top 10 emotes, paid, a day',
      run: (store) => topEmotes(store, { scope: 'all', range: lately(DAY), classes: paid, limit: 10 }),
    },
    {
      name: 'top 10 emotes, greatest channel, a day',
      run: (store) => topEmotes(store, { scope, range: lately(DAY), limit: 10 }),
      raw: { sql: RAW_TOP(one), range: lately(DAY), channelId: greatChannelId },
    },
    {
      name: 'top 10 emotes, greatest channel, 29 days',
      run: (store) => topEmotes(store, { scope, range: last(MONTH), limit: 10 }),
      raw: { sql: RAW_TOP(one), range: last(MONTH), channelId: greatChannelId },
    },
    {
      name: 'top 10 emotes, middling channel, 29 days',
      run: (store) => topEmotes(store, { scope: { channelId }, range: last(MONTH), limit: 10 }),
      raw: { sql: RAW_TOP(one), range: last(MONTH), channelId },
    },
    {
      name: 'top 10 channels by messages, a day',
      run: (store) => topChannels(store, { range: lately(DAY), by: 'MESSAGES', limit: 10 }),
    },
    {
      name: 'top 10 channels by uses, a day',
      run: (store) => topChannels(store, { range: lately(DAY), by: 'USES', limit: 10 }),
      raw: { sql: RAW_CHANNELS, range: lately(DAY) },
    },
    {
      name: 'top 10 channels by uses, 29 days',
      run: (store) => topChannels(store, { range: last(MONTH), by: 'USES', limit: 10 }),
      raw: { sql: RAW_CHANNELS, range: last(MONTH) },
    },
    {
      name: 'usage by the hour, 7 days',
      run: (store) =>
        usageSeries(store, { scope: 'all', range: last(7 * DAY), granularity: 'HOUR', limit: 999 }),
      raw: { sql: RAW_SERIES, range: last(7 * DAY) },
    },
    {
      name: 'usage by the minute, greatest channel, a day',
      run: (store) => usageSeries(store, { scope, range: lately(DAY), granularity: 'MINUTE', limit: 2_000 }),
    },
    {
      name: "usage by Madrid's days, 14 days and the 14 before",
      run: (store) =>
        usageSeries(store, {
          scope: 'all',
          range: last(14 * DAY),
          granularity: 'DAY',
          timezone: 'Europe/Madrid',
          compareTo: 'PREVIOUS_PERIOD',
          fill: true,
          limit: 99,
        }),
    },
    {
      name: 'one emote by the hour, 7 days',
      run: (store) =>
        usageSeries(store, { scope: 'all', emote, range: last(7 * DAY), granularity: 'HOUR', limit: 999 }),
    },
    {
      name: 'chatters of ten emotes, a day',
      run: (store) =>
        emoteChatters(store, {
          scope: 'all',
          range: lately(DAY),
          emotes: Array.from({ length: 10 }, (_, i) => ({
            provider: 'TWITCH',
            emoteId: String((i + 1) * 37),
          })),
        }),
    },
    {
      name: 'chatters of the greatest channel, a day',
      run: (store) =>
        channelChatters(store, { range: lately(DAY), channelIds: [greatChannelId], of: 'all-shown' }),
      raw: { sql: RAW_CHATTERS, range: lately(DAY), channelId: greatChannelId },
    },
    {
      name: 'one channel’s totals, 7 days',
      run: (store) => channelTotals(store, { channelId, range: last(7 * DAY) }),
    },
    {
      name: 'uses by class and provider, 7 days',
      run: (store) => usageSplit(store, { scope: 'all', range: last(7 * DAY) }),
    },
    {
      name: 'a theme of names, 29 days',
      run: (store) =>
        themeRanking(store, {
          theme: {
            ids: [],
            names: [],
            patterns: [{ provider: null, pattern: 'Global1*' }],
            windows: [last(MONTH)],
          },
          limit: 10,
        }),
    },
    {
      name: 'trending of an hour against 7 days',
      run: (store) => trending(store, { scope: 'all', range: last(HOUR), ...TREND }),
    },
    {
      name: 'trending in the greatest channel',
      run: (store) => trending(store, { scope, range: last(HOUR), ...TREND }),
    },
    {
      name: 'emotes beside an emote, greatest channel, a day',
      run: (store) => emotePairs(store, { scope, range: last(DAY), emote, leastTogether: 2, limit: 10 }),
    },
    {
      name: 'emotes of a chatter, a day',
      run: (store) => chatterEmotes(store, { scope: 'all', range: last(DAY), userId, limit: 10 }),
    },
    {
      name: 'chatters of an emote, a day',
      run: (store) => topChatters(store, { scope: 'all', range: last(DAY), emote, limit: 10 }),
    },
    {
      name: 'unused emotes of a channel, 29 days',
      run: (store) => unusedEmotes(store, { channelId, range: last(MONTH), emotes: [], limit: 100 }),
    },
    {
      name: 'usage by language, a day',
      run: (store) => streamSplit(store, { scope: 'all', range: last(DAY), by: 'LANGUAGE', limit: 20 }),
    },
    {
      name: 'share of messages with emotes, 7 days',
      run: (store) => emoteShare(store, { range: last(7 * DAY), leastMessages: 1_000, limit: 10 }),
    },
    {
      name: 'recap of six hours of the greatest channel',
      run: (store) =>
        sessionRecap(store, { channelId: greatChannelId, startedAtMs: toMs - 6 * HOUR, endedAtMs: toMs }),
    },
  ];
}

const TREND = {
  baselineDays: 7,
  mostUsesPerChatter: 5,
  leastChatters: 10,
  leastScore: 3.3,
  limit: 10,
} as const;
