import { z } from 'zod';
import { emoteClass, provider } from '../emote-columns';
import { defineQuery, id, timeMs } from '../query';

export interface CatalogueInput {
  readonly emoteIds: readonly string[];
}

const row = z.object({
  provider,
  emoteId: z.string(),
  /** Whether a provider told of it; else all but the class that somebody decided is empty. */
  isListed: z.boolean(),
  name: z.string(),
  /** As the catalogue has it. */
  class: emoteClass,
  /** As somebody decided, which counts more. */
  decidedClass: emoteClass.nullable(),
  rule: z.string(),
  /** `0` when nobody owns it or nobody knows. */
  ownerId: id,
  setId: z.string(),
  /** When either was last learnt. */
  updatedAtMs: timeMs,
});
export type CatalogueRow = z.output<typeof row>;

/**
 * What the catalogue knows of these ids, of whichever provider, and what was decided of them; no row for one that nobody told
 * of.
 */
export const catalogue = defineQuery({
  sql: (_: CatalogueInput) => `
    SELECT
      provider, emote_id AS emoteId, max(is_listed) AS isListed, max(listed_name) AS name,
      if(isListed, max(listed_class), 'UNKNOWN') AS class, nullIf(max(decided), '') AS decidedClass,
      max(listed_rule) AS rule, max(owner) AS ownerId, max(listed_set) AS setId,
      toUnixTimestamp64Milli(max(learnt_at)) AS updatedAtMs
    FROM (
      SELECT
        provider, emote_id, true AS is_listed, name AS listed_name, toString(class) AS listed_class, '' AS decided,
        toString(rule) AS listed_rule, owner_id AS owner, set_id AS listed_set, updated_at AS learnt_at
      FROM catalogue FINAL
      WHERE emote_id IN {emote_ids:Array(String)}
      UNION ALL
      SELECT provider, emote_id, false, '', '', toString(class), '', toUInt64(0), '', decided_at
      FROM reclassified FINAL
      WHERE emote_id IN {emote_ids:Array(String)} AND NOT is_restored
    )
    GROUP BY provider, emote_id
    ORDER BY emote_id, toString(provider)`,
  parameters: ({ emoteIds }) => ({ emote_ids: emoteIds }),
  row,
});
