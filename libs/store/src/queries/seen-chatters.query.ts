import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';

export interface SeenChattersInput {
  /** Raw rows of the log's days since this moment are looked at, epoch ms. */
  readonly sinceMs: number;
  readonly limit: number;
}

const row = z.object({
  userId: id,
  firstSeenMs: timeMs,
  lastSeenMs: timeMs,
  /** Empty when not known. */
  login: z.string(),
  displayName: z.string(),
  /** When Twitch was last asked; 0 for never. */
  namedAtMs: timeMs,
});
export type SeenChatterRow = z.output<typeof row>;

/**
 * Chatters who wrote since `chatters` was last told of them, those without a name first. Numbers that are no ids of
 * Twitch, as an installation that hashed them before has, are left out.
 */
export const seenChatters = defineQuery({
  sql: (_: SeenChattersInput) => `
    SELECT e.user_id AS userId,
      toUnixTimestamp64Milli(e.first) AS firstSeenMs, toUnixTimestamp64Milli(e.last) AS lastSeenMs,
      c.login AS login, c.display_name AS displayName, toUnixTimestamp64Milli(c.named_at) AS namedAtMs
    FROM (
      SELECT user_id, min(sent_at) AS first, max(sent_at) AS last
      FROM events
      WHERE log_day >= toDate(toDateTime({since:UInt32}, 'UTC')) AND user_id BETWEEN 1 AND 1000000000000
      GROUP BY user_id
    ) AS e
    LEFT JOIN (SELECT * FROM chatters FINAL) AS c ON c.user_id = e.user_id
    WHERE e.last > c.last_seen_at
    ORDER BY c.named_at, e.user_id
    LIMIT {limit:UInt32}`,
  parameters: ({ sinceMs, limit }) => ({ since: Math.floor(sinceMs / 1_000), limit }),
  row,
});
