import { toBucketing, type Bucketing, type Granularity } from './granularity';
import type { Range } from './range';
import type { ReadPlan } from './read-plan';
import { toFilteredPlan, type UsageFilter } from './usage-filter';

/** Which time a range is compared with: as long as itself, and so much earlier that both have elapsed as far. */
export const COMPARISONS = ['PREVIOUS_PERIOD', 'SAME_TIME_YESTERDAY', 'SAME_TIME_LAST_WEEK'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface CutInput extends UsageFilter {
  readonly range: Range;
  readonly granularity: Granularity;
  /** Whose hours, days, weeks and months, an IANA name; default UTC. */
  readonly timezone?: string;
}

/** A range and how it is cut; `shift` seconds are added to what is read, to lay an earlier time over a later one. */
export interface Cut {
  readonly bucketing: Bucketing;
  readonly plan: ReadPlan;
  readonly shift: number;
}

/**
 * How a range is read, or the time that it is compared with, whose buckets are then those of the range.
 *
 * @throws TooManyBuckets. @throws RangeError for an unknown timezone, or when the range is no sound one.
 */
export function toCut(input: CutInput, compareTo?: Comparison): Cut {
  const { range, granularity, timezone = 'UTC' } = input;
  const bucketing = toBucketing(range, granularity, timezone);
  const shiftMs = compareTo === undefined ? 0 : toShiftMs(compareTo, range);
  const shift = shiftMs / 1_000;
  const earlier = { fromMs: range.fromMs - shiftMs, toMs: range.toMs - shiftMs };
  return { bucketing, plan: toFilteredPlan(earlier, input, shiftBack(bucketing, shift)), shift };
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
