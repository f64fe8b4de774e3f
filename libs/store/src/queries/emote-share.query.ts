import { z } from 'zod';
import { toSaidTable } from '../channel-usage';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import { toListedChannels } from '../scope';
import type { Store } from '../store';

export interface EmoteShareInput {
  readonly range: Range;
  /** Only these channels, by Twitch id, each in its own picture; all, and no copies of shared chats, when absent. */
  readonly channelIds?: readonly string[];
  /** Messages that a channel needs, so that a share means something. */
  readonly leastMessages: number;
  readonly limit: number;
}

const row = z.object({
  channelId: id,
  messages: count,
  messagesWithEmotes: count,
  /** 0 to 1. */
  share: z.number(),
});
export type EmoteShareRow = z.output<typeof row>;

const shares = defineQuery({
  sql: ({ range, channelIds }: EmoteShareInput) => `
    SELECT
      channel_id AS channelId, sum(said.messages) AS messages, sum(said.messages_with_emotes) AS messagesWithEmotes,
      messagesWithEmotes / messages AS share
    FROM ${toSaidTable(
      toReadPlan(range),
      channelIds ? toListedChannels('channel_ids') : 'NOT shared_copy',
    )} AS said
    GROUP BY channel_id
    HAVING messages >= {least:UInt64}
    ORDER BY share DESC, channel_id
    LIMIT {limit:UInt32}`,
  parameters: ({ range, channelIds, leastMessages, limit }) => ({
    ...toPlanParameters(toReadPlan(range)),
    ...(channelIds && { channel_ids: channelIds }),
    least: Math.max(1, leastMessages),
    limit,
  }),
  row,
});

/**
 * The share of messages with at least one emote, by channel, greatest first; equals by id.
 *
 * @throws NotKept
 */
export async function emoteShare(store: Store, input: EmoteShareInput): Promise<EmoteShareRow[]> {
  const [rows] = await Promise.all([shares(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows;
}
