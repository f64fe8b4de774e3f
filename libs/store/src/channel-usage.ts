import { z } from 'zod';
import { count, id } from './query';
import { toTable, type ReadPlan } from './read-plan';

/** What was used and said in one channel. */
export const channelUsageRow = z.object({
  channelId: id,
  /** Messages read, with emotes or without. */
  messages: count,
  /** Messages with at least one emote: not the sum over emotes, as one message may have several. */
  messagesWithEmotes: count,
  /** Occurrences of emotes. */
  uses: count,
  /** Distinct emotes by provider and id. */
  distinctEmotes: count,
});
export type ChannelUsageRow = z.output<typeof channelUsageRow>;

/** Table expressions of what channels said and used under a condition on `channel_id` and `shared_copy`. */
export const toSaidTable = (plan: ReadPlan, condition: string): string =>
  toTable({
    plan,
    grains: { HOUR: 'activity_hour', MINUTE: 'activity_minute' },
    columns: 'channel_id, messages, messages_with_emotes',
    condition,
  });
export const toUsedTable = (plan: ReadPlan, condition: string, columns: string): string =>
  toTable({
    plan,
    grains: { HOUR: 'emote_hour', MINUTE: 'emote_minute' },
    columns: `channel_id, ${columns}`,
    condition,
  });

/** Usage per channel under a condition on `channel_id` and `shared_copy`, in the plan's range. */
export const toChannelUsageSql = (plan: ReadPlan, condition: string): string => `
  SELECT
    channel_id,
    max(all_messages) AS messages, max(emote_messages) AS messagesWithEmotes,
    max(used) AS uses, max(emotes) AS distinctEmotes
  FROM (
    SELECT
      channel_id,
      sum(messages) AS all_messages, sum(messages_with_emotes) AS emote_messages,
      toUInt64(0) AS used, toUInt64(0) AS emotes
    FROM ${toSaidTable(plan, condition)}
    GROUP BY channel_id
    UNION ALL
    SELECT
      channel_id,
      0, 0,
      sum(uses), uniqExact(provider, emote_id)
    FROM ${toUsedTable(plan, condition, 'provider, emote_id, uses')}
    GROUP BY channel_id
  )
  GROUP BY channel_id`;
