import { z } from 'zod';
import { defineQuery, id } from '../query';
import type { Store } from '../store';

export interface LastRunInput {
  readonly partition: number;
  /** Which log: a stream of the same name that was created at another time has other sequences. */
  readonly streamCreatedAtMs: number;
}

const row = z.object({ first: id.transform(Number), last: id.transform(Number), token: z.string() });

const runs = defineQuery({
  sql: (_: LastRunInput) => `
    SELECT run_first AS first, run_last AS last, token
    FROM sink_runs
    WHERE \`partition\` = {partition:UInt8}
      AND stream_created_at = fromUnixTimestamp64Milli({createdAtMs:Int64}, 'UTC')
    ORDER BY run_last DESC
    LIMIT 1`,
  parameters: ({ partition, streamCreatedAtMs }) => ({ partition, createdAtMs: streamCreatedAtMs }),
  row,
});

/** The last run of one partition of one log that is complete in all tables; undefined before the first. */
export async function lastRun(store: Store, input: LastRunInput): Promise<z.output<typeof row> | undefined> {
  return (await runs(store, input))[0];
}
