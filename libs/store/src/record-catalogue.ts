import type { ChannelId, EmoteClass, EmoteId, Provider } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import { PROVIDER_COLUMN } from './emote-columns';
import type { Store } from './store';

/** An emote as a provider last gave it. */
export interface CatalogueEntry {
  readonly provider: Provider;
  readonly emoteId: EmoteId;
  readonly name: string;
  readonly emoteClass: EmoteClass;
  /** By which rule the class was decided. */
  readonly rule: string;
  readonly ownerId: ChannelId | null;
  readonly setId: string | null;
  readonly isAnimated: boolean;
  readonly isZeroWidth: boolean;
}

/**
 * Puts emotes into the catalogue, where the latest word on each counts; answers about the past follow at once, on other
 * replicas within seconds. Repeating it changes nothing.
 *
 * @param learntAtMs epoch ms
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordCatalogue(
  store: Store,
  entries: readonly CatalogueEntry[],
  learntAtMs: number,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) =>
    JSON.stringify({
      provider: PROVIDER_COLUMN[entry.provider],
      emote_id: entry.emoteId,
      name: entry.name,
      class: entry.emoteClass,
      rule: entry.rule,
      owner_id: entry.ownerId ?? '0',
      set_id: entry.setId ?? '',
      is_animated: entry.isAnimated,
      is_zero_width: entry.isZeroWidth,
      updated_at: toDateTime64(learntAtMs),
    }),
  );
  await store.send('INSERT INTO catalogue FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], {
    async_insert: 0,
  });
  // Servers reload it within seconds by themselves; the embedded engine never does.
  await store.command('SYSTEM RELOAD DICTIONARY emote_classes');
}
