import type { TimeWindow } from '@emotide/graphql-types';
import { toWholeMinutes, type Range } from '@emotide/store';
import { toApiError } from './api-error';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Before Twitch and after any of us: times outside are typing errors. */
const EARLIEST_MS = Date.UTC(2010, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

const WINDOW_MS = {
  LAST_MINUTE: MINUTE_MS,
  LAST_5_MINUTES: 5 * MINUTE_MS,
  LAST_15_MINUTES: 15 * MINUTE_MS,
  LAST_HOUR: 60 * MINUTE_MS,
  LAST_6_HOURS: 360 * MINUTE_MS,
  LAST_DAY: DAY_MS,
  LAST_WEEK: 7 * DAY_MS,
  LAST_30_DAYS: 30 * DAY_MS,
} as const satisfies Record<Exclude<TimeWindow, 'ALL_TIME'>, number>;

/** How fields take their time; null and absent are the same. Epoch milliseconds. */
export interface TimeArguments {
  readonly window?: TimeWindow | null;
  readonly from?: number | null;
  readonly to?: number | null;
}

/**
 * The whole minutes that are asked for: `from` and `to` widened outwards, or a window up to now. Nothing said is `usual`. `ALL_TIME` ends a day ahead, which is as far as clocks may be wrong before a message is put aside.
 *
 * @throws GraphQLError BAD_RANGE.
 */
export function parseTimeRange(asked: TimeArguments, nowMs: number, usual: TimeWindow = 'LAST_HOUR'): Range {
  const { window = null, from = null, to = null } = asked;
  if (from === null && to === null) {
    const length = window ?? usual;
    if (length === 'ALL_TIME') return toWholeMinutes(EARLIEST_MS, nowMs + DAY_MS);
    return toWholeMinutes(nowMs - WINDOW_MS[length], nowMs);
  }
  if (window !== null) throw toApiError('BAD_RANGE', 'give either window, or from and to');
  if (from === null || to === null) throw toApiError('BAD_RANGE', 'from and to go together');
  if (from >= to) throw toApiError('BAD_RANGE', 'from must be before to');
  if (from < EARLIEST_MS || to > LATEST_MS)
    throw toApiError('BAD_RANGE', 'times must lie within 2010 … 2100');
  return toWholeMinutes(from, to);
}
