import { STEP_SECONDS, type Bucketing } from './granularity';
import { toRangeParameters, type Range } from './range';
import type { Parameters } from './store';

/**
 * From which tables a range is read: whole hours from hours, which are few and stay for ever, and only what they can't
 * tell from minutes or from raw rows. Times are epoch seconds.
 */
export interface ReadPlan {
  readonly from: number;
  readonly to: number;
  /** What is left of it when the hours are taken out comes from here. */
  readonly finest: 'SECOND' | 'MINUTE';
  /** Hours read as hours; none where `from` is not before `to`. */
  readonly hours: { readonly from: number; readonly to: number };
  /** Hours between those that are cut by a border and so read by the minute. */
  readonly cutHours: readonly number[];
}

/**
 * @param bucketing borders that may not lie inside an hour that is read as one
 * @throws RangeError as {@link toRangeParameters} does
 */
export function toReadPlan(range: Range, bucketing?: Bucketing): ReadPlan {
  const { from, to } = toRangeParameters(range);
  const none = { from: 0, to: 0 };
  if (bucketing?.type === 'steps' && bucketing.step < STEP_SECONDS.HOUR)
    return {
      from,
      to,
      finest: bucketing.step < STEP_SECONDS.MINUTE ? 'SECOND' : 'MINUTE',
      hours: none,
      cutHours: [],
    };
  const hours = {
    from: Math.ceil(from / STEP_SECONDS.HOUR) * STEP_SECONDS.HOUR,
    to: Math.floor(to / STEP_SECONDS.HOUR) * STEP_SECONDS.HOUR,
  };
  if (hours.from >= hours.to) return { from, to, finest: 'MINUTE', hours: none, cutHours: [] };
  const borders = bucketing?.type === 'listed' ? bucketing.starts : [];
  const cutHours = borders
    .filter((at) => at % STEP_SECONDS.HOUR !== 0)
    .map((at) => at - (at % STEP_SECONDS.HOUR))
    .filter((hour) => hour >= hours.from && hour < hours.to);
  // An hour may be cut twice, and when every one is, minutes alone are read.
  const distinct = [...new Set(cutHours)];
  if (distinct.length === (hours.to - hours.from) / STEP_SECONDS.HOUR)
    return { from, to, finest: 'MINUTE', hours: none, cutHours: [] };
  return { from, to, finest: 'MINUTE', hours, cutHours: distinct };
}

const hasHours = ({ hours }: ReadPlan): boolean => hours.from < hours.to;

/** Whether anything finer than an hour has to be there. */
export const readsMinutes = (plan: ReadPlan): boolean =>
  !hasHours(plan) || plan.from !== plan.hours.from || plan.to !== plan.hours.to || plan.cutHours.length > 0;

/** The range in a table's column of time that is `hour`, of hours that are read as such. */
export const toHoursCondition = ({ cutHours }: ReadPlan): string => `
  hour >= toDateTime({hours_from:UInt32}, 'UTC') AND hour < toDateTime({hours_to:UInt32}, 'UTC')
  ${cutHours.length > 0 ? 'AND toUnixTimestamp(hour) NOT IN {cut_hours:Array(UInt32)}' : ''}`;

/** The rest of the range, in a column of time that is no coarser than `finest`. */
export function toRestCondition(plan: ReadPlan, time: 'minute' | 'second' | 'sent_at'): string {
  const inRange = `${time} >= toDateTime({from:UInt32}, 'UTC') AND ${time} < toDateTime({to:UInt32}, 'UTC')`;
  if (!hasHours(plan)) return inRange;
  return `${inRange} AND (
    ${time} < toDateTime({hours_from:UInt32}, 'UTC') OR ${time} >= toDateTime({hours_to:UInt32}, 'UTC')
    ${plan.cutHours.length > 0 ? `OR toUnixTimestamp(toStartOfHour(${time})) IN {cut_hours:Array(UInt32)}` : ''})`;
}

/** Binds what the conditions name. */
export function toPlanParameters(plan: ReadPlan): Parameters {
  const { days, months } = toCoarsePlan(plan);
  return {
    from: plan.from,
    to: plan.to,
    ...(hasHours(plan) && { hours_from: plan.hours.from, hours_to: plan.hours.to }),
    ...(plan.cutHours.length > 0 && { cut_hours: plan.cutHours }),
    ...(days.from < days.to && { days_from: days.from, days_to: days.to }),
    ...(months.from < months.to && { months_from: months.from, months_to: months.to }),
  };
}

/** Whole UTC days within a plan's hours, and whole months within these. Epoch seconds; none where `from` is not before `to`. */
export interface CoarsePlan {
  readonly days: { readonly from: number; readonly to: number };
  readonly months: { readonly from: number; readonly to: number };
}

