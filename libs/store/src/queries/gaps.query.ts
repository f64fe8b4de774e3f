import { z } from 'zod';
import { count, defineQuery, id, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';
import type { Scope } from '../scope';
import { toScopeParameters } from '../scope';

export interface GapsInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly limit: number;
}

const row = z.object({
  channelId: id,
  login: z.string(),
  fromMs: timeMs,
  toMs: timeMs,
  /** Messages known to be missing; null where nobody knows. */
  lostMessages: count.nullable(),
  /** Messages sent in that time that were found later and are counted; others may still be missing. */
  repairedMessages: count,
});
export type GapRow = z.output<typeof row>;

/**
 * Times of which something is or may be missing, [fromMs, toMs) to the second, that touch the range; newest first.
 *
 * Between two reading sessions of a channel nobody was reading, so messages may be missing; none must be, as a quiet
 * channel looks the same. The last second that was read and the first that was read again belong to it: a killed reader
 * leaves the one in part, and so a change of readers is never silent, however quick.
 *
 * Of a loss, what was read and dropped while the log was away, the number is known.
 *
 * A gap that was repaired stays one: who gave the messages may have gaps too. It says how many they were.
 */
export const gaps = defineQuery({
  sql: ({ scope }: GapsInput) => {
    const inChannel = scope === 'all' ? '' : 'WHERE channel_id = {channel_id:UInt64}';
    return `
    SELECT
      found.channel_id AS channelId, names.login AS login,
      toUnixTimestamp64Milli(toDateTime64(found.gap_from, 3, 'UTC')) AS fromMs,
      toUnixTimestamp64Milli(toDateTime64(found.gap_to, 3, 'UTC')) AS toMs,
      found.lost AS lostMessages,
      if(found.lost IS NULL, arraySum(
        (first_at, messages) -> if(first_at >= found.gap_from AND first_at < found.gap_to, messages, 0),
        repairs.first_ats, repairs.counts
      ), 0) AS repairedMessages
    FROM (
      SELECT channel_id, gap_from, gap_to, CAST(NULL, 'Nullable(UInt64)') AS lost
      FROM (
        SELECT
          channel_id, addSeconds(first_at, 1) AS gap_to,
          -- The last second covered so far, by whichever earlier session read longest.
          max(last_at) OVER (
            PARTITION BY channel_id ORDER BY first_at, session ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ) AS gap_from,
          row_number() OVER (PARTITION BY channel_id ORDER BY first_at, session) AS session_number
        FROM (
          SELECT channel_id, session, min(first_sent_at) AS first_at, max(last_sent_at) AS last_at
          FROM channel_coverage
          ${inChannel}
          GROUP BY channel_id, session
          HAVING max(is_repair) = 0
        )
      )
      WHERE session_number > 1 AND gap_from < gap_to
      UNION ALL
      SELECT channel_id, first_second AS gap_from, addSeconds(max(last_second), 1) AS gap_to, sum(messages) AS lost
      FROM losses
      ${inChannel}
      GROUP BY channel_id, session, first_second
    ) AS found
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id
    ) AS names ON names.channel_id = found.channel_id
    LEFT JOIN (
      SELECT channel_id, groupArray(first_at) AS first_ats, groupArray(messages) AS counts
      FROM (
        SELECT channel_id, session, min(first_sent_at) AS first_at, sum(channel_coverage.messages) AS messages
        FROM channel_coverage
        ${inChannel}
        GROUP BY channel_id, session
        HAVING max(is_repair) = 1
      )
      GROUP BY channel_id
    ) AS repairs ON repairs.channel_id = found.channel_id
    WHERE gap_from < toDateTime({to:UInt32}, 'UTC') AND gap_to > toDateTime({from:UInt32}, 'UTC')
    ORDER BY gap_from DESC, found.channel_id
    LIMIT {limit:UInt32}`;
  },
  parameters: ({ scope, range, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    limit,
  }),
  row,
});
