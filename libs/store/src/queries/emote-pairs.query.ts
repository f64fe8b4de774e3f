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
import { SENT_IN_RANGE, type Range } from '../range';
import { toPlanParameters, toReadPlan, type ReadPlan } from '../read-plan';
import { toRawScopeCondition, toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';
import { toActivityTable } from '../usage-filter';

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

const IS_EMOTE = 'emote_id = {emote_id:String} AND provider = {provider:String}';

/** Single messages alone tell what stands in them. */
const toPlan = ({ range }: EmotePairsInput): ReadPlan => toReadPlan(range, { type: 'steps', step: 1 });

const pairs = defineQuery({
  sql: (input: EmotePairsInput) => {
    const { scope } = input;
    const rows = `events WHERE ${toRawScopeCondition(scope)} AND ${SENT_IN_RANGE}`;
    // A copy of a shared chat's message has the id of its own, so the key alone tells messages apart.
    const ofEmote = `SELECT message_key FROM ${rows} AND ${IS_EMOTE}`;
    return `
    WITH (SELECT sum(messages_with_emotes) FROM ${toActivityTable({ scope }, toPlan(input))}) AS all_messages
    SELECT
      provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class,
      both AS together, seen AS messages, of_emote AS messagesOfEmote,
      both * all_messages / (seen * of_emote) AS lift
    FROM (
      SELECT *, sumIf(both, ${IS_EMOTE}) OVER () AS of_emote
      FROM (
        SELECT provider, emote_id, ${NAME_AND_CLASS}, sum(with_it) AS both, sum(used) AS seen
        FROM (
          SELECT
            provider, emote_id, emote_name, class, count() AS used, countIf(message_key IN (${ofEmote})) AS with_it
          FROM ${rows}
          GROUP BY provider, emote_id, emote_name, class
        )
        GROUP BY provider, emote_id
        HAVING both > 0
      )
    )
    WHERE both >= {least:UInt64} AND NOT (${IS_EMOTE})
    ORDER BY together DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`;
  },
  parameters: (input) => ({
    ...toScopeParameters(input.scope),
    ...toPlanParameters(toPlan(input)),
    provider: PROVIDER_COLUMN[input.emote.provider],
    emote_id: input.emote.emoteId,
    least: Math.max(1, input.leastTogether),
    limit: input.limit,
  }),
  row,
});

/**
 * Which emotes stand in the same messages as one emote, most often first; equals by id, then provider.
 *
 * @throws NotKept: messages are told by raw rows alone
 */
export async function emotePairs(store: Store, input: EmotePairsInput): Promise<EmotePairRow[]> {
  const [rows] = await Promise.all([pairs(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
