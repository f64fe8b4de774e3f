import { z } from 'zod';
import { emoteClass, provider } from '../emote-columns';
import { defineQuery } from '../query';

export interface ReclassifiedEmotesInput {
  readonly limit: number;
}

const row = z.object({ provider, emoteId: z.string(), class: emoteClass });
export type ReclassifiedEmoteRow = z.output<typeof row>;

/** Emotes whose class somebody decided, the latest decisions first. */
export const reclassifiedEmotes = defineQuery({
  sql: (_: ReclassifiedEmotesInput) => `
    SELECT provider, emote_id AS emoteId, class
    FROM reclassified FINAL
    WHERE NOT is_restored
    ORDER BY decided_at DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: ({ limit }) => ({ limit }),
  row,
});
