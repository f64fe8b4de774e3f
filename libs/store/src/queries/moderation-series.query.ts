import { MODERATION_ACTIONS, type ModerationAction } from '@emotide/domain';
import { z } from 'zod';
import { toBucketParameters, toBucketSql, toBucketing, type Granularity } from '../granularity';
import { NotKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';
import { toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface ModerationSeriesInput {
  readonly scope: Scope;
  readonly range: Range;
  /** Not by the second. */
  readonly granularity: Exclude<Granularity, 'SECOND'>;
  /** Whose hours, days, weeks and months; default UTC. */
  readonly timezone?: string;
  /** Whether all that is kept is asked for, whatever was there once. */
  readonly isAllKept?: boolean;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket. */
  startMs: timeMs,
  action: z.enum(Object.keys(MODERATION_ACTIONS) as [ModerationAction, ...ModerationAction[]]),
  /** How often it was done in the bucket. */
  acts: count,
});
export type ModerationPointRow = z.output<typeof row>;

const toBuckets = ({ range, granularity, timezone = 'UTC' }: ModerationSeriesInput) =>
  toBucketing(range, granularity, timezone);

const toChannelCondition = (scope: Scope): string =>
  scope === 'all' ? 'true' : 'channel_id = {channel_id:UInt64}';

const series = defineQuery({
  sql: (input: ModerationSeriesInput) => `
    SELECT ${toBucketSql(toBuckets(input), 'toUnixTimestamp(minute)')} AS startMs, action, sum(acts) AS acts
    FROM moderation_minute
    WHERE ${toChannelCondition(input.scope)}
      AND minute >= toDateTime({from:UInt32}, 'UTC') AND minute < toDateTime({to:UInt32}, 'UTC')
    GROUP BY startMs, action
    ORDER BY startMs, action
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toScopeParameters(input.scope),
    ...toRangeParameters(input.range),
    ...toBucketParameters(toBuckets(input)),
    limit: input.limit,
  }),
  row,
});

/**
 * An hour in which something was read on a day whose acts are older than their table keeps them. Acts are too few to tell
 * from the table itself whether some are gone; hours of what was said are kept for ever.
 */
const gone = defineQuery({
  sql: ({ scope }: ModerationSeriesInput) => `
    WITH (
      SELECT max(toUInt32OrZero(extract(engine_full, ' TTL log_day \\\\+ toIntervalDay\\\\((\\\\d+)\\\\)')))
      FROM system.tables WHERE database = currentDatabase() AND name = 'moderation_minute'
    ) AS kept_days
    SELECT 1 AS found
    FROM activity_hour
    WHERE ${toChannelCondition(scope)} AND kept_days > 0 AND log_day < toDate(now(), 'UTC') - kept_days
      AND hour >= toStartOfHour(toDateTime({from:UInt32}, 'UTC')) AND hour < toDateTime({to:UInt32}, 'UTC')
    LIMIT 1`,
  parameters: ({ scope, range }) => ({ ...toScopeParameters(scope), ...toRangeParameters(range) }),
  row: z.object({ found: z.number() }),
});

/**
 * What moderators did over time, oldest first, a row for each bucket and action; buckets without any have none. Acts are
 * told to each room of a shared chat apart, so over channels they add up as they are.
 *
 * @throws NotKept when something of the range was read so long ago that acts of it are gone. @throws TooManyBuckets
 * @throws RangeError for an unknown timezone
 */
export async function moderationSeries(
  store: Store,
  input: ModerationSeriesInput,
): Promise<ModerationPointRow[]> {
  const [rows, lost] = await Promise.all([
    series(store, input),
    input.isAllKept === true ? [] : gone(store, input),
  ]);
  if (lost.length > 0) throw new NotKept('ACTS');
  return rows;
}
