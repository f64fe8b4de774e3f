import { z } from 'zod';
import { count, defineQuery, id } from '../query';
import { IN_RANGE, toRangeParameters, type Range } from '../range';

export interface ChannelChattersInput {
  readonly range: Range;
  readonly channelIds: readonly string[];
  /** Whether those count who are seen through copies from a shared chat: yes in a channel's own picture. */
  readonly withCopies: boolean;
}

const row = z.object({ channelId: id, emoteChatters: count });

/**
 * Distinct known chatters who used an emote, per channel; no row for a channel without any. Who uses none is never
 * stored. Apart from the other measures for its cost, as `emoteChatters`.
 */
export const channelChatters = defineQuery({
  sql: ({ withCopies }: ChannelChattersInput) => `
    SELECT channel_id AS channelId, uniqCombined64Merge(chatters) AS emoteChatters
    FROM emote_minute
    WHERE channel_id IN (SELECT toUInt64(arrayJoin({channel_ids:Array(String)}))) AND ${IN_RANGE}
      ${withCopies ? '' : 'AND NOT shared_copy'}
    GROUP BY channel_id`,
  parameters: ({ range, channelIds }) => ({ ...toRangeParameters(range), channel_ids: channelIds }),
  row,
});
