import type { Logger } from '@emotide/service-kit';
import { migrate } from './migrate';
import { readAges } from './retention';
import type { Store } from './store';

/**
 * Where days of the log are built again, with the same tables and views as the warehouse's own, before they replace
 * those: until then nobody sees anything of it, and nothing that fails has touched what is there.
 */
export const REBUILD_DATABASE = 'emotide_rebuild';

/**
 * Makes the database empty, whatever a rebuild that was cut left behind or still has under way. Its rows are kept for as
 * long as the warehouse's own, or what is older than usual would age away before it is exchanged.
 *
 * @param store the warehouse
 * @param rebuilt a store of {@link REBUILD_DATABASE}
 * @throws StoreUnavailable repeat. @throws StoreRefused the rights are missing.
 */
export async function openRebuildDatabase(store: Store, rebuilt: Store, log: Logger): Promise<void> {
  await endRebuild(rebuilt);
  const ages = await readAges(store);
  await migrate(rebuilt, {
    log,
    retention: Object.fromEntries(ages.map(({ table, kept }) => [table, kept])),
  });
}

/**
 * Ends what runs in the database or reads from it, and drops it.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the rights are missing.
 */
export async function endRebuild(rebuilt: Store): Promise<void> {
  const { database } = rebuilt;
  const ofIt = `(current_database = '${database}' OR position(query, '${database}.') > 0)`;
  await rebuilt.command(`KILL QUERY WHERE ${ofIt} AND position(query, 'KILL QUERY') = 0 SYNC`, {
    database: null,
  });
  await rebuilt.command(`DROP DATABASE IF EXISTS ${database} SYNC`, { database: null });
}
