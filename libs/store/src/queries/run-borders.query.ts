import { z } from 'zod';
import { count, defineQuery } from '../query';

/** UTC day on which the log had a run, from the run's token, which has the time of its first record. */
export const LOG_DAY_OF_TOKEN =
  "toDate(fromUnixTimestamp64Nano(toInt64OrZero(splitByChar('.', token)[5]), 'UTC'))";

export interface RunBordersInput {
  /** When the log's stream was created, epoch ms. */
  readonly streamCreatedAtMs: number;
  /** UTC days, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
}

const row = z.object({
  partition: z.number(),
  /** Last sequence of the last run before these days; 0 when there is none. */
  lastBefore: count,
  /** First sequence of the first run after these days; 0 when there is none. */
  firstAfter: count,
  /** The last run of all. */
  first: count,
  last: count,
  token: z.string(),
  lastDay: z.string(),
});
export type RunBordersRow = z.output<typeof row>;

/** Per partition of a log, where the runs of these days begin and end, as far as the warehouse has noted any. */
export const runBorders = defineQuery({
  sql: (_: RunBordersInput) => `
    SELECT
      \`partition\`,
      maxIf(run_last, day < toDate({from:String})) AS lastBefore,
      minIf(run_first, day > toDate({to:String})) AS firstAfter,
      argMax(run_first, run_last) AS first, max(run_last) AS last, argMax(token, run_last) AS token,
      toString(argMax(day, run_last)) AS lastDay
    FROM (
      SELECT \`partition\`, run_first, run_last, token, ${LOG_DAY_OF_TOKEN} AS day
      FROM sink_runs
      WHERE stream_created_at = fromUnixTimestamp64Milli({createdAtMs:Int64}, 'UTC')
    )
    GROUP BY \`partition\`
    ORDER BY \`partition\``,
  parameters: ({ streamCreatedAtMs, from, to }) => ({ createdAtMs: streamCreatedAtMs, from, to }),
  row,
});
