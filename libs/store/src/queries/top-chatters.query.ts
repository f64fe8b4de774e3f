import { z } from 'zod';
import { toChatterPlan, toChatterParameters, toChatterTable } from '../chatter-plan';
import { PROVIDER_COLUMN, type EmoteKey } from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface TopChattersInput {
  readonly scope: Scope;
  readonly range: Range;
  /** Only uses of this emote. */
  readonly emote?: EmoteKey;
  /** Only chatters after this place of the ranking. */
  readonly after?: { readonly uses: number; readonly userId: string };
  readonly limit: number;
}

const row = z.object({
  /** As the warehouse has it: hashed unless configured otherwise. */
  userId: id,
  uses: count,
  /** Messages with the emote asked for; null without one, as messages don't add up over emotes. */
  messages: count.nullable(),
  /** Distinct emotes. */
  emotes: count,
});
export type TopChatterRow = z.output<typeof row>;

const chatters = defineQuery({
  sql: ({ scope, range, emote, after }: TopChattersInput) => {
    const ofEmote = emote ? 'AND emote_id = {emote_id:String} AND provider = {provider:String}' : '';
    return `
    SELECT
      user_id AS userId, sum(used) AS uses,
      ${emote ? 'sum(seen)' : "CAST(NULL, 'Nullable(UInt64)')"} AS messages, uniqExact(provider, emote_id) AS emotes
    FROM (
      SELECT user_id, provider, emote_id, sum(uses) AS used, sum(messages) AS seen
      FROM ${toChatterTable(toChatterPlan(range), scope, `user_id != 0 ${ofEmote}`)}
      GROUP BY user_id, provider, emote_id
    )
    GROUP BY user_id
    ${
      after
        ? 'HAVING uses < {after_uses:UInt64} OR uses = {after_uses:UInt64} AND user_id > {after_user_id:UInt64}'
        : ''
    }
    ORDER BY uses DESC, user_id
    LIMIT {limit:UInt32}`;
  },
  parameters: ({ scope, range, emote, after, limit }) => ({
    ...toScopeParameters(scope),
    ...toChatterParameters(toChatterPlan(range)),
    ...(emote && { provider: PROVIDER_COLUMN[emote.provider], emote_id: emote.emoteId }),
    ...(after && { after_uses: after.uses, after_user_id: after.userId }),
    limit,
  }),
  row,
});

/**
 * Chatters by uses, of an emote or of all, most first; equals by id. Those not to be known are not among them. Whole UTC
 * days reach as far back as chatters' days are kept.
 *
 * @throws NotKept when the range has parts of days whose raw rows are gone
 */
export async function topChatters(store: Store, input: TopChattersInput): Promise<TopChatterRow[]> {
  const { raw } = toChatterPlan(input.range);
  const [rows] = await Promise.all([chatters(store, input), ...raw.map((plan) => expectKept(store, plan))]);
  return rows;
}
