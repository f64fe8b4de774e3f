import { z } from 'zod';
import { PROVIDER_COLUMN, provider, type EmoteKey } from '../emote-columns';
import { count, defineQuery } from '../query';
import { IN_RANGE, toRangeParameters, type Range } from '../range';
import { toScopeCondition, toScopeParameters, type Scope } from '../scope';

export interface EmoteChattersInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly emotes: readonly EmoteKey[];
}

const row = z.object({ provider, emoteId: z.string(), chatters: count });

/**
 * Distinct known chatters of each of these emotes; no row for one that was not used. Estimated within about 1 % when
 * there are very many.
 *
 * Apart from the ranking, because merging the states costs ten times what adding up the counts does (16 ms against
 * 1 ms per 10,000 rows of 20 chatters, measured here, two shared cores): asked for a page, and only when wanted.
 */
export const emoteChatters = defineQuery({
  sql: ({ scope }: EmoteChattersInput) => `
    SELECT provider, emote_id AS emoteId, uniqCombined64Merge(chatters) AS chatters
    FROM emote_minute
    WHERE ${toScopeCondition(scope)} AND ${IN_RANGE}
      AND emote_id IN {emote_ids:Array(String)}
      AND has(arrayZip({providers:Array(String)}, {emote_ids:Array(String)}), (toString(provider), emote_id))
    GROUP BY provider, emote_id`,
  parameters: ({ scope, range, emotes }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    providers: emotes.map((emote) => PROVIDER_COLUMN[emote.provider]),
    emote_ids: emotes.map(({ emoteId }) => emoteId),
  }),
  row,
});
