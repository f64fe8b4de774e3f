import { z } from 'zod';
import { toSaidTable, toUsedTable } from '../channel-usage';
import { provider } from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import { toWholeMinutes } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';

export interface SessionRecapInput {
  readonly channelId: string;
  /** Start and end of the stream, epoch ms; counted are the whole minutes around them. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

const row = z.object({
  messages: count,
  messagesWithEmotes: count,
  uses: count,
  distinctEmotes: count,
  /** Distinct known chatters who used an emote. */
  emoteChatters: count,
  /** The minute with the most uses, the first of equals; null without any. */
  peakMs: timeMs.nullable(),
  peakUses: count,
  /** What was used most in that minute, the least id of equals; null without any. */
  peakEmote: z
    .tuple([provider, z.string(), z.string()])
    .transform(([by, emoteId, name]) => ({ provider: by, emoteId, name }))
    .nullable(),
});
export type SessionRecapRow = z.output<typeof row>;

/** A peak is a minute's, so all of it comes from minutes. */
const toPlan = ({ startedAtMs, endedAtMs }: SessionRecapInput) =>
  toReadPlan(toWholeMinutes(startedAtMs, endedAtMs), { type: 'steps', step: 60 });

const recap = defineQuery({
  sql: (input: SessionRecapInput) => {
    const plan = toPlan(input);
    const inChannel = 'channel_id = {channel_id:UInt64}';
    return `
    WITH
      used AS (
        SELECT at, provider, emote_id, argMax(emote_name, uses) AS name, sum(uses) AS total, uniqCombined64MergeState(chatters) AS people
        FROM ${toUsedTable(plan, inChannel, 'provider, emote_id, emote_name, uses, chatters')}
        GROUP BY at, provider, emote_id
      ),
      peak AS (SELECT at, sum(total) AS uses FROM used GROUP BY at ORDER BY uses DESC, at LIMIT 1),
      best AS (
        SELECT provider, emote_id, name FROM used
        WHERE at = (SELECT at FROM peak)
        ORDER BY total DESC, emote_id, toString(provider) LIMIT 1
      )
    SELECT
      said.messages AS messages, said.with_emotes AS messagesWithEmotes,
      sums.uses AS uses, sums.emotes AS distinctEmotes, sums.chatters AS emoteChatters,
      toInt64(toUnixTimestamp((SELECT at FROM peak))) * 1000 AS peakMs,
      ifNull((SELECT uses FROM peak), 0) AS peakUses,
      (SELECT (toString(provider), emote_id, toString(name)) FROM best) AS peakEmote
    FROM (
      SELECT sum(messages) AS messages, sum(messages_with_emotes) AS with_emotes FROM ${toSaidTable(plan, inChannel)}
    ) AS said
    CROSS JOIN (
      SELECT sum(total) AS uses, uniqExact(provider, emote_id) AS emotes, uniqCombined64Merge(people) AS chatters FROM used
    ) AS sums`;
  },
  parameters: (input) => ({
    channel_id: input.channelId,
    ...toPlanParameters(toPlan(input)),
  }),
  row,
});

/**
 * What a stream was, in one row: what was said and used, by how many, and its greatest minute. Its best emotes are
 * `topEmotes` of the same time.
 *
 * @throws NotKept @throws RangeError when it does not begin before it ends.
 */
export async function sessionRecap(store: Store, input: SessionRecapInput): Promise<SessionRecapRow> {
  const [rows] = await Promise.all([recap(store, input), expectKept(store, toPlan(input))]);
  return rows[0]!;
}
