import { channelUsageRow, toChannelUsageSql } from '../channel-usage';
import { defineQuery } from '../query';
import { toRangeParameters, type Range } from '../range';

export interface ChannelTotalsInput {
  readonly channelId: string;
  readonly range: Range;
}

/** One channel's own picture, copies from shared chats included. No row when nothing was said in the range. */
export const channelTotals = defineQuery({
  sql: (_: ChannelTotalsInput) => `
    SELECT channel_id AS channelId, * EXCEPT channel_id
    FROM (${toChannelUsageSql('channel_id = {channel_id:UInt64}')})`,
  parameters: ({ channelId, range }) => ({ channel_id: channelId, ...toRangeParameters(range) }),
  row: channelUsageRow,
});
