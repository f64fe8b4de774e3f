import { z } from 'zod';
import {
  toBucketParameters,
  toBucketSql,
  toBucketing,
  toStarts,
  type Bucketing,
  type Granularity,
} from '../granularity';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import type { Range } from '../range';
import { toPlanParameters, type ReadPlan } from '../read-plan';
import type { Store } from '../store';
import {
  toActivityTable,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

/** Which time a range is compared with: as long as itself, and so much earlier that both have elapsed as far. */
export const COMPARISONS = ['PREVIOUS_PERIOD', 'SAME_TIME_YESTERDAY', 'SAME_TIME_LAST_WEEK'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface UsageSeriesInput extends UsageFilter {
  readonly range: Range;
  readonly granularity: Granularity;
  /** Whose hours, days, weeks and months, an IANA name; default UTC. */
  readonly timezone?: string;
  /** Whether buckets in which nothing was read are there, with zeros; else they are left out, which is the default. */
  readonly fill?: boolean;
  readonly compareTo?: Comparison;
  /** Points at most. */
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket. */
  startMs: timeMs,
  /** Messages read, with emotes or without. */
  messages: count,
  /** Messages with at least one emote, or with the emote asked for; null where other filters make it no sum of sums. */
  messagesWithEmotes: count.nullable(),
  uses: count,
});
type Measures = Omit<z.output<typeof row>, 'startMs'>;
export interface UsagePointRow extends z.output<typeof row> {
  /** What the time compared with had as long after its beginning; only when asked for. */
  readonly previous?: Measures;
}

/** A range and how it is cut; `shift` seconds are added to what is read, to lay an earlier time over a later one. */
interface Cut {
  readonly input: UsageSeriesInput;
  readonly bucketing: Bucketing;
  readonly plan: ReadPlan;
  readonly shift: number;
}

/** Which messages with emotes can be told: all of them, those with one emote, or none, as messages of emotes don't add up. */
function toMessagesKind({ emote, provider, classes, theme }: UsageFilter): 'all' | 'of-emote' | 'unknown' {
  if (emote) return 'of-emote';
  return provider || classes || theme ? 'unknown' : 'all';
}

const series = defineQuery({
  sql: ({ input, bucketing, plan }: Cut) => {
    const kind = toMessagesKind(input);
    const bucket = toBucketSql(bucketing, 'toUnixTimestamp(at) + {shift:UInt32}');
    const shown = kind === 'unknown' ? "CAST(NULL, 'Nullable(UInt64)')" : 'sum(emote_messages)';
    return `
    SELECT
      ${bucket} AS startMs,
      sum(all_messages) AS messages, ${shown} AS messagesWithEmotes, sum(used) AS uses
    FROM (
      SELECT
        at, sum(messages) AS all_messages,
        ${kind === 'all' ? 'sum(messages_with_emotes)' : 'toUInt64(0)'} AS emote_messages, toUInt64(0) AS used
      FROM ${toActivityTable(input, plan)}
      GROUP BY at
      UNION ALL
      SELECT at, 0, ${kind === 'of-emote' ? 'sum(messages)' : 'toUInt64(0)'}, sum(uses)
      FROM ${toUsesTable(input, plan, kind === 'of-emote' ? ['uses', 'messages'] : ['uses'])}
      GROUP BY at
    )
    GROUP BY startMs
    ORDER BY startMs
    LIMIT {limit:UInt32}`;
  },
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
 * Usage over time, oldest first. The first and the last bucket hold only what lies in the range.
 *
 * @throws NotKept, TooManyBuckets. @throws RangeError for an unknown timezone, or when the range is no sound one.
 */
export async function usageSeries(store: Store, input: UsageSeriesInput): Promise<UsagePointRow[]> {
  const { range, granularity, timezone = 'UTC', compareTo, fill = false, limit } = input;
  const bucketing = toBucketing(range, granularity, timezone);
  const starts = fill ? toStarts(bucketing, range, limit) : undefined;
  const read = async (shiftMs: number) => {
    const earlier = { fromMs: range.fromMs - shiftMs, toMs: range.toMs - shiftMs };
    const shift = shiftMs / 1_000;
    const plan = toFilteredPlan(earlier, input, shiftBack(bucketing, shift));
    const cut = { input, bucketing, plan, shift };
    const [rows] = await Promise.all([series(store, cut), expectKept(store, plan)]);
    return new Map(rows.map(({ startMs, ...measures }) => [startMs, measures]));
  };
  const [now, before] = await Promise.all([
    read(0),
    compareTo === undefined ? undefined : read(toShiftMs(compareTo, range)),
  ]);
  const nothing: Measures = {
    messages: 0,
    messagesWithEmotes: toMessagesKind(input) === 'unknown' ? null : 0,
    uses: 0,
  };
  const found = starts?.map((start) => start * 1_000) ?? [
    ...new Set([...now.keys(), ...(before?.keys() ?? [])]),
  ];
  return found
    .sort((a, b) => a - b)
    .slice(0, limit)
    .map((startMs) => ({
      startMs,
      ...(now.get(startMs) ?? nothing),
      ...(before && { previous: before.get(startMs) ?? nothing }),
    }));
}

/** The moments of an earlier time that are borders once it is laid over the later one. */
const shiftBack = (bucketing: Bucketing, shift: number): Bucketing =>
  bucketing.type === 'listed'
    ? { type: 'listed', starts: bucketing.starts.map((start) => start - shift) }
    : shift % bucketing.step === 0 || bucketing.step < 3_600
      ? bucketing
      : // Hours are whole hours later; when the shift is not, minutes alone can tell.
        shift % 3_600 === 0
        ? bucketing
        : { type: 'steps', step: 60 };

const DAY_MS = 86_400_000;
function toShiftMs(comparison: Comparison, { fromMs, toMs }: Range): number {
  switch (comparison) {
    case 'PREVIOUS_PERIOD':
      return toMs - fromMs;
    case 'SAME_TIME_YESTERDAY':
      return DAY_MS;
    case 'SAME_TIME_LAST_WEEK':
      return 7 * DAY_MS;
  }
}
