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
export const toPlanParameters = (plan: ReadPlan): Parameters => ({
  from: plan.from,
  to: plan.to,
  ...(hasHours(plan) && { hours_from: plan.hours.from, hours_to: plan.hours.to }),
  ...(plan.cutHours.length > 0 && { cut_hours: plan.cutHours }),
});

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
