import { z } from 'zod';
import { defineQuery } from '../query';
import { LOG_DAY_OF_TOKEN } from './run-borders.query';

export interface IrreplaceableDaysInput {
  /** When the log's stream was created, epoch ms, and the first sequence that it still has. */
  readonly streamCreatedAtMs: number;
  readonly firstSeq: number;
  /** UTC day of that first record, `YYYY-MM-DD`. */
  readonly firstDay: string;
}

const row = z.object({ day: z.string() });

/**
 * Days of which the warehouse has something that the log can't give again: runs of another log, runs that began before
 * the log's first record, and rows of the time before it of which no run is noted. In order.
 */
export const irreplaceableDays = defineQuery({
  sql: (_: IrreplaceableDaysInput) => `
    SELECT DISTINCT toString(day) AS day
    FROM (
      SELECT ${LOG_DAY_OF_TOKEN} AS day
      FROM sink_runs
      WHERE stream_created_at != fromUnixTimestamp64Milli({createdAtMs:Int64}, 'UTC') OR run_first < {firstSeq:UInt64}
      UNION ALL
      SELECT log_day AS day
      FROM activity
      WHERE {firstSeq:UInt64} > 1 AND log_day <= toDate({firstDay:String})
        AND log_day NOT IN (SELECT ${LOG_DAY_OF_TOKEN} FROM sink_runs)
    )
    ORDER BY day`,
  parameters: ({ streamCreatedAtMs, firstSeq, firstDay }) => ({
    createdAtMs: streamCreatedAtMs,
    firstSeq,
    firstDay,
  }),
  row,
});
