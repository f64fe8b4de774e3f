import { z } from 'zod';
import { toChatterPlan, toChatterParameters, toChatterTable } from '../chatter-plan';
import {
  CLASS_NOW,
  NAME_AND_CLASS,
  PROVIDER_COLUMN,
  emoteClass,
  provider,
  type EmoteKey,
} from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface ChatterEmotesInput {
  readonly scope: Scope;
  readonly range: Range;
  /** As the warehouse has it: hashed unless configured otherwise. `0` is nobody. */
  readonly userId: string;
  /** Only emotes after this place of the ranking. */
  readonly after?: EmoteKey & { readonly uses: number };
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  uses: count,
  /** The chatter's messages with this emote. */
  messages: count,
  /** Channels in which the chatter used it. */
  channels: count,
  /** Where the chatter used it most, by Twitch id. */
  channelId: id,
});
export type ChatterEmoteRow = z.output<typeof row>;

const emotes = defineQuery({
  sql: ({ scope, range, after }: ChatterEmotesInput) => `
    SELECT
      provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class, total AS uses, seen AS messages, channels, channelId
    FROM (
      SELECT
        provider, emote_id, ${NAME_AND_CLASS}, sum(used) AS total, sum(messages) AS seen,
        uniqExact(channel_id) AS channels, argMax(channel_id, (used, channel_id)) AS channelId
      FROM (
        SELECT provider, emote_id, emote_name, class, channel_id, sum(uses) AS used, sum(messages) AS messages
        FROM ${toChatterTable(toChatterPlan(range), scope, 'user_id = {user_id:UInt64} AND user_id != 0')}
        GROUP BY provider, emote_id, emote_name, class, channel_id
      )
      GROUP BY provider, emote_id
    )
    ${
      after
        ? `WHERE total < {after_uses:UInt64} OR total = {after_uses:UInt64}
          AND (emote_id, toString(provider)) > ({after_emote_id:String}, {after_provider:String})`
        : ''
    }
    ORDER BY total DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: ({ scope, range, userId, after, limit }) => ({
    ...toScopeParameters(scope),
    ...toChatterParameters(toChatterPlan(range)),
    user_id: userId,
    ...(after && {
      after_uses: after.uses,
      after_provider: PROVIDER_COLUMN[after.provider],
      after_emote_id: after.emoteId,
    }),
    limit,
  }),
  row,
});

/**
 * What one chatter uses, most used first; equals by id, then provider. Whole UTC days reach as far back as chatters' days
 * are kept.
 *
 * @throws NotKept when the range has parts of days whose raw rows are gone
 */
export async function chatterEmotes(store: Store, input: ChatterEmotesInput): Promise<ChatterEmoteRow[]> {
  const { raw } = toChatterPlan(input.range);
  const [rows] = await Promise.all([emotes(store, input), ...raw.map((plan) => expectKept(store, plan))]);
  return rows;
}
