import { OPEN_END, type DayRange, type LogRecord } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { storedAtMsOf } from './run';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `YYYY-MM-DD` in UTC. */
export const toDay = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** @throws UsageError when the text is no day of the calendar */
export function parseDay(flag: string, text: string): string {
  const timeMs = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(timeMs) || toDay(timeMs) !== text)
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is no day like 2026-11-23`);
  return text;
}

export interface RangeInput {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly today: string;
  /** Day of the log's first record. */
  readonly firstDay: string;
  /** Days of which the warehouse has something that the log does not, in order. */
  readonly irreplaceable: readonly string[];
  /** Days that a replay before this one had begun to exchange. */
  readonly unfinished: DayRange | undefined;
}

/**
 * Which days are built again.
 *
 * Never one of which the warehouse has something that the log does not. What a replay had begun to exchange is finished
 * in any case: half of it is worse than what the log still gives.
 *
 * @throws UsageError naming the first day that can be
 */
export function toRange({ from, to, today, firstDay, irreplaceable, unfinished }: RangeInput): DayRange {
  const lastLost = irreplaceable.at(-1);
  const wholeFrom = lastLost === undefined || lastLost < firstDay ? firstDay : dayAfter(lastLost);
  const end = to === undefined || to >= today ? OPEN_END : to;
  const begin = from ?? unfinished?.from ?? wholeFrom;
  if (unfinished !== undefined)
    return {
      from: begin < unfinished.from ? begin : unfinished.from,
      to: end > unfinished.to ? end : unfinished.to,
    };
  if (begin > end) throw new UsageError(`nothing lies between ${begin} and ${end}`);
  const lost = irreplaceable.filter((day) => day >= begin && day <= end);
  if (begin < firstDay || lost.length > 0)
    throw new UsageError(
      `the log does not hold all of ${begin < firstDay ? begin : lost.join(', ')}: a replay would lose what the warehouse has of it; the first whole day is ${wholeFrom}`,
    );
  return { from: begin, to: end };
}

function dayAfter(day: string): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
}

/** Where the runs of the range begin and end in one partition, as far as the warehouse noted any. */
export interface Borders {
  /** Last sequence of the last run before the range; 0 when there is none. */
  readonly lastBefore: number;
  /** First sequence of the first run behind it; undefined when the warehouse has none. */
  readonly firstAfter: number | undefined;
}

/**
 * Where a record belongs: a run belongs to the day of its first record, so around midnight the noted runs decide and not
 * the clock.
 *
 * - `before`, `within`, `after` the range.
 * - `uncovered`: before the range by its time, and in no noted run: a sink has not stored it yet, or the warehouse lost it.
 */
export function placeOf(
  record: LogRecord,
  { lastBefore, firstAfter }: Borders,
  { from, to }: DayRange,
): 'before' | 'within' | 'after' | 'uncovered' {
  if (record.seq <= lastBefore) return 'before';
  if (firstAfter !== undefined && record.seq >= firstAfter) return 'after';
  const day = toDay(storedAtMsOf(record));
  if (day < from) return 'uncovered';
  return day > to && firstAfter === undefined ? 'after' : 'within';
}
