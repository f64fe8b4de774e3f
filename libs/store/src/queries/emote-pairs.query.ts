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
import { SENT_IN_RANGE, toRangeParameters, type Range } from '../range';
import { toReadPlan } from '../read-plan';
import { toRawScopeCondition, toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface EmotePairsInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly emote: EmoteKey;
  /** Messages with both that another emote needs; 1 for every one. */
  readonly leastTogether: number;
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  /** Messages with both. */
  together: count,
  /** Messages with this other emote. */
  messages: count,
  /** Messages with the emote asked for. */
  messagesOfEmote: count,
  /**
   * How many times as often they stand together as they would by chance, if messages with emotes chose theirs
   * independently.
   */
  lift: z.number(),
});
export type EmotePairRow = z.output<typeof row>;

const pairs = defineQuery({
  sql: ({ scope }: EmotePairsInput) => {
    const rows = `events WHERE ${toRawScopeCondition(scope)} AND ${SENT_IN_RANGE}`;
    // A copy of a shared chat's message has the id of its own, so the key alone tells messages apart.
    const ofEmote = `SELECT message_key FROM ${rows} AND emote_id = {emote_id:String} AND provider = {provider:String}`;
    return `
    WITH
      (SELECT uniqExact(message_key) FROM (${ofEmote})) AS of_emote,
      (SELECT count() FROM (
        SELECT channel_id, sent_at, message_key FROM ${rows} GROUP BY channel_id, sent_at, message_key
        SETTINGS optimize_aggregation_in_order = 1
      )) AS all_messages
    SELECT
      provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class,
      both AS together, seen AS messages, of_emote AS messagesOfEmote,
      both * all_messages / (seen * of_emote) AS lift
    FROM (
      SELECT provider, emote_id, ${NAME_AND_CLASS}, sum(with_it) AS both, sum(used) AS seen
      FROM (
        SELECT
          provider, emote_id, emote_name, class, count() AS used, countIf(message_key IN (${ofEmote})) AS with_it
        FROM ${rows} AND NOT (emote_id = {emote_id:String} AND provider = {provider:String})
        GROUP BY provider, emote_id, emote_name, class
      )
      GROUP BY provider, emote_id
    )
    WHERE both >= {least:UInt64}
    ORDER BY together DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`;
  },
  parameters: ({ scope, range, emote, leastTogether, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    provider: PROVIDER_COLUMN[emote.provider],
    emote_id: emote.emoteId,
    least: Math.max(1, leastTogether),
    limit,
  }),
  row,
});

/**
 * Which emotes stand in the same messages as one emote, most often first; equals by id, then provider.
 *
 * @throws NotKept: messages are told by raw rows alone
 */
export async function emotePairs(store: Store, input: EmotePairsInput): Promise<EmotePairRow[]> {
  const plan = toReadPlan(input.range, { type: 'steps', step: 1 });
  const [rows] = await Promise.all([pairs(store, input), expectKept(store, plan)]);
  return rows;
}
