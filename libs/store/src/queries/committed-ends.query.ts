import { z } from 'zod';
import { count, defineQuery } from '../query';
import { LOG_DAY_OF_TOKEN } from './run-borders.query';

const row = z.object({ partition: z.number(), last: count, day: z.string() });
export type CommittedEndRow = z.output<typeof row>;

/** Per partition of the log, the last sequence and the log's day of the run that was noted last. */
export const committedEnds = defineQuery({
  sql: (_: Record<never, never>) => `
    SELECT \`partition\`, last, toString(${LOG_DAY_OF_TOKEN}) AS day
    FROM (
      SELECT
        \`partition\`, argMax(run_last, (inserted_at, run_last)) AS last,
        argMax(s.token, (inserted_at, run_last)) AS token
      FROM sink_runs AS s
      GROUP BY \`partition\`
    )
    ORDER BY \`partition\``,
  parameters: () => ({}),
  row,
});
