import { z } from 'zod';
import { channelUsageRow, toChannelUsageSql } from '../channel-usage';
import { count, defineQuery, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';

/** What channels can be ranked by, and the column that says it. */
const SCORE = {
  USES: 'uses',
  MESSAGES: 'messages',
  MESSAGES_WITH_EMOTES: 'messagesWithEmotes',
} as const;
export type ChannelOrder = keyof typeof SCORE;

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

/** Channels by one measure, greatest first, equals by id; copies from shared chats count only where they were sent. */
export const topChannels = defineQuery({
  sql: ({ by, after }: TopChannelsInput) => `
    SELECT
      usage.channel_id AS channelId, names.login AS login,
      toUnixTimestamp64Milli(names.heard_at) AS lastSentAtMs, ${SCORE[by]} AS score,
      messages, messagesWithEmotes, uses, distinctEmotes
    FROM (
      SELECT * FROM (${toChannelUsageSql('NOT shared_copy')})
      WHERE ${SCORE[by]} > 0
        ${
          after
            ? `AND (${SCORE[by]} < {after_score:UInt64} OR ${SCORE[by]} = {after_score:UInt64}
               AND channel_id > {after_channel_id:UInt64})`
            : ''
        }
      ORDER BY ${SCORE[by]} DESC, channel_id
      LIMIT {limit:UInt32}
    ) AS usage
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login, max(last_sent_at) AS heard_at
      FROM channels GROUP BY channel_id
    ) AS names ON names.channel_id = usage.channel_id
    ORDER BY score DESC, usage.channel_id`,
  parameters: ({ range, after, limit }) => ({
    ...toRangeParameters(range),
    ...(after && { after_score: after.score, after_channel_id: after.channelId }),
    limit,
  }),
  row,
});
