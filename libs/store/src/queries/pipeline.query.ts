import { HISTORY_PARTITION } from '@emotide/domain';
import { z } from 'zod';
import { count, defineQuery, id, timeMs } from '../query';

const row = z.object({
  partition: z.number(),
  /** Sequences of the last complete run's first and last batch. */
  runFirst: id,
  runLast: id,
  /** Rows of that run. */
  rows: count,
  /** When a run was last complete in all tables. */
  insertedAtMs: timeMs,
  /** Newest message stored, by Twitch's clock, to the second; null before the first one. */
  newestSentAtMs: timeMs.nullable(),
});
export type PipelineRow = z.output<typeof row>;

/** Per partition of the live log: how far the warehouse has it. */
export const pipeline = defineQuery({
  sql: (_: Record<never, never>) => `
    SELECT
      runs.partition AS partition, runs.first AS runFirst, runs.last AS runLast, runs.last_rows AS rows,
      toUnixTimestamp64Milli(runs.at) AS insertedAtMs,
      if(heard.at = 0, NULL, toUnixTimestamp64Milli(heard.at)) AS newestSentAtMs
    FROM (
      SELECT
        \`partition\`,
        argMax(run_first, (stream_created_at, run_last)) AS first,
        argMax(run_last, (stream_created_at, run_last)) AS last,
        argMax(rows, (stream_created_at, run_last)) AS last_rows,
        max(inserted_at) AS at
      FROM sink_runs
      WHERE \`partition\` < ${HISTORY_PARTITION}
      GROUP BY \`partition\`
    ) AS runs
    LEFT JOIN (
      SELECT \`partition\`, max(last_sent_at) AS at FROM channel_coverage GROUP BY \`partition\`
    ) AS heard ON heard.partition = runs.partition
    ORDER BY partition`,
  parameters: () => ({}),
  row,
});
