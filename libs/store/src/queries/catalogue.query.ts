import { z } from 'zod';
import { emoteClass, provider } from '../emote-columns';
import { defineQuery, id, timeMs } from '../query';

export interface CatalogueInput {
  readonly emoteIds: readonly string[];
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  rule: z.string(),
  /** `0` when nobody owns it or nobody knows. */
  ownerId: id,
  setId: z.string(),
  updatedAtMs: timeMs,
});
export type CatalogueRow = z.output<typeof row>;

/** What the catalogue knows of these ids, of whichever provider; no row for one that nobody told of. */
export const catalogue = defineQuery({
  sql: (_: CatalogueInput) => `
    SELECT
      provider, emote_id AS emoteId, name, class, rule, owner_id AS ownerId, set_id AS setId,
      toUnixTimestamp64Milli(updated_at) AS updatedAtMs
    FROM catalogue FINAL
    WHERE emote_id IN {emote_ids:Array(String)}
    ORDER BY emote_id, toString(provider)`,
  parameters: ({ emoteIds }) => ({ emote_ids: emoteIds }),
  row,
});
