import type { EmoteClass, Provider } from '@emotide/domain';
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
import { IN_RANGE, toRangeParameters, type Range } from '../range';
import { toScopeCondition, toScopeParameters, type Scope } from '../scope';

export interface TopEmotesInput {
  readonly scope: Scope;
  readonly range: Range;
  /** Only this provider's. */
  readonly provider?: Provider;
  /** Only emotes of these classes, each emote having one: the one best known in the range. */
  readonly classes?: readonly EmoteClass[];
  /** Only emotes after this place of the ranking. */
  readonly after?: EmoteKey & { readonly uses: number };
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  /** Occurrences. */
  uses: count,
  /** Messages with this emote. */
  messages: count,
});
export type EmoteUsageRow = z.output<typeof row>;

/**
 * Emotes by uses, most used first; equals by id, then provider, as the live windows have it: the order is total and pages
 * don't overlap.
 */
export const topEmotes = defineQuery({
  sql: (input: TopEmotesInput) => `
    SELECT provider, emote_id AS emoteId, name, known_class AS class, total AS uses, messages
    FROM (
      SELECT provider, emote_id, name, total, messages, ${CLASS_NOW} AS known_class
      FROM (
        SELECT
          provider, emote_id, ${NAME_AND_CLASS},
          sum(used) AS total, sum(seen) AS messages
        FROM (
          SELECT
            provider, emote_id, emote_name, class,
            sum(uses) AS used, sum(messages) AS seen
          FROM emote_minute
          WHERE ${toScopeCondition(input.scope)} AND ${IN_RANGE}
            ${input.provider ? 'AND provider = {provider:String}' : ''}
          GROUP BY provider, emote_id, emote_name, class
        )
        GROUP BY provider, emote_id
      )
    )
    WHERE true
      ${input.classes ? 'AND toString(known_class) IN {classes:Array(String)}' : ''}
      ${
        input.after
          ? `AND (total < {after_uses:UInt64} OR total = {after_uses:UInt64}
             AND (emote_id, toString(provider)) > ({after_emote_id:String}, {after_provider:String}))`
          : ''
      }
    ORDER BY total DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: ({ scope, range, provider: only, classes, after, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    ...(only && { provider: PROVIDER_COLUMN[only] }),
    ...(classes && { classes }),
    ...(after && {
      after_uses: after.uses,
      after_provider: PROVIDER_COLUMN[after.provider],
      after_emote_id: after.emoteId,
    }),
    limit,
  }),
  row,
});
