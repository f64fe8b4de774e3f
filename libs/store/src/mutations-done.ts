import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { count } from './query';
import type { Store } from './store';

const POLL_MS = 200;

const row = z.object({ partsLeft: count, failure: z.string() });

/**
 * Resolves when no change of a table's rows is under way any more.
 *
 * @throws Error with ClickHouse's reason when a change can't be done. @throws StoreUnavailable ask again
 */
export async function mutationsDone(
  store: Store,
  table: string,
  signal: AbortSignal,
  onProgress: (partsLeft: number) => void,
): Promise<void> {
  for (;;) {
    const [left] = z.array(row).parse(
      await store.select(
        `SELECT sum(parts_to_do) AS partsLeft, anyIf(latest_fail_reason, latest_fail_reason != '') AS failure
         FROM system.mutations
         WHERE database = {database:String} AND table = {table:String} AND NOT is_done
         HAVING count() > 0`,
        { database: store.database, table },
      ),
    );
    if (left === undefined) return;
    if (left.failure !== '') throw new Error(`${table} can not be changed: ${left.failure}`);
    onProgress(left.partsLeft);
    await delay(POLL_MS, undefined, { signal });
  }
}
