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

const row = z.object({ provider, emoteId: z.string(), name: z.string(), class: emoteClass });
export type EmoteRow = z.output<typeof row>;

/** An emote that was ever used, with its name and class most used; no row when it was not. */
export const findEmote = defineQuery({
  sql: (_: EmoteKey) => `
    SELECT provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class
    FROM (
      SELECT provider, emote_id, ${NAME_AND_CLASS}
      FROM (
        SELECT provider, emote_id, emote_name, class, sum(uses) AS used
        FROM emote_hour
        WHERE provider = {provider:String} AND emote_id = {emote_id:String}
        GROUP BY provider, emote_id, emote_name, class
      )
      GROUP BY provider, emote_id
    )`,
  parameters: (emote) => ({ provider: PROVIDER_COLUMN[emote.provider], emote_id: emote.emoteId }),
  row,
});
