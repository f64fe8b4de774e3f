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
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toSummedUses,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

/** What emotes can be ranked by. Chatters cost most: ten times as much as the others. */
export type EmoteOrder = 'USES' | 'MESSAGES' | 'CHATTERS';

export interface TopEmotesInput extends UsageFilter {
  readonly range: Range;
  /** Default `USES`. */
  readonly by?: EmoteOrder;
  /** Only emotes after this place of the ranking. */
  readonly after?: EmoteKey & { readonly score: number };
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
  /** The value ranked by. */
  score: count,
});
export type EmoteUsageRow = z.output<typeof row>;

const toPlan = (input: CountEmotesInput) => toFilteredPlan(input.range, input);

/** Every emote that the filter leaves, with its name, class and measures. */
const toEmotesSql = ({ classes, by, ...input }: CountEmotesInput): string => {
  const plan = toPlan(input);
  const keys = ['provider', 'emote_id', 'emote_name', 'class'] as const;
  // Sketches of an emote's names and classes can't be added up, so they are read apart from its names.
  const chatters = `
    JOIN (
      SELECT provider, emote_id, ${toChattersSql(plan)} AS people
      FROM ${toUsesTable(input, plan, ['provider', 'emote_id', 'chatters'])}
      GROUP BY provider, emote_id
    ) AS sketches ON sketches.provider = counted.provider AND sketches.emote_id = counted.emote_id`;
  const score = { USES: 'total', MESSAGES: 'messages', CHATTERS: 'people' }[by ?? 'USES'];
  return `
    SELECT counted.provider AS provider, counted.emote_id AS emote_id, name, total, messages, ${score} AS score,
      ${CLASS_NOW} AS known_class
    FROM (
      SELECT
        provider, emote_id, ${NAME_AND_CLASS},
        sum(used) AS total, sum(seen) AS messages
      FROM (
        SELECT provider, emote_id, emote_name, class, uses AS used, messages AS seen
        FROM ${toSummedUses(input, plan, keys, ['uses', 'messages'])}
      )
      GROUP BY provider, emote_id
    ) AS counted
    ${by === 'CHATTERS' ? chatters : ''}
    WHERE ${by === 'CHATTERS' ? 'score > 0' : 'true'}
      ${classes ? 'AND toString(known_class) IN {classes:Array(String)}' : ''}`;
};

const ranking = defineQuery({
  sql: (input: TopEmotesInput) => `
    SELECT provider, emote_id AS emoteId, name, known_class AS class, total AS uses, messages, score
    FROM (${toEmotesSql(input)})
    WHERE true
      ${
        input.after
          ? `AND (score < {after_score:UInt64} OR score = {after_score:UInt64}
             AND (emote_id, toString(provider)) > ({after_emote_id:String}, {after_provider:String}))`
          : ''
      }
    ORDER BY score DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toPlan(input)),
    ...(input.after && {
      after_score: input.after.score,
      after_provider: PROVIDER_COLUMN[input.after.provider],
      after_emote_id: input.after.emoteId,
    }),
    limit: input.limit,
  }),
  row,
});

/**
 * Emotes by one measure, greatest first; equals by id, then provider, as the live windows have it: the order is total and
 * pages don't overlap.
 *
 * @throws NotKept
 */
export async function topEmotes(store: Store, input: TopEmotesInput): Promise<EmoteUsageRow[]> {
  const [rows] = await Promise.all([ranking(store, input), expectKept(store, toPlan(input))]);
  return rows;
}

const total = defineQuery({
  sql: (input: CountEmotesInput) => `SELECT count() AS emotes FROM (${toEmotesSql(input)})`,
  parameters: (input) => ({ ...toFilterParameters(input), ...toPlanParameters(toPlan(input)) }),
  row: z.object({ emotes: count }),
});

export type CountEmotesInput = Omit<TopEmotesInput, 'after' | 'limit'>;

/** How many emotes `topEmotes` has in all. @throws NotKept */
export async function countEmotes(store: Store, input: CountEmotesInput): Promise<number> {
  const [rows] = await Promise.all([total(store, input), expectKept(store, toPlan(input))]);
  return rows[0]!.emotes;
}
