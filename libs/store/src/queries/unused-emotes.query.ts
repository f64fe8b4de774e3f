import { z } from 'zod';
import { CLASS_NOW, PROVIDER_COLUMN, emoteClass, provider, type EmoteKey } from '../emote-columns';
import { expectKept } from '../not-kept';
import { defineQuery, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';
import { toFilterParameters, toUsesTable } from '../usage-filter';

export interface UnusedEmotesInput {
  readonly channelId: string;
  readonly range: Range;
  /** Emotes that the channel has beside those that the catalogue knows as its own: its sets of third parties. */
  readonly emotes: readonly EmoteKey[];
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  /** As the provider gives it. */
  name: z.string(),
  class: emoteClass,
  /** Start of the last hour in which it was used in this channel; null when it never was. */
  lastUsedMs: timeMs.nullable(),
});
export type UnusedEmoteRow = z.output<typeof row>;

const unused = defineQuery({
  sql: (input: UnusedEmotesInput) => `
    SELECT
      known.provider AS provider, known.emote_id AS emoteId, known.name AS name, known.known_class AS class,
      if(ever.last_hour = 0, NULL, toInt64(toUnixTimestamp(ever.last_hour)) * 1000) AS lastUsedMs
    FROM (
      SELECT provider, emote_id, name, ${CLASS_NOW} AS known_class
      FROM (
        SELECT provider, emote_id, argMax(name, updated_at) AS name, argMax(class, updated_at) AS stamped_class
        FROM catalogue
        WHERE owner_id = {channel_id:UInt64}
          OR emote_id IN {emote_ids:Array(String)}
          AND has(arrayZip({providers:Array(String)}, {emote_ids:Array(String)}), (toString(provider), emote_id))
        GROUP BY provider, emote_id
      )
    ) AS known
    LEFT JOIN (
      SELECT provider, emote_id, max(hour) AS last_hour
      FROM emote_hour
      WHERE channel_id = {channel_id:UInt64}
      GROUP BY provider, emote_id
    ) AS ever ON ever.provider = known.provider AND ever.emote_id = known.emote_id
    WHERE (known.provider, known.emote_id) NOT IN (
      SELECT provider, emote_id FROM ${toUsesTable({ scope: { channelId: input.channelId } }, toReadPlan(input.range), ['provider', 'emote_id'])}
    )
    ORDER BY lastUsedMs ASC NULLS FIRST, name, emoteId, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: ({ channelId, range, emotes, limit }) => ({
    ...toFilterParameters({ scope: { channelId } }),
    ...toPlanParameters(toReadPlan(range)),
    providers: emotes.map((emote) => PROVIDER_COLUMN[emote.provider]),
    emote_ids: emotes.map(({ emoteId }) => emoteId),
    limit,
  }),
  row,
});

/**
 * A channel's emotes that nobody used there in the range: never used ones first, then those longest unused; equals by
 * name. Emotes that the catalogue does not know are left out, as nothing could be shown of them.
 *
 * @throws NotKept
 */
export async function unusedEmotes(store: Store, input: UnusedEmotesInput): Promise<UnusedEmoteRow[]> {
  const [rows] = await Promise.all([unused(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows;
}
