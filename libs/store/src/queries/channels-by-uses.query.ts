import { z } from 'zod';
import { expectKept } from '../not-kept';
import { count, defineQuery, id, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

export interface ChannelsByUsesInput extends Omit<UsageFilter, 'scope'> {
  readonly range: Range;
  /** Only channels after this place of the ranking. */
  readonly after?: { readonly uses: number; readonly channelId: string };
  readonly limit: number;
}

const row = z.object({
  channelId: id,
  /** Latest login heard. */
  login: z.string(),
  /** When the channel was last heard, by Twitch's clock, to the second. */
  lastSentAtMs: timeMs,
  uses: count,
  /** Messages with the emote asked for; null without one, as messages don't add up over emotes. */
  messages: count.nullable(),
  /** Distinct emotes of the filter that were used there. */
  emotes: count,
  /** Distinct known chatters who used one of them. */
  chatters: count,
});
export type ChannelByUsesRow = z.output<typeof row>;

type Filtered = Omit<ChannelsByUsesInput, 'after' | 'limit'>;
const toFilter = ({ range: _, ...filter }: Filtered): UsageFilter => ({ ...filter, scope: 'all' });
const toPlan = (input: Filtered) => toFilteredPlan(input.range, toFilter(input));

const ranking = defineQuery({
  sql: ({ after, limit: _, ...input }: ChannelsByUsesInput) => {
    const plan = toPlan(input);
    const table = (...columns: Parameters<typeof toUsesTable>[2]) =>
      toUsesTable(toFilter(input), plan, columns);
    return `
    WITH page AS (
      SELECT channel_id, sum(uses) AS total
      FROM ${table('channel_id', 'uses')}
      GROUP BY channel_id
      ${
        after
          ? 'HAVING total < {after_uses:UInt64} OR total = {after_uses:UInt64} AND channel_id > {after_channel_id:UInt64}'
          : ''
      }
      ORDER BY total DESC, channel_id
      LIMIT {limit:UInt32}
    )
    SELECT
      page.channel_id AS channelId, names.login AS login, toUnixTimestamp64Milli(names.heard_at) AS lastSentAtMs,
      page.total AS uses, used.messages AS messages, used.emotes AS emotes, used.chatters AS chatters
    FROM page
    LEFT JOIN (
      SELECT
        channel_id, ${input.emote ? 'sum(messages)' : "CAST(NULL, 'Nullable(UInt64)')"} AS messages,
        uniqExact(provider, emote_id) AS emotes, ${toChattersSql(plan)} AS chatters
      FROM ${table('channel_id', 'provider', 'emote_id', 'messages', 'chatters')}
      WHERE channel_id IN (SELECT channel_id FROM page)
      GROUP BY channel_id
    ) AS used ON used.channel_id = page.channel_id
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login, max(last_sent_at) AS heard_at
      FROM channels WHERE channel_id IN (SELECT channel_id FROM page) GROUP BY channel_id
    ) AS names ON names.channel_id = page.channel_id
    ORDER BY uses DESC, page.channel_id`;
  },
  parameters: ({ after, limit, ...input }) => ({
    ...toFilterParameters(toFilter(input)),
    ...toPlanParameters(toPlan(input)),
    ...(after && { after_uses: after.uses, after_channel_id: after.channelId }),
    limit,
  }),
  row,
});

/**
 * Channels by uses of the emotes that a filter leaves, most first, equals by id; copies from shared chats count only where
 * they were sent.
 *
 * @throws NotKept
 */
export async function channelsByUses(store: Store, input: ChannelsByUsesInput): Promise<ChannelByUsesRow[]> {
  const [rows] = await Promise.all([ranking(store, input), expectKept(store, toPlan(input))]);
  return rows;
}

const total = defineQuery({
  sql: (input: Filtered) =>
    `SELECT uniqExact(channel_id) AS channels FROM ${toUsesTable(toFilter(input), toPlan(input), ['channel_id'])}`,
  parameters: (input) => ({ ...toFilterParameters(toFilter(input)), ...toPlanParameters(toPlan(input)) }),
  row: z.object({ channels: count }),
});

/** How many channels `channelsByUses` has in all. @throws NotKept */
export async function countChannelsByUses(store: Store, input: Filtered): Promise<number> {
  const [rows] = await Promise.all([total(store, input), expectKept(store, toPlan(input))]);
  return rows[0]!.channels;
}
