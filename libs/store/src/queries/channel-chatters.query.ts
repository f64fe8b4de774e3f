import { z } from 'zod';
import { toUsedTable } from '../channel-usage';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';

export interface ChannelChattersInput {
  readonly range: Range;
  readonly channelIds: readonly string[];
  /** Whether those count who are seen through copies from a shared chat: yes in a channel's own picture. */
  readonly withCopies: boolean;
}

const row = z.object({ channelId: id, emoteChatters: count });

const toCondition = (withCopies: boolean): string =>
  `channel_id IN (SELECT toUInt64(arrayJoin({channel_ids:Array(String)}))) ${withCopies ? '' : 'AND NOT shared_copy'}`;

const chatters = defineQuery({
  sql: ({ range, withCopies }: ChannelChattersInput) => `
    SELECT channel_id AS channelId, uniqCombined64Merge(chatters) AS emoteChatters
    FROM ${toUsedTable(toReadPlan(range), toCondition(withCopies), 'chatters')}
    GROUP BY channel_id`,
  parameters: ({ range, channelIds }) => ({
    ...toPlanParameters(toReadPlan(range)),
    channel_ids: channelIds,
  }),
  row,
});

/**
 * Distinct known chatters who used an emote, per channel; no row for a channel without any. Who uses none is never
 * stored. Apart from the other measures for its cost, as `emoteChatters`.
 *
 * @throws NotKept
 */
export async function channelChatters(
  store: Store,
  input: ChannelChattersInput,
): Promise<z.output<typeof row>[]> {
  const [rows] = await Promise.all([chatters(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows;
}
