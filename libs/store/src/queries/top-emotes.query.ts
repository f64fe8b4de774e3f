import { z } from 'zod';
import {
  CLASS_NOW,
  NAME_AND_CLASS,
  PROVIDER_COLUMN,
  emoteClass,
  provider,
  type EmoteKey,
} from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery } from '../query';
import type { Range } from '../range';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import { toFilterParameters, toFilteredPlan, toUsesTable, type UsageFilter } from '../usage-filter';

export interface TopEmotesInput extends UsageFilter {
  readonly range: Range;
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

const toPlan = (input: TopEmotesInput) => toFilteredPlan(input.range, input);

const ranking = defineQuery({
  sql: ({ classes, ...input }: TopEmotesInput) => `
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
          FROM ${toUsesTable(input, toPlan(input), ['provider', 'emote_id', 'emote_name', 'class', 'uses', 'messages'])}
          GROUP BY provider, emote_id, emote_name, class
        )
        GROUP BY provider, emote_id
      )
    )
    WHERE true
      ${classes ? 'AND toString(known_class) IN {classes:Array(String)}' : ''}
      ${
        input.after
          ? `AND (total < {after_uses:UInt64} OR total = {after_uses:UInt64}
             AND (emote_id, toString(provider)) > ({after_emote_id:String}, {after_provider:String}))`
          : ''
      }
    ORDER BY total DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toPlan(input)),
    ...(input.after && {
      after_uses: input.after.uses,
      after_provider: PROVIDER_COLUMN[input.after.provider],
      after_emote_id: input.after.emoteId,
    }),
    limit: input.limit,
  }),
  row,
});

/**
 * Emotes by uses, most used first; equals by id, then provider, as the live windows have it: the order is total and pages
 * don't overlap.
 *
 * @throws NotKept
 */
export async function topEmotes(store: Store, input: TopEmotesInput): Promise<EmoteUsageRow[]> {
  const [rows] = await Promise.all([ranking(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
