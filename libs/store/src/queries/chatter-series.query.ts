import { z } from 'zod';
import { toBucketParameters, toBucketSql } from '../granularity';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters } from '../read-plan';
import { toCut, type Comparison, type Cut, type CutInput } from '../series-cut';
import type { Store } from '../store';
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

export interface ChatterSeriesInput extends CutInput {
  /** Of the time that the range is compared with, laid over it. */
  readonly compareTo?: Comparison;
  readonly limit: number;
}

interface CutChatters extends Cut {
  readonly input: ChatterSeriesInput;
}

const row = z.object({ startMs: timeMs, emoteChatters: count });

const series = defineQuery({
  sql: ({ input, bucketing, plan }: CutChatters) => `
    SELECT
      ${toBucketSql(bucketing, 'toUnixTimestamp(at) + {shift:UInt32}')} AS startMs,
      ${toChattersSql(plan)} AS emoteChatters
    FROM ${toUsesTable(input, plan, ['chatters'])}
    GROUP BY startMs
    ORDER BY startMs
    LIMIT {limit:UInt32}`,
  parameters: ({ input, bucketing, plan, shift }) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(plan),
    ...toBucketParameters(bucketing),
    shift,
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
  const cut = toCut(input, input.compareTo);
  const [rows] = await Promise.all([series(store, { input, ...cut }), expectKept(store, cut.plan)]);
  return rows;
}

export interface ChatterTotalInput extends UsageFilter {
  readonly range: Range;
}

const total = defineQuery({
  sql: (input: ChatterTotalInput) => {
    const plan = toFilteredPlan(input.range, input);
    return `SELECT ${toChattersSql(plan)} AS emoteChatters FROM ${toUsesTable(input, plan, ['chatters'])}`;
  },
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toFilteredPlan(input.range, input)),
  }),
  row: row.omit({ startMs: true }),
});

/** The same of a range as a whole, in which somebody counts once. @throws NotKept */
export async function chatterTotal(store: Store, input: ChatterTotalInput): Promise<number> {
  const plan = toFilteredPlan(input.range, input);
  const [rows] = await Promise.all([total(store, input), expectKept(store, plan)]);
  return rows[0]!.emoteChatters;
}
