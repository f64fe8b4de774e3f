import { channelUsageRow, toChannelUsageSql, type ChannelUsageRow } from '../channel-usage';
import { expectKept } from '../not-kept';
import { defineQuery } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';

export interface ChannelTotalsInput {
  readonly channelId: string;
  readonly range: Range;
}

const totals = defineQuery({
  sql: ({ range }: ChannelTotalsInput) => `
    SELECT channel_id AS channelId, * EXCEPT channel_id
    FROM (${toChannelUsageSql(toReadPlan(range), 'channel_id = {channel_id:UInt64}')})`,
  parameters: ({ channelId, range }) => ({
    channel_id: channelId,
    ...toPlanParameters(toReadPlan(range)),
  }),
  row: channelUsageRow,
});

/**
 * One channel's own picture, copies from shared chats included. No row when nothing was said in the range.
 *
 * @throws NotKept
 */
export async function channelTotals(store: Store, input: ChannelTotalsInput): Promise<ChannelUsageRow[]> {
  const [rows] = await Promise.all([totals(store, input), expectKept(store, toReadPlan(input.range))]);
  return rows;
}
