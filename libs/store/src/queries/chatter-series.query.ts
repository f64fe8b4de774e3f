import { z } from 'zod';
import { PROVIDER_COLUMN } from '../emote-columns';
import { BUCKET, STEP_SECONDS } from '../granularity';
import { count, defineQuery, timeMs } from '../query';
import { IN_RANGE, toRangeParameters } from '../range';
import { toScopeCondition, toScopeParameters } from '../scope';
import type { UsageSeriesInput } from './usage-series.query';

const row = z.object({ startMs: timeMs, emoteChatters: count });

/**
 * Distinct known chatters who used an emote, or the emote asked for, over time; the buckets of `usageSeries`, those
 * without any left out. Apart from the other measures for its cost, as `emoteChatters`.
 */
export const chatterSeries = defineQuery({
  sql: ({ scope, emote }: UsageSeriesInput) => `
    SELECT ${BUCKET} AS startMs, uniqCombined64Merge(chatters) AS emoteChatters
    FROM emote_minute
    WHERE ${toScopeCondition(scope)} AND ${IN_RANGE}
      ${emote ? 'AND provider = {provider:String} AND emote_id = {emote_id:String}' : ''}
    GROUP BY startMs
    ORDER BY startMs
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
