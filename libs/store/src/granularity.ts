import { offsetMs, startOfLocalDay, toLocalDate, type LocalDate } from './local-time';
import type { Range } from './range';

/** Lengths of buckets that are as long as one another wherever clocks are not put. */
export const STEP_SECONDS = { SECOND: 1, MINUTE: 60, HOUR: 3_600, DAY: 86_400 } as const;
export const GRANULARITIES = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
/** Weeks begin on Monday. */
export type Granularity = (typeof GRANULARITIES)[number];

/** More starts than these don't travel with a query. */
const MOST_LISTED = 10_000;

/** More buckets were asked for than anyone can look at; the reader can ask for less time or longer buckets. */
export class TooManyBuckets extends Error {
  override name = 'TooManyBuckets';
}

/** How time is cut: every so many seconds from 1970 on, or at listed moments (epoch seconds), the first not after the range. */
export type Bucketing =
  | { readonly type: 'steps'; readonly step: number }
  | { readonly type: 'listed'; readonly starts: readonly number[] };

/**
 * How a range is cut. The first bucket may begin before the range and the last one end after it; they hold what lies in
 * the range.
 *
 * @param timezone IANA name: hours, days, weeks and months are those of its clocks and calendar.
 * @throws RangeError for an unknown timezone. @throws TooManyBuckets
 */
export function toBucketing(range: Range, granularity: Granularity, timezone: string): Bucketing {
  switch (granularity) {
    case 'SECOND':
    case 'MINUTE':
      // Every clock is whole minutes from UTC since 1972.
      return { type: 'steps', step: STEP_SECONDS[granularity] };
    case 'HOUR':
      if (hasWholeHours(range, timezone)) return { type: 'steps', step: STEP_SECONDS.HOUR };
      return { type: 'listed', starts: listHours(range, timezone) };
    case 'DAY':
      if (timezone === 'UTC') return { type: 'steps', step: STEP_SECONDS.DAY };
      return { type: 'listed', starts: listDays(range, timezone, (date) => date, { days: 1 }) };
    case 'WEEK':
      return { type: 'listed', starts: listDays(range, timezone, toMonday, { days: 7 }) };
    case 'MONTH': {
      const toFirst = (date: LocalDate): LocalDate => ({ ...date, day: 1 });
      return { type: 'listed', starts: listDays(range, timezone, toFirst, { months: 1 }) };
    }
  }
}

/** Starts of all buckets that the range touches, epoch seconds, in order. @throws TooManyBuckets */
export function toStarts(bucketing: Bucketing, { fromMs, toMs }: Range, most: number): readonly number[] {
  if (bucketing.type === 'listed') {
    if (bucketing.starts.length > most) throw new TooManyBuckets(`${bucketing.starts.length} buckets`);
    return bucketing.starts;
  }
  const { step } = bucketing;
  const first = Math.floor(fromMs / 1_000 / step);
  const length = Math.ceil(toMs / 1_000 / step) - first;
  if (length > most) throw new TooManyBuckets(`${length} buckets`);
  return Array.from({ length }, (_, i) => (first + i) * step);
}

/** Start of the bucket of `seconds`, an SQL expression of epoch seconds, in epoch ms. */
export const toBucketSql = (bucketing: Bucketing, seconds: string): string =>
  bucketing.type === 'steps'
    ? `toInt64(intDiv(${seconds}, {step:UInt32}) * {step:UInt32}) * 1000`
    : `toInt64(roundDown(${seconds}, {starts:Array(UInt32)})) * 1000`;

/** Binds what {@link toBucketSql} names. */
export const toBucketParameters = (bucketing: Bucketing): { step: number } | { starts: readonly number[] } =>
  bucketing.type === 'steps' ? { step: bucketing.step } : { starts: bucketing.starts };

const HOUR_MS = STEP_SECONDS.HOUR * 1_000;

function hasWholeHours({ fromMs, toMs }: Range, timezone: string): boolean {
  if (timezone === 'UTC') return true;
  // Twice a year at most clocks are put, and a zone that has odd hours for a while has them for months.
  for (let at = fromMs; at < toMs; at += 28 * 24 * HOUR_MS)
    if (offsetMs(at, timezone) % HOUR_MS !== 0) return false;
  return offsetMs(toMs, timezone) % HOUR_MS === 0;
}

function listHours({ fromMs, toMs }: Range, timezone: string): number[] {
  if ((toMs - fromMs) / HOUR_MS > MOST_LISTED)
    throw new TooManyBuckets(`more than ${MOST_LISTED} hours of ${timezone}`);
  const floor = (at: number): number => {
    const offset = offsetMs(at, timezone);
    return Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
  };
  const starts: number[] = [];
  for (let at = floor(fromMs); at < toMs;) {
    starts.push(at / 1_000);
    const next = floor(at + HOUR_MS);
    at = next > at ? next : at + HOUR_MS;
  }
  return starts;
}

function listDays(
  { fromMs, toMs }: Range,
  timezone: string,
  toFirst: (date: LocalDate) => LocalDate,
  every: { days?: number; months?: number },
): number[] {
  const starts: number[] = [];
  let date = toFirst(toLocalDate(fromMs, timezone));
  for (let at = startOfLocalDay(date, timezone); at < toMs; at = startOfLocalDay(date, timezone)) {
    starts.push(at / 1_000);
    if (starts.length > MOST_LISTED) throw new TooManyBuckets(`more than ${MOST_LISTED} buckets`);
    const { year, month, day } = date;
    const next = new Date(Date.UTC(year, month + (every.months ?? 0), day + (every.days ?? 0)));
    date = { year: next.getUTCFullYear(), month: next.getUTCMonth(), day: next.getUTCDate() };
  }
  return starts;
}

function toMonday({ year, month, day }: LocalDate): LocalDate {
  const weekday = new Date(Date.UTC(year, month, day)).getUTCDay();
  return { year, month, day: day - ((weekday + 6) % 7) };
}
