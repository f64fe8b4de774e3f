import type { ChannelId } from '@emotide/domain';
import { z } from 'zod';
import { defineQuery, id } from '../query';

export interface HeardChannelsInput {
  /** Channels that the log has had anything of since the UTC day of this moment, epoch ms. */
  readonly sinceMs: number;
  readonly limit: number;
}

/**
 * Channels that were read lately, those with the youngest messages first. Lately is by the log's day and not by the
 * messages' own time, so that a replay of 2019 counts.
 */
export const heardChannels = defineQuery({
  sql: (_: HeardChannelsInput) => `
    SELECT channel_id AS channelId
    FROM channel_coverage
    WHERE log_day >= toDate(toDateTime({since:UInt32}, 'UTC'))
    GROUP BY channel_id
    ORDER BY max(last_sent_at) DESC, channel_id
    LIMIT {limit:UInt32}`,
  parameters: ({ sinceMs, limit }) => ({ since: Math.floor(sinceMs / 1_000), limit }),
  row: z.object({ channelId: id.transform((text) => text as ChannelId) }),
});
