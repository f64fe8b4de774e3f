import type { ChannelId, EmoteId, Provider } from '@emotide/domain';
import { z } from 'zod';
import { PROVIDER_COLUMN, emoteClass, provider } from '../emote-columns';
import { defineQuery, id } from '../query';
import type { CatalogueEntry } from '../record-catalogue';

export interface RecordedEmotesInput {
  readonly provider: Provider;
  /** Emotes behind this id; the empty text for the first page. */
  readonly afterId: string;
  readonly limit: number;
}

const row = z
  .object({
    provider,
    emoteId: z.string().transform((text) => text as EmoteId),
    name: z.string(),
    emoteClass,
    rule: z.string(),
    ownerId: id.transform((text) => (text === '0' ? null : (text as ChannelId))),
    setId: z.string().transform((text) => (text === '' ? null : text)),
    isAnimated: z.boolean(),
    isZeroWidth: z.boolean(),
  })
  .transform((entry): CatalogueEntry => entry);

/** One provider's emotes as the catalogue has them, a page of them by id. */
export const recordedEmotes = defineQuery({
  sql: (_: RecordedEmotesInput) => `
    SELECT
      provider, emote_id AS emoteId, name, class AS emoteClass, rule, owner_id AS ownerId, set_id AS setId,
      is_animated AS isAnimated, is_zero_width AS isZeroWidth
    FROM catalogue FINAL
    WHERE provider = {provider:String} AND emote_id > {after:String}
    ORDER BY emote_id
    LIMIT {limit:UInt32}`,
  parameters: ({ provider: of, afterId, limit }) => ({
    provider: PROVIDER_COLUMN[of],
    after: afterId,
    limit,
  }),
  row,
});
