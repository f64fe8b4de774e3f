import { z } from 'zod';
import type { CommittedRows } from '../committed-rows';
import { count, defineQuery, timeMs } from '../query';

export interface ClashingRunsInput extends CommittedRows {
  /** When the log's stream was created, epoch ms. */
  readonly streamCreatedAtMs: number;
}

const row = z.object({
  runs: count,
  /** When the last of them was stored; 1970 when there is none. */
  lastInsertedAtMs: timeMs,
});

/**
 * Runs of logs before this one whose rows {@link CommittedRows} leave out, as their numbers are also those that this log
 * reads: only after a log was lost or deleted and made anew, and only those stored in the time asked for.
 */
export const clashingRuns = defineQuery({
  sql: (_: ClashingRunsInput) => `
    SELECT count() AS runs, toUnixTimestamp64Milli(max(inserted_at)) AS lastInsertedAtMs
    FROM sink_runs
    WHERE stream_created_at < fromUnixTimestamp64Milli({born:Int64}, 'UTC')
      AND inserted_at >= toDateTime({from:UInt32}, 'UTC')
      AND \`partition\` < length({starts:Array(UInt64)})
      AND run_last BETWEEN {starts:Array(UInt64)}[\`partition\` + 1] AND {beyond:UInt64}`,
  parameters: ({ starts, beyond, fromMs, streamCreatedAtMs }) => ({
    from: Math.floor(fromMs / 1000),
    starts,
    beyond,
    born: streamCreatedAtMs,
  }),
  row,
});
