import { z } from 'zod';
import {
  CLASS_NOW,
  NAME_AND_CLASS,
  PROVIDER_COLUMN,
  emoteClass,
  provider,
  type EmoteKey,
} from '../emote-columns';
import { defineQuery } from '../query';
import type { Store } from '../store';

const row = z.object({ provider, emoteId: z.string(), name: z.string(), class: emoteClass });
export type EmoteRow = z.output<typeof row>;

interface FindEmoteInput extends EmoteKey {
  readonly table: 'emote_hour' | 'emote_hour_global';
}

const used = defineQuery({
  sql: ({ table }: FindEmoteInput) => `
    SELECT provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class
    FROM (
      SELECT provider, emote_id, ${NAME_AND_CLASS}
      FROM (
        SELECT provider, emote_id, emote_name, class, sum(uses) AS used
        FROM ${table}
        WHERE provider = {provider:String} AND emote_id = {emote_id:String}
        GROUP BY provider, emote_id, emote_name, class
      )
      GROUP BY provider, emote_id
    )`,
  parameters: (emote) => ({ provider: PROVIDER_COLUMN[emote.provider], emote_id: emote.emoteId }),
  row,
});

/** An emote that was ever used, with its name and class most used; undefined when it was not. */
export async function findEmote(store: Store, emote: EmoteKey): Promise<EmoteRow | undefined> {
  const [counted] = await used(store, { ...emote, table: 'emote_hour_global' });
  if (counted) return counted;
  // Sums over all channels leave copies of a shared chat out, and it may have been in these alone.
  const [copied] = await used(store, { ...emote, table: 'emote_hour' });
  return copied;
}
