import { z } from 'zod';
import { count, id } from './query';
import { IN_RANGE } from './range';

/** What was used and said in one channel. */
export const channelUsageRow = z.object({
  channelId: id,
  /** Messages read, with emotes or without. */
  messages: count,
  /** Messages with at least one emote: not the sum over emotes, as one message may have several. */
  messagesWithEmotes: count,
  /** Occurrences of emotes. */
  uses: count,
  /** Distinct emotes by provider and id. */
  distinctEmotes: count,
});
export type ChannelUsageRow = z.output<typeof channelUsageRow>;

/** Usage per channel under a condition on `channel_id` and `shared_copy`, in the range. */
export const toChannelUsageSql = (condition: string): string => `
  SELECT
    channel_id,
    max(all_messages) AS messages, max(emote_messages) AS messagesWithEmotes,
    max(used) AS uses, max(emotes) AS distinctEmotes
  FROM (
    SELECT
      channel_id,
      sum(messages) AS all_messages, sum(messages_with_emotes) AS emote_messages,
      toUInt64(0) AS used, toUInt64(0) AS emotes
    FROM activity_minute
    WHERE ${condition} AND ${IN_RANGE}
    GROUP BY channel_id
    UNION ALL
    SELECT
      channel_id,
      0, 0,
      sum(uses), uniqExact(provider, emote_id)
    FROM emote_minute
    WHERE ${condition} AND ${IN_RANGE}
    GROUP BY channel_id
  )
  GROUP BY channel_id`;
