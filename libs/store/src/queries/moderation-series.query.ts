import { MODERATION_ACTIONS, type ModerationAction } from '@emotide/domain';
import { z } from 'zod';
import { BUCKET, STEP_SECONDS, type Granularity } from '../granularity';
import { count, defineQuery, timeMs } from '../query';
import { IN_RANGE, toRangeParameters, type Range } from '../range';
import type { Scope } from '../scope';
import { toScopeParameters } from '../scope';

export interface ModerationSeriesInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly granularity: Granularity;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket; days and hours are UTC's. */
  startMs: timeMs,
  action: z.enum(Object.keys(MODERATION_ACTIONS) as [ModerationAction, ...ModerationAction[]]),
  /** How often it was done in the bucket. */
  acts: count,
});
export type ModerationPointRow = z.output<typeof row>;

/**
 * What moderators did over time, oldest first, a row for each bucket and action; buckets without any have none. Acts are
 * told to each room of a shared chat apart, so over channels they add up as they are.
 */
export const moderationSeries = defineQuery({
  sql: ({ scope }: ModerationSeriesInput) => `
    SELECT ${BUCKET} AS startMs, action, sum(acts) AS acts
    FROM moderation_minute
    WHERE ${scope === 'all' ? '' : 'channel_id = {channel_id:UInt64} AND'} ${IN_RANGE}
    GROUP BY startMs, action
    ORDER BY startMs, action
    LIMIT {limit:UInt32}`,
  parameters: ({ scope, range, granularity, limit }) => ({
    ...toScopeParameters(scope),
    ...toRangeParameters(range),
    step: STEP_SECONDS[granularity],
    limit,
  }),
  row,
});
