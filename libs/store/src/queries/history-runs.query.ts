import { HISTORY_PARTITION } from '@emotide/domain';
import { z } from 'zod';
import { count, defineQuery, timeMs } from '../query';

/** How many runs of imported history there are, and when the last one was complete; 0 for none. One row. */
export const historyRuns = defineQuery({
  sql: (_: Record<never, never>) => `
    SELECT count() AS runs, if(runs = 0, 0, toUnixTimestamp64Milli(max(inserted_at))) AS lastMs
    FROM sink_runs
    WHERE \`partition\` = ${HISTORY_PARTITION}`,
  parameters: () => ({}),
  row: z.object({ runs: count, lastMs: timeMs }),
});
