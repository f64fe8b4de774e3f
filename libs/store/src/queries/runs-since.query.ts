import { z } from 'zod';
import { count, defineQuery } from '../query';
import type { Store } from '../store';

export interface RunsSinceInput {
  /** Epoch ms, by the clock of whoever stored the runs. */
  readonly sinceMs: number;
}

/** Clocks of the machines that store runs differ by less. */
const SKEW_MS = 60_000;

const runs = defineQuery({
  sql: (_: RunsSinceInput) => `
    SELECT count() AS runs
    FROM sink_runs
    WHERE inserted_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')`,
  parameters: ({ sinceMs }) => ({ from: sinceMs - SKEW_MS }),
  row: z.object({ runs: count }),
});

/**
 * Runs of all partitions and logs that were stored since a time; rather too many than too few. Each was an insert that
 * took a place in what every table remembers of tokens (`DEDUPLICATION_WINDOW_INSERTS`).
 */
export async function runsSince(store: Store, input: RunsSinceInput): Promise<number> {
  return (await runs(store, input))[0]?.runs ?? 0;
}
