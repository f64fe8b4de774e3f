import { z } from 'zod';
import { channelUsageRow } from '../channel-usage';
import { expectKept } from '../not-kept';
import { count, defineQuery, id, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan, type ReadPlan } from '../read-plan';
import { toListedChannels } from '../scope';
import type { Store } from '../store';
import {
  toActivityTable,
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toMessagesKind,
  toSummedUses,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

/** What channels can be ranked by. Chatters cost most: ten times as much as the others. */
export type ChannelOrder = 'USES' | 'MESSAGES' | 'MESSAGES_WITH_EMOTES' | 'EMOTE_CHATTERS';

/**
 * Which uses count. Messages are all those of the filter's language and game, whichever emotes they have; messages with
 * emotes have one that counts.
 */
export type ChannelsFilter = Omit<UsageFilter, 'scope'>;

export interface TopChannelsInput extends ChannelsFilter {
  readonly range: Range;
  readonly by: ChannelOrder;
  /** Only channels after this place of the ranking. */
  readonly after?: { readonly score: number; readonly channelId: string };
  readonly limit: number;
}

/** What is said of a channel beside its place. */
const detailsRow = channelUsageRow.extend({
  /** Null where only single messages can tell: see {@link channelMessages}. */
  messagesWithEmotes: count.nullable(),
  /** Latest login heard. */
  login: z.string(),
  /** When the channel was last heard, by Twitch's clock, to the second. */
  lastSentAtMs: timeMs,
});
const pageRow = z.object({
  channelId: id,
  /** The value ranked by. */
  score: count,
});
export type TopChannelsRow = z.output<typeof detailsRow> & z.output<typeof pageRow>;

const toFilter = (input: CountChannelsInput): UsageFilter => ({ ...input, scope: 'all' });
const toPlan = (input: CountChannelsInput): ReadPlan => toFilteredPlan(input.range, toFilter(input));
const toRawPlan = ({ range }: CountChannelsInput): ReadPlan => toReadPlan(range, { type: 'steps', step: 1 });
const toParameters = (input: CountChannelsInput) => ({
  ...toFilterParameters(toFilter(input)),
  ...toPlanParameters(toPlan(input)),
});

/** Whether the ranking itself needs single messages. */
const isByRaw = (input: CountChannelsInput): boolean =>
  input.by === 'MESSAGES_WITH_EMOTES' && toMessagesKind(input) === 'unknown';

/** All channels that have a score, with it; an aggregation that may be gone on with. */
const toScoresSql = (input: CountChannelsInput): string => {
  const [filter, plan] = [toFilter(input), toPlan(input)];
  const withEmotes = {
    all: () => `sum(messages_with_emotes) AS score FROM ${toActivityTable(filter, plan)}`,
    'of-emote': () =>
      `sum(messages) AS score FROM ${toSummedUses(filter, plan, ['channel_id'], ['messages'])}`,
    unknown: () =>
      `uniqExact(message_key) AS score FROM ${toUsesTable(filter, toRawPlan(input), ['channel_id', 'message_key'])}`,
  }[toMessagesKind(input)];
  const score = {
    USES: () => `sum(uses) AS score FROM ${toSummedUses(filter, plan, ['channel_id'], ['uses'])}`,
    MESSAGES: () => `sum(messages) AS score FROM ${toActivityTable(filter, plan)}`,
    MESSAGES_WITH_EMOTES: withEmotes,
    EMOTE_CHATTERS: () =>
      `${toChattersSql(plan)} AS score FROM ${toUsesTable(filter, plan, ['channel_id', 'chatters'])}`,
  }[input.by];
  return `
    SELECT channel_id, ${score()}
    GROUP BY channel_id
    HAVING score > 0`;
};

/** The page's channels with their score, in order. */
const page = defineQuery({
  sql: (input: TopChannelsInput) => `
    SELECT channel_id AS channelId, score FROM (${toScoresSql(input)})
    ${
      input.after
        ? `WHERE score < {after_score:UInt64} OR score = {after_score:UInt64} AND channel_id > {after_channel_id:UInt64}`
        : ''
    }
    ORDER BY score DESC, channel_id
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toParameters(input),
    ...(input.after && { after_score: input.after.score, after_channel_id: input.after.channelId }),
    limit: input.limit,
  }),
  row: pageRow,
});

interface DetailsInput extends TopChannelsInput {
  readonly channelIds: readonly string[];
}

const IN_PAGE = toListedChannels('page_channels');

const details = defineQuery({
  sql: (input: DetailsInput) => {
    const [filter, plan, kind] = [toFilter(input), toPlan(input), toMessagesKind(input)];
    const withEmotes = {
      all: 'said.emote_messages',
      'of-emote': 'used.messages',
      unknown: "CAST(NULL, 'Nullable(UInt64)')",
    }[kind];
    return `
    SELECT
      page.channel_id AS channelId, names.login AS login,
      toUnixTimestamp64Milli(names.heard_at) AS lastSentAtMs,
      said.messages AS messages, ${withEmotes} AS messagesWithEmotes,
      used.uses AS uses, used.emotes AS distinctEmotes
    FROM (SELECT toUInt64(arrayJoin({page_channels:Array(String)})) AS channel_id) AS page
    LEFT JOIN (
      SELECT channel_id, sum(messages) AS messages, sum(messages_with_emotes) AS emote_messages
      FROM ${toActivityTable(filter, plan, IN_PAGE)} GROUP BY channel_id
    ) AS said ON said.channel_id = page.channel_id
    LEFT JOIN (
      SELECT
        channel_id, sum(uses) AS uses, uniqExact(provider, emote_id) AS emotes,
        ${kind === 'of-emote' ? 'sum(messages)' : 'toUInt64(0)'} AS messages
      FROM ${toUsesTable(filter, plan, ['channel_id', 'provider', 'emote_id', 'uses', ...(kind === 'of-emote' ? (['messages'] as const) : [])], IN_PAGE)}
      GROUP BY channel_id
    ) AS used ON used.channel_id = page.channel_id
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login, max(last_sent_at) AS heard_at
      FROM channels WHERE ${IN_PAGE} GROUP BY channel_id
    ) AS names ON names.channel_id = page.channel_id`;
  },
  parameters: (input) => ({ ...toParameters(input), page_channels: input.channelIds }),
  row: detailsRow,
});

/**
 * The page is found by one cheap sum, and what is dear, such as distinct emotes, asked of its channels only. In one question
 * ClickHouse would find the page again wherever it is named.
 */
async function rank(store: Store, input: TopChannelsInput): Promise<TopChannelsRow[]> {
  const ranked = await page(store, input);
  if (ranked.length === 0) return [];
  const channelIds = ranked.map(({ channelId }) => channelId);
  const found = await details(store, { ...input, channelIds });
  const byId = new Map(found.map((one) => [one.channelId, one]));
  return ranked.map((place) => ({ ...byId.get(place.channelId)!, ...place }));
}

const expectPlansKept = (store: Store, input: CountChannelsInput): Promise<unknown> =>
  Promise.all([
    expectKept(store, toPlan(input)),
    isByRaw(input) ? expectKept(store, toRawPlan(input)) : undefined,
  ]);

/**
 * Channels by one measure of what a filter leaves, greatest first, equals by id; copies from shared chats count only where
 * they were sent.
 *
 * @throws NotKept
 */
export async function topChannels(store: Store, input: TopChannelsInput): Promise<TopChannelsRow[]> {
  const [rows] = await Promise.all([rank(store, input), expectPlansKept(store, input)]);
  return rows;
}

export type CountChannelsInput = ChannelsFilter & Pick<TopChannelsInput, 'range' | 'by'>;

const total = defineQuery({
  sql: (input: CountChannelsInput) => `SELECT count() AS channels FROM (${toScoresSql(input)})`,
  parameters: toParameters,
  row: z.object({ channels: count }),
});

/** How many channels `topChannels` has in all. @throws NotKept */
export async function countChannels(store: Store, input: CountChannelsInput): Promise<number> {
  const [rows] = await Promise.all([total(store, input), expectPlansKept(store, input)]);
  return rows[0]!.channels;
}
