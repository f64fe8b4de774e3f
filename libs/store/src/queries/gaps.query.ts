import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';
import type { Scope } from '../scope';
import { toScopeParameters } from '../scope';

export interface GapsInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly limit: number;
}

const row = z.object({ channelId: id, login: z.string(), fromMs: timeMs, toMs: timeMs });
export type GapRow = z.output<typeof row>;

/**
 * Times between two reading sessions of a channel, [fromMs, toMs) to the second, that touch the range; newest first.
 * Nobody was reading then, so messages may be missing; none must be, as a quiet channel looks the same.
 *
 * The last second that was read and the first that was read again belong to it: a killed reader leaves the one in
 * part, and so a change of readers is never silent, however quick.
 */
export const gaps = defineQuery({
  sql: ({ scope }: GapsInput) => `
    SELECT
      found.channel_id AS channelId, names.login AS login,
      toUnixTimestamp64Milli(found.gap_from) AS fromMs, toUnixTimestamp64Milli(found.gap_to) AS toMs
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
        ${scope === 'all' ? '' : 'WHERE channel_id = {channel_id:UInt64}'}
        GROUP BY channel_id, session
      )
    ) AS found
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id
    ) AS names ON names.channel_id = found.channel_id
    WHERE session_number > 1 AND gap_from < gap_to
      AND gap_from < toDateTime({to:UInt32}, 'UTC') AND gap_to > toDateTime({from:UInt32}, 'UTC')
    ORDER BY gap_from DESC, found.channel_id
    LIMIT {limit:UInt32}`,
  parameters: ({ scope, range, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    limit,
  }),
  row,
});
