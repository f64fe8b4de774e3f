import { z } from 'zod';
import { PROVIDER_COLUMN, type EmoteKey } from '../emote-columns';
import { BUCKET, STEP_SECONDS, type Granularity } from '../granularity';
import { count, defineQuery, timeMs } from '../query';
import { IN_RANGE, toRangeParameters, type Range } from '../range';
import { toScopeCondition, toScopeParameters, type Scope } from '../scope';

export interface UsageSeriesInput {
  readonly scope: Scope;
  /** Only this emote's uses, and the messages with it. */
  readonly emote?: EmoteKey;
  readonly range: Range;
  readonly granularity: Granularity;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket; days and hours are UTC's. */
  startMs: timeMs,
  /** Messages read, with emotes or without. */
  messages: count,
  /** Messages with at least one emote, or with the emote asked for. */
  messagesWithEmotes: count,
  uses: count,
});
export type UsagePointRow = z.output<typeof row>;

/**
 * Usage over time, oldest first. Buckets in which nothing was read are left out; the first and the last one hold
 * only what lies in the range.
 */
export const usageSeries = defineQuery({
  sql: ({ scope, emote }: UsageSeriesInput) => `
    SELECT
      bucket AS startMs,
      max(all_messages) AS messages, max(emote_messages) AS messagesWithEmotes,
      max(used) AS uses
    FROM (
      SELECT
        ${BUCKET} AS bucket,
        sum(messages) AS all_messages, ${emote ? 'toUInt64(0)' : 'sum(messages_with_emotes)'} AS emote_messages,
        toUInt64(0) AS used
      FROM activity_minute
      WHERE ${toScopeCondition(scope)} AND ${IN_RANGE}
      GROUP BY bucket
      UNION ALL
      SELECT
        ${BUCKET} AS bucket,
        0, ${emote ? 'sum(messages)' : 'toUInt64(0)'},
        sum(uses)
      FROM emote_minute
      WHERE ${toScopeCondition(scope)} AND ${IN_RANGE}
        ${emote ? 'AND provider = {provider:String} AND emote_id = {emote_id:String}' : ''}
      GROUP BY bucket
    )
    GROUP BY bucket
    ORDER BY bucket
    LIMIT {limit:UInt32}`,
  parameters: ({ scope, emote, range, granularity, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    ...(emote && { provider: PROVIDER_COLUMN[emote.provider], emote_id: emote.emoteId }),
    step: STEP_SECONDS[granularity],
    limit,
  }),
  row,
});