/** None where hours are cut, as sums of a day would be cut with them. */
export function toCoarsePlan({ hours, cutHours }: ReadPlan): CoarsePlan {
  const none = { from: 0, to: 0 };
  const days = {
    from: Math.ceil(hours.from / STEP_SECONDS.DAY) * STEP_SECONDS.DAY,
    to: Math.floor(hours.to / STEP_SECONDS.DAY) * STEP_SECONDS.DAY,
  };
  if (cutHours.length > 0 || days.from >= days.to) return { days: none, months: none };
  const months = { from: toMonth(days.from, 'next'), to: toMonth(days.to, 'this') };
  return { days, months: months.from < months.to ? months : none };
}

/** The start of a time's UTC month, or of the next one where it is not a start itself; epoch seconds. */
function toMonth(at: number, which: 'this' | 'next'): number {
  const date = new Date(at * 1_000);
  const toStart = (month: number): number => Date.UTC(date.getUTCFullYear(), month) / 1_000;
  const start = toStart(date.getUTCMonth());
  return which === 'this' || start === at ? start : toStart(date.getUTCMonth() + 1);
}

/** One table of each grain with the same rows in it. */
export interface Grains {
  readonly HOUR: string;
  readonly MINUTE: string;
  /** With its column of time; raw uses have columns of their own. */
  readonly SECOND?: { readonly table: string; readonly time: 'second' | 'sent_at' };
}

/**
 * A table expression with `at`, the start of the row's hour, minute or second, and the columns asked for.
 *
 * @param columns of the tables by hour and minute, or expressions of them
 * @param condition on their columns, for each table alike
 * @param rawColumns the same out of the table of seconds, where they differ
 */
export function toTable(options: {
  readonly plan: ReadPlan;
  readonly grains: Grains;
  readonly columns: string;
  readonly condition: string;
  readonly rawColumns?: string;
  readonly rawCondition?: string;
}): string {
  const { plan, grains, columns, condition } = options;
  const parts: string[] = [];
  if (plan.finest === 'SECOND') {
    const { table, time } = grains.SECOND!;
    parts.push(`SELECT toDateTime(${time}, 'UTC') AS at, ${options.rawColumns ?? columns} FROM ${table}
      WHERE ${options.rawCondition ?? condition} AND ${toRestCondition(plan, time)}`);
  } else {
    if (hasHours(plan))
      parts.push(
        `SELECT hour AS at, ${columns} FROM ${grains.HOUR} WHERE ${condition} AND ${toHoursCondition(plan)}`,
      );
    if (readsMinutes(plan))
      parts.push(
        `SELECT minute AS at, ${columns} FROM ${grains.MINUTE} WHERE ${condition} AND ${toRestCondition(plan, 'minute')}`,
      );
  }
  return `(${parts.join(' UNION ALL ')})`;
}

/**
 * A table expression of `sums`, summed up by `keys` over the whole plan. It asks for whole days and months as the hours'
 * projections have them (migration 0053), so that these are read instead of hours wherever they say enough.
 *
 * @param rows table expression of all of the plan, with `at`
 * @param hours table by the hour that it is made of, and the condition on that one's columns but their time
 */
export function toSumsTable(options: {
  readonly plan: ReadPlan;
  readonly keys: readonly string[];
  readonly sums: readonly string[];
  readonly rows: string;
  readonly hours: { readonly table: string; readonly condition: string };
}): string {
  const { plan, rows, hours } = options;
  const [keys, columns] = [options.keys.join(', '), [...options.keys, ...options.sums].join(', ')];
  const summed = `${keys}, ${options.sums.map((column) => `sum(${column}) AS ${column}`).join(', ')}`;
  const { days, months } = toCoarsePlan(plan);
  const [hasDays, hasMonths] = [days.from < days.to, months.from < months.to];
  const toSummed = (time: string) =>
    `SELECT ${summed} FROM ${hours.table} WHERE ${hours.condition} AND ${time} GROUP BY ${keys}`;
  const ofDays = `${isWithin('toStartOfDay(hour)', 'days')} ${hasMonths ? `AND NOT (${isWithin('toStartOfDay(hour)', 'months')})` : ''}`;
  const parts = [
    ...(hasMonths ? [toSummed(isWithin('toStartOfMonth(hour)', 'months'))] : []),
    ...(hasDays && !(days.from === months.from && days.to === months.to) ? [toSummed(ofDays)] : []),
    `SELECT ${columns} FROM ${rows} ${hasDays ? `WHERE NOT (${isWithin('at', 'days')})` : ''}`,
  ];
  return `(SELECT ${summed} FROM (${parts.join(' UNION ALL ')}) GROUP BY ${keys})`;
}

const isWithin = (time: string, stretch: 'days' | 'months'): string =>
  `${time} >= toDateTime({${stretch}_from:UInt32}, 'UTC') AND ${time} < toDateTime({${stretch}_to:UInt32}, 'UTC')`;
