import { z } from 'zod';
import { defineQuery, id } from '../query';
import { toPartCondition, toPartParameters, type RecentRowsInput } from './recent-uses.query';

const numbers = z.array(z.number());
const row = z
  .object({
    channelId: id,
    /** Whether these messages are copies from another channel of a shared chat. */
    sharedCopy: z.boolean(),
    /** Seconds of Twitch's time with messages, epoch seconds, in any order; and of each its messages. */
    seconds: numbers,
    messages: numbers,
    messagesWithEmotes: numbers,
  })
  .refine(
    ({ seconds, messages, messagesWithEmotes }) =>
      seconds.length === messages.length && messages.length === messagesWithEmotes.length,
  );
export type RecentActivityRow = z.output<typeof row>;

/** Committed activity by second, one row per channel with its seconds in lists. */
export const recentActivity = defineQuery({
  sql: (_: RecentRowsInput) => `
    SELECT
      channel_id AS channelId, shared AS sharedCopy,
      groupArray(at) AS seconds, groupArray(total) AS messages, groupArray(with_emotes) AS messagesWithEmotes
    FROM (
      SELECT
        channel_id, shared_copy AS shared, toUnixTimestamp(second) AS at,
        toUInt32(sum(messages)) AS total, toUInt32(sum(messages_with_emotes)) AS with_emotes
      FROM activity
      WHERE ${toPartCondition('second')}
      GROUP BY channel_id, shared, at
    )
    GROUP BY channel_id, shared`,
  parameters: toPartParameters,
  row,
});
