import { z } from 'zod';
import { count, defineQuery, id } from '../query';

export interface UnclassifiedEmotesInput {
  /** Only uses since then, epoch ms. */
  readonly sinceMs: number;
  readonly limit: number;
}

const row = z.object({
  emoteId: z.string(),
  name: z.string(),
  /** Where it was used most: the likeliest place to learn about it. */
  channelId: id,
  uses: count,
});
export type UnclassifiedEmoteRow = z.output<typeof row>;

/** Twitch's emotes that were used and whose price nobody knows yet, most used first. */
export const unclassifiedEmotes = defineQuery({
  sql: (_: UnclassifiedEmotesInput) => `
    SELECT emote_id AS emoteId, name, channel AS channelId, total AS uses
    FROM (
      SELECT
        emote_id, argMax(emote_name, used) AS name, argMax(channel_id, used) AS channel, sum(used) AS total
      FROM (
        SELECT emote_id, emote_name, channel_id, sum(uses) AS used
        FROM emote_minute
        WHERE provider = 'twitch' AND class IN ('UNKNOWN', 'CHANNEL_UNKNOWN')
          AND minute >= toDateTime({since:UInt32}, 'UTC') AND NOT shared_copy
        GROUP BY emote_id, emote_name, channel_id
      )
      GROUP BY emote_id
    )
    WHERE dictGetOrDefault('emote_classes', 'class', ('twitch', emote_id), toUInt8(0)) IN (0, 10)
    ORDER BY total DESC, emote_id
    LIMIT {limit:UInt32}`,
  parameters: ({ sinceMs, limit }) => ({ since: Math.floor(sinceMs / 1_000), limit }),
  row,
});
