import type { Provider } from '@emotide/domain';
import { z } from 'zod';
import {
  CLASS_NOW,
  NAME_AND_CLASS,
  PROVIDER_COLUMN,
  emoteClass,
  provider,
  type EmoteKey,
} from '../emote-columns';
import { count, defineQuery } from '../query';

export interface SearchEmotesInput {
  /** A part of the name, any case. */
  readonly text: string;
  /** Only this provider's. */
  readonly provider?: Provider;
  /** Only emotes after this place of the answer. */
  readonly after?: EmoteKey & { readonly match: number; readonly uses: number };
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  /** Occurrences since ever; 0 for one that the catalogue alone knows. */
  uses: count,
  /** 0: it is the text, 1: it begins with it, 2: it holds it. */
  match: count,
});
export type FoundEmoteRow = z.output<typeof row>;

/**
 * Emotes used or known whose name has a text in it, or had in some channel: first those that are named so, then those whose
 * name begins with it, then the others; each most used first, equals by id, then provider. The text has no wildcards.
 */
export const searchEmotes = defineQuery({
  sql: (input: SearchEmotesInput) => {
    const named = (name: string) =>
      `positionCaseInsensitiveUTF8(${name}, {text:String}) > 0
        ${input.provider ? 'AND provider = {only_provider:String}' : ''}`;
    return `
    SELECT provider, emote_id AS emoteId, name, known_class AS class, total AS uses, match
    FROM (
      SELECT provider, emote_id, name, total, match, ${CLASS_NOW} AS known_class
      FROM (
        SELECT
          provider, emote_id, ${NAME_AND_CLASS}, sum(used) AS total,
          toUInt64(min(if(lowerUTF8(emote_name) = lowerUTF8({text:String}), 0,
            if(startsWith(lowerUTF8(emote_name), lowerUTF8({text:String})), 1, 2)))) AS match
        FROM (
          SELECT provider, emote_id, toString(emote_name) AS emote_name, class, sum(uses) AS used
          FROM emote_hour_global WHERE ${named('emote_name')}
          GROUP BY provider, emote_id, emote_name, class
          UNION ALL
          SELECT provider, emote_id, name AS emote_name, class, toUInt64(0) AS used
          FROM catalogue FINAL WHERE ${named('name')}
        )
        GROUP BY provider, emote_id
      )
    )
    ${
      input.after
        ? `WHERE (match, -toInt64(total), emote_id, toString(provider))
            > ({after_match:UInt64}, -{after_uses:Int64}, {after_emote_id:String}, {after_provider:String})`
        : ''
    }
    ORDER BY match, total DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`;
  },
  parameters: ({ text, provider: only, after, limit }) => ({
    text,
    ...(only && { only_provider: PROVIDER_COLUMN[only] }),
    ...(after && {
      after_match: after.match,
      after_uses: after.uses,
      after_provider: PROVIDER_COLUMN[after.provider],
      after_emote_id: after.emoteId,
    }),
    limit,
  }),
  row,
});
