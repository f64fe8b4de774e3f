import { z } from 'zod';
import { channelUsageRow, toSaidTable, toUsedTable } from '../channel-usage';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';

/** What channels can be ranked by. Chatters cost most: ten times as much as the others. */
export type ChannelOrder = 'USES' | 'MESSAGES' | 'MESSAGES_WITH_EMOTES' | 'EMOTE_CHATTERS';

export interface TopChannelsInput {
  readonly range: Range;
  readonly by: ChannelOrder;
  /** Only channels after this place of the ranking. */
  readonly after?: { readonly score: number; readonly channelId: string };
  readonly limit: number;
}

const row = channelUsageRow.extend({
  /** Latest login heard. */
  login: z.string(),
  /** When the channel was last heard, by Twitch's clock, to the second. */
  lastSentAtMs: timeMs,
  /** The value ranked by. */
  score: count,
});
export type TopChannelsRow = z.output<typeof row>;

/** All channels that have a score, with it; an aggregation that may be gone on with. */
const toScoresSql = ({ range, by }: CountChannelsInput): string => {
  const plan = toReadPlan(range);
  const score = {
    USES: `sum(uses) AS score FROM ${toUsedTable(plan, 'NOT shared_copy', 'uses')}`,
    MESSAGES: `sum(messages) AS score FROM ${toSaidTable(plan, 'NOT shared_copy')}`,
    MESSAGES_WITH_EMOTES: `sum(messages_with_emotes) AS score FROM ${toSaidTable(plan, 'NOT shared_copy')}`,
    EMOTE_CHATTERS: `uniqCombined64Merge(chatters) AS score FROM ${toUsedTable(plan, 'NOT shared_copy', 'chatters')}`,
  }[by];
  return `
    SELECT channel_id, ${score}
    GROUP BY channel_id
    HAVING score > 0`;
};

/** The page's channels with their score. */
const toPageSql = (input: TopChannelsInput): string => `
    ${toScoresSql(input)}
      ${
        input.after
          ? `AND (score < {after_score:UInt64} OR score = {after_score:UInt64} AND channel_id > {after_channel_id:UInt64})`
          : ''
      }
    ORDER BY score DESC, channel_id
    LIMIT {limit:UInt32}`;

const ranking = defineQuery({
  sql: (input: TopChannelsInput) => {
    const plan = toReadPlan(input.range);
    const inPage = 'channel_id IN (SELECT channel_id FROM page) AND NOT shared_copy';
    // The page is found by one cheap sum; what is dear, such as distinct emotes, is asked of its channels only.
    return `
    WITH page AS (${toPageSql(input)})
    SELECT
      page.channel_id AS channelId, names.login AS login,
      toUnixTimestamp64Milli(names.heard_at) AS lastSentAtMs, page.score AS score,
      said.messages AS messages, said.emote_messages AS messagesWithEmotes,
      used.uses AS uses, used.emotes AS distinctEmotes
    FROM page
    LEFT JOIN (
      SELECT channel_id, sum(messages) AS messages, sum(messages_with_emotes) AS emote_messages
      FROM ${toSaidTable(plan, inPage)} GROUP BY channel_id
    ) AS said ON said.channel_id = page.channel_id
    LEFT JOIN (
      SELECT channel_id, sum(uses) AS uses, uniqExact(provider, emote_id) AS emotes
      FROM ${toUsedTable(plan, inPage, 'provider, emote_id, uses')} GROUP BY channel_id
    ) AS used ON used.channel_id = page.channel_id
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login, max(last_sent_at) AS heard_at
      FROM channels WHERE channel_id IN (SELECT channel_id FROM page) GROUP BY channel_id
    ) AS names ON names.channel_id = page.channel_id
    ORDER BY score DESC, page.channel_id`;
  },
  parameters: ({ range, after, limit }) => ({
    ...toPlanParameters(toReadPlan(range)),
    ...(after && { after_score: after.score, after_channel_id: after.channelId }),
    limit,
  }),
  row,
});

/**
 * Channels by one measure, greatest first, equals by id; copies from shared chats count only where they were sent.
 *
 * @throws NotKept
 */
export async function topChannels(store: Store, input: TopChannelsInput): Promise<TopChannelsRow[]> {
  const [rows] = await Promise.all([ranking(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows;
}

export type CountChannelsInput = Pick<TopChannelsInput, 'range' | 'by'>;

const total = defineQuery({
  sql: (input: CountChannelsInput) => `SELECT count() AS channels FROM (${toScoresSql(input)})`,
  parameters: ({ range }) => toPlanParameters(toReadPlan(range)),
  row: z.object({ channels: count }),
});

/** How many channels `topChannels` has in all. @throws NotKept */
export async function countChannels(store: Store, input: CountChannelsInput): Promise<number> {
  const [rows] = await Promise.all([total(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows[0]!.channels;
}
