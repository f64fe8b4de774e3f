import type { Logger } from '@emotide/service-kit';
import { migrate } from './migrate';
import type { Store } from './store';

/**
 * Where days of the log are built again, with the same tables and views as the warehouse's own, before they replace
 * those: until then nobody sees anything of it, and nothing that fails has touched what is there.
 */
export const REBUILD_DATABASE = 'emotide_rebuild';

/**
 * Makes the database empty, whatever a rebuild that was cut left behind or still has under way.
 *
 * @param rebuilt a store of {@link REBUILD_DATABASE}
 * @throws StoreUnavailable repeat. @throws StoreRefused the rights are missing.
 */
export async function openRebuildDatabase(rebuilt: Store, log: Logger): Promise<void> {
  await endRebuild(rebuilt);
  await migrate(rebuilt, { log });
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
