import { z } from 'zod';
import { toCommittedCondition, toCommittedParameters, type CommittedRows } from '../committed-rows';
import { emoteClass, provider } from '../emote-columns';
import { defineQuery, id } from '../query';

/** Part of the channels and of the time of {@link CommittedRows}, as much as an answer can hold. */
export interface RecentRowsInput extends CommittedRows {
  /** First and last channel by id, both included. */
  readonly fromChannelId: string;
  readonly toChannelId: string;
  /** End of the time, not included; a whole second, epoch ms. */
  readonly toMs: number;
}

/** SQL and parameters of that part. */
export const toPartCondition = (time: 'sent_at' | 'second'): string => `
  channel_id BETWEEN {from_channel:UInt64} AND {to_channel:UInt64}
  AND ${time} < toDateTime({to:UInt32}, 'UTC') AND ${toCommittedCondition(time)}`;

export const toPartParameters = ({ fromChannelId, toChannelId, toMs, ...rows }: RecentRowsInput) => ({
  ...toCommittedParameters(rows),
  from_channel: fromChannelId,
  to_channel: toChannelId,
  to: Math.ceil(toMs / 1000),
});

const numbers = z.array(z.number());
const row = z
  .object({
    channelId: id,
    /** Whether these messages are copies from another channel of a shared chat. */
    sharedCopy: z.boolean(),
    provider,
    emoteId: z.string(),
    name: z.string(),
    class: emoteClass,
    /** Seconds of Twitch's time with uses, epoch seconds, in any order; and of each its uses and messages. */
    seconds: numbers,
    uses: numbers,
    messages: numbers,
  })
  .refine(({ seconds, uses, messages }) => seconds.length === uses.length && uses.length === messages.length);
export type RecentUsesRow = z.output<typeof row>;

/**
 * Committed uses by second. One row per emote as written, with its seconds in lists: a tenth of the bytes of a row per
 * second.
 */
export const recentUses = defineQuery({
  sql: (_: RecentRowsInput) => `
    SELECT
      channel_id AS channelId, shared AS sharedCopy, provider, emote_id AS emoteId, emote_name AS name, class,
      groupArray(at) AS seconds, groupArray(used) AS uses, groupArray(seen) AS messages
    FROM (
      SELECT
        channel_id, toBool(bitAnd(flags, 2)) AS shared, provider, emote_id, emote_name, class,
        toUnixTimestamp(sent_at) AS at, toUInt32(sum(uses)) AS used, toUInt32(count()) AS seen
      FROM events
      WHERE ${toPartCondition('sent_at')}
      GROUP BY channel_id, shared, provider, emote_id, emote_name, class, at
    )
    GROUP BY channel_id, shared, provider, emote_id, emote_name, class`,
  parameters: toPartParameters,
  row,
});
