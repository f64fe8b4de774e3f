import { NatsError, StorageType, type NatsConnection } from 'nats';
import { LEASES_BUCKET, LEASE_GROUPS } from './names';
import { createSlotTable } from './slot-table';

/** A full table is a third of this. */
const MAX_TABLE_BYTES = 256 * 1024;
/** nats-server's code for a compare-and-set that lost. */
const WRONG_LAST_SEQUENCE = 10071;

/**
 * Declares the bucket of the groups' tables. Idempotent.
 *
 * Who finds no table takes it for lost, and lets others who may still hold something have a term to show themselves. So
 * that a system's first start need not wait, an empty table is put there for it.
 *
 * @param isFirstStart whether there was no log yet, so that nobody can hold anything
 */
export async function provisionLeases(
  nc: NatsConnection,
  replicas: number,
  isFirstStart: boolean,
): Promise<void> {
  const kv = await nc.jetstream().views.kv(LEASES_BUCKET, {
    history: 1,
    storage: StorageType.File,
    replicas,
    maxValueSize: MAX_TABLE_BYTES,
    // A replica that lags behind must not say who holds what.
    allow_direct: false,
  });
  if (!isFirstStart) return;
  for (const group of LEASE_GROUPS) {
    try {
      await kv.create(group, JSON.stringify(createSlotTable('first', 0, false)));
    } catch (error) {
      if (!(error instanceof NatsError) || error.api_error?.err_code !== WRONG_LAST_SEQUENCE) throw error;
    }
  }
}
