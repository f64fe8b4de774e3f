import { z } from 'zod';
import { toUsedTable } from '../channel-usage';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import { toListedChannels } from '../scope';
import type { Store } from '../store';
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

/** Of which uses: all that a channel shows, or those of a filter, copies from shared chats left out. */
export type ChattersOf = 'all-shown' | Omit<UsageFilter, 'scope'>;

export interface ChannelChattersInput {
  readonly range: Range;
  readonly channelIds: readonly string[];
  readonly of: ChattersOf;
}

const row = z.object({ channelId: id, emoteChatters: count });

const OF_CHANNELS = toListedChannels('channel_ids');
const toPlan = ({ range, of }: ChannelChattersInput) =>
  of === 'all-shown' ? toReadPlan(range) : toFilteredPlan(range, { ...of, scope: 'all' });

const chatters = defineQuery({
  sql: (input: ChannelChattersInput) => {
    const plan = toPlan(input);
    return `
    SELECT channel_id AS channelId, ${toChattersSql(plan)} AS emoteChatters
    FROM ${
      input.of === 'all-shown'
        ? toUsedTable(plan, OF_CHANNELS, 'chatters')
        : toUsesTable({ ...input.of, scope: 'all' }, plan, ['channel_id', 'chatters'], OF_CHANNELS)
    }
    GROUP BY channel_id`;
  },
  parameters: (input) => ({
    ...(input.of !== 'all-shown' && toFilterParameters({ ...input.of, scope: 'all' })),
    ...toPlanParameters(toPlan(input)),
    channel_ids: input.channelIds,
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
  const [rows] = await Promise.all([chatters(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
