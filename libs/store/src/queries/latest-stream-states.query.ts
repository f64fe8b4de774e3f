import type { ChannelId } from '@emotide/domain';
import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';
import type { StreamState } from '../record-stream-states';

export interface LatestStreamStatesInput {
  /** Only states that began since then, epoch ms. */
  readonly sinceMs: number;
  /** Channels at most, those that changed last. */
  readonly limit: number;
}

const orNone = (value: string): string | null => (value === '0' ? null : value);

const row = z
  .object({
    channelId: id.transform((text) => text as ChannelId),
    streamId: id.transform(orNone),
    startedAtMs: timeMs,
    sinceMs: timeMs,
    title: z.string(),
    gameId: id.transform(orNone),
    gameName: z.string(),
    language: z.string(),
    viewers: z.number(),
  })
  .transform((state): StreamState => state);

/** What each channel was last seen to do. */
export const latestStreamStates = defineQuery({
  sql: (_: LatestStreamStatesInput) => `
    SELECT
      channel_id AS channelId, argMax(stream_id, since) AS streamId,
      toUnixTimestamp64Milli(argMax(started_at, since)) AS startedAtMs,
      toUnixTimestamp64Milli(max(since) AS latest) AS sinceMs,
      argMax(title, since) AS title, argMax(game_id, since) AS gameId, argMax(game_name, since) AS gameName,
      argMax(language, since) AS language, argMax(viewers, since) AS viewers
    FROM stream_states
    WHERE since >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
    GROUP BY channel_id
    ORDER BY latest DESC, channel_id
    LIMIT {limit:UInt32}`,
  parameters: ({ sinceMs, limit }) => ({ since: sinceMs, limit }),
  row,
});
