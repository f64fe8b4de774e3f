import { z } from 'zod';
import { toBucketParameters, toBucketSql, toBucketing, type Granularity } from '../granularity';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

export interface ChatterSeriesInput extends UsageFilter {
  readonly range: Range;
  readonly granularity: Granularity;
  /** Whose hours, days, weeks and months, an IANA name; default UTC. */
  readonly timezone?: string;
  readonly limit: number;
}

const row = z.object({ startMs: timeMs, emoteChatters: count });

const toBuckets = ({ range, granularity, timezone = 'UTC' }: ChatterSeriesInput) =>
  toBucketing(range, granularity, timezone);
const toPlan = (input: ChatterSeriesInput) => toFilteredPlan(input.range, input, toBuckets(input));

const series = defineQuery({
  sql: (input: ChatterSeriesInput) => `
    SELECT
      ${toBucketSql(toBuckets(input), 'toUnixTimestamp(at)')} AS startMs,
      ${toChattersSql(toPlan(input))} AS emoteChatters
    FROM ${toUsesTable(input, toPlan(input), ['chatters'])}
    GROUP BY startMs
    ORDER BY startMs
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toPlan(input)),
    ...toBucketParameters(toBuckets(input)),
    limit: input.limit,
  }),
  row,
});

/**
 * Distinct known chatters who used an emote, or the emotes asked for, over time; the buckets of `usageSeries`, those
 * without any left out. Apart from the other measures for its cost, as `emoteChatters`.
 *
 * @throws NotKept, TooManyBuckets. @throws RangeError for an unknown timezone.
 */
export async function chatterSeries(
  store: Store,
  input: ChatterSeriesInput,
): Promise<z.output<typeof row>[]> {
  const [rows] = await Promise.all([series(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
