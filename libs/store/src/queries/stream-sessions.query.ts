import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';

export interface StreamSessionsInput {
  readonly channelId: string;
  /** Sessions that touch this time. */
  readonly range: Range;
  /** Only this one. */
  readonly streamId?: string;
  /** Only sessions after this place: those that began earlier, equals by id. */
  readonly after?: { readonly startedAtMs: number; readonly streamId: string };
  readonly limit: number;
}

const row = z.object({
  streamId: id,
  startedAtMs: timeMs,
  /** When the channel was seen offline or in another stream; null while it goes on. */
  endedAtMs: timeMs.nullable(),
  /** The last one. */
  title: z.string(),
  language: z.string(),
  /** What was streamed, in order; a game that was left and taken up again is there twice. */
  games: z.array(
    z
      .tuple([timeMs, id, z.string()])
      .transform(([sinceMs, gameId, name]) => ({ sinceMs, gameId: gameId === '0' ? null : gameId, name })),
  ),
  /** Most viewers of those seen at changes. */
  viewers: z.number(),
});
export type StreamSessionRow = z.output<typeof row>;

/**
 * A channel's streams, newest first. A stream begins when Twitch says that it did, and ends when it was seen to have.
 */
export const streamSessions = defineQuery({
  sql: ({ streamId, after }: StreamSessionsInput) => `
    SELECT
      stream_id AS streamId, toUnixTimestamp64Milli(min(started_at) AS began) AS startedAtMs,
      if(max(left_at) = toDateTime64(0, 3, 'UTC'), NULL, toUnixTimestamp64Milli(max(left_at))) AS endedAtMs,
      argMax(title, since) AS title, argMax(language, since) AS language,
      arrayMap(
        (one, i) -> (if(i = 1, toUnixTimestamp64Milli(began), toUnixTimestamp64Milli(one.1)), one.2, one.3),
        arrayFilter(
          (one, i) -> i = 1 OR one.2 != states[i - 1].2,
          arraySort(groupArray((since, game_id, toString(game_name)))) AS states, arrayEnumerate(states)
        ) AS changes,
        arrayEnumerate(changes)
      ) AS games,
      max(viewers) AS viewers
    FROM (
      SELECT
        *,
        -- When the state after this one began, if it is another stream's; 1970 for none.
        if(next_stream != stream_id, next_since, toDateTime64(0, 3, 'UTC')) AS left_at
      FROM (
        SELECT
          stream_id, started_at, since, title, game_id, game_name, language, viewers,
          leadInFrame(stream_id, 1, stream_id) OVER later AS next_stream,
          -- Offline states say when the stream ended, as far as it was seen.
          leadInFrame(if(stream_id = 0, started_at, since), 1, toDateTime64(0, 3, 'UTC')) OVER later AS next_since
        FROM stream_states FINAL
        WHERE channel_id = {channel_id:UInt64}
        WINDOW later AS (ORDER BY since ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
      )
    )
    WHERE stream_id != 0 ${streamId === undefined ? '' : 'AND stream_id = {stream_id:UInt64}'}
    GROUP BY stream_id
    HAVING began < toDateTime({to:UInt32}, 'UTC') AND (endedAtMs IS NULL OR endedAtMs > toInt64({from:UInt32}) * 1000)
      ${
        after
          ? `AND (startedAtMs < {after_ms:Int64} OR startedAtMs = {after_ms:Int64} AND stream_id > {after_stream_id:UInt64})`
          : ''
      }
    ORDER BY startedAtMs DESC, stream_id
    LIMIT {limit:UInt32}`,
  parameters: ({ channelId, range, streamId, after, limit }) => ({
    channel_id: channelId,
    ...toRangeParameters(range),
    ...(streamId !== undefined && { stream_id: streamId }),
    ...(after && { after_ms: after.startedAtMs, after_stream_id: after.streamId }),
    limit,
  }),
  row,
});
