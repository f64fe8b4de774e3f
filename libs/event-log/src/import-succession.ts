import { HISTORY_PARTITION } from '@emotide/domain';
import type { NatsConnection } from 'nats';
import { isEpoch } from './epoch';
import { putFence } from './fence';
import { askLog } from './log-unavailable';
import { REPAIRS_BUCKET } from './names';

const KEY = 'importer';
const ANSWER_WITHIN_MS = 2_000;

/**
 * Takes the place of the import before: nothing that it may still have on its way counts from here on, so that what the
 * history log holds of it now is all that there will be. The caller holds the repair lock.
 *
 * @throws LogUnavailable repeat
 */
export async function succeedImporter(nc: NatsConnection, epoch: string): Promise<void> {
  const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
  const kv = await askLog(() => views.kv(REPAIRS_BUCKET, { bindOnly: true }));
  const entry = await askLog(() => kv.get(KEY));
  const before = entry?.operation === 'PUT' ? entry.string() : '';
  if (isEpoch(before) && before !== epoch) await putFence(nc, before, HISTORY_PARTITION);
  // Before anything is published under it.
  await askLog(() => kv.put(KEY, epoch));
}
