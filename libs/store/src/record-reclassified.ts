import type { EmoteClass } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import { PROVIDER_COLUMN, type EmoteKey } from './emote-columns';
import type { Store } from './store';

/**
 * Decides an emote's class, over what the catalogue and the stamps of its uses say; answers about the past follow at once,
 * on other replicas within seconds. The latest word counts; repeating it changes nothing.
 *
 * @param emoteClass one that says something; null: what the catalogue says again
 * @param decidedAtMs epoch ms
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordReclassified(
  store: Store,
  { provider, emoteId }: EmoteKey,
  emoteClass: EmoteClass | null,
  decidedAtMs: number,
): Promise<void> {
  const row = JSON.stringify({
    provider: PROVIDER_COLUMN[provider],
    emote_id: emoteId,
    class: emoteClass ?? 'UNKNOWN',
    is_restored: emoteClass === null,
    decided_at: toDateTime64(decidedAtMs),
  });
  await store.send('INSERT INTO reclassified FORMAT JSONEachRow', [Buffer.from(row)], { async_insert: 0 });
  // As for the catalogue.
  await store.command('SYSTEM RELOAD DICTIONARY emote_classes');
}
