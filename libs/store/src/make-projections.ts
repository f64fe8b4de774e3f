import { z } from 'zod';
import type { Store } from './store';

const row = z.object({ name: z.string() });

/**
 * Has a table's projections made where its parts have none, in the background: merges make them, and what is written at once or
 * is over may never be merged.
 *
 * @param partition as ClickHouse names it; default: all
 * @throws StoreUnavailable repeat. @throws StoreRefused the rights are missing.
 */
export async function makeProjections(store: Store, table: string, partition?: number): Promise<void> {
  const rows = await store.select(
    'SELECT name FROM system.projections WHERE database = {database:String} AND table = {table:String} ORDER BY name',
    { database: store.database, table },
  );
  const where = partition === undefined ? '' : `IN PARTITION ${partition}`;
  for (const { name } of z.array(row).parse(rows))
    await store.command(
      `ALTER TABLE ${table} MATERIALIZE PROJECTION ${name} ${where} SETTINGS mutations_sync = 0`,
    );
}
