import type { Range } from './range';
import { toReadPlan, type ReadPlan } from './read-plan';
import { toRawScopeCondition, toScopeCondition, type Scope } from './scope';
import type { Parameters } from './store';

const DAY_S = 86_400;

/** Chatters are known by the UTC day, and by raw rows while these are kept: days from the one, the rest from the other. */
export interface ChatterPlan {
  /** Whole days, epoch seconds; none where `from` is not before `to`. */
  readonly days: { readonly from: number; readonly to: number };
  /** What is left before and behind them. */
  readonly raw: readonly ReadPlan[];
}

/** @throws RangeError as `toRangeParameters` does */
export function toChatterPlan(range: Range): ChatterPlan {
  const toRaw = (from: number, to: number): ReadPlan[] =>
    from < to ? [toReadPlan({ fromMs: from * 1_000, toMs: to * 1_000 }, { type: 'steps', step: 1 })] : [];
  const { from, to } = toReadPlan(range);
  const days = { from: Math.ceil(from / DAY_S) * DAY_S, to: Math.floor(to / DAY_S) * DAY_S };
  if (days.from >= days.to) return { days: { from: 0, to: 0 }, raw: toRaw(from, to) };
  return { days, raw: [...toRaw(from, days.from), ...toRaw(days.to, to)] };
}

/**
 * A table expression with `channel_id`, `user_id`, `provider`, `emote_id`, `emote_name`, `class`, `uses`, `messages` and `at`,
 * the message's second or the day's start.
 *
 * @param condition on these, but for the last three
 */
export function toChatterTable({ days, raw }: ChatterPlan, scope: Scope, condition: string): string {
  const columns = 'channel_id, user_id, provider, emote_id, emote_name, class';
  const parts = raw.map(
    (_, i) => `
      SELECT ${columns}, toUInt64(uses) AS uses, toUInt64(1) AS messages, toDateTime(sent_at, 'UTC') AS at
      FROM events
      WHERE ${toRawScopeCondition(scope)} AND ${condition}
        AND sent_at >= toDateTime({raw_from_${i}:UInt32}, 'UTC') AND sent_at < toDateTime({raw_to_${i}:UInt32}, 'UTC')`,
  );
  if (days.from < days.to)
    parts.push(`
      SELECT ${columns}, uses, messages, toDateTime(day, 'UTC') AS at FROM chatter_day
      WHERE ${toScopeCondition(scope)} AND ${condition}
        AND day >= toDate({days_from:UInt32}) AND day < toDate({days_to:UInt32})`);
  return `(${parts.join(' UNION ALL ')})`;
}

/** Binds what {@link toChatterTable} names. Days are numbers since 1970. */
export const toChatterParameters = ({ days, raw }: ChatterPlan): Parameters => ({
  ...Object.fromEntries(
    raw.flatMap(({ from, to }, i) => [
      [`raw_from_${i}`, from],
      [`raw_to_${i}`, to],
    ]),
  ),
  ...(days.from < days.to && { days_from: days.from / DAY_S, days_to: days.to / DAY_S }),
});
