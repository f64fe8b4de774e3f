import { z } from 'zod';
import { defineQuery } from './query';
import { STEP_SECONDS } from './granularity';
import { readsMinutes, type ReadPlan } from './read-plan';
import type { Store } from './store';

/** What may be gone of a time: everything finer than hours, or what moderators did. */
export type Gone = 'SECONDS' | 'MINUTES' | 'ACTS';

/**
 * The range needs rows that are not kept any more. Of seconds and minutes: ask for whole hours, or, in a timezone of odd minutes,
 * for less time; of acts: for less time.
 */
export class NotKept extends Error {
  override name = 'NotKept';
  readonly gone: Gone;

  constructor(gone: Gone) {
    super(`${gone.toLowerCase()} of this time are not kept any more`);
    this.gone = gone;
  }
}

/** Tables by the hour, and the finer ones with the same rows: each may be kept for a time of its own. */
const FINER = {
  MINUTE: [
    { hours: 'activity_hour', finer: ['activity_minute'] },
    { hours: 'emote_hour_global', finer: ['emote_minute', 'emote_minute_global'] },
  ],
  SECOND: [
    { hours: 'activity_hour', finer: ['activity'] },
    { hours: 'emote_hour_global', finer: ['events'] },
  ],
} as const;

/** The oldest day of the log that a table has; after all days when it is empty. */
const toOldestDay = (table: string): string =>
  `(SELECT if(count() = 0, toDate('2149-01-01'), min(log_day)) FROM ${table})`;

/**
 * Hours of which something was heard on a day of the log that the finer tables have no more. Hours are kept for ever, and
 * rows know their day, so an old replay that was read yesterday is told from what was read when it was said. Nothing of the
 * day that runs is gone: tables are filled one after the other, and the first rows of all are for a moment in some of them.
 */
const gone = defineQuery({
  sql: (plan: ReadPlan) =>
    FINER[plan.finest]
      .map(
        ({ hours, finer }) => `
    SELECT 1 AS found
    FROM ${hours}
    WHERE hour >= toDateTime({first:UInt32}, 'UTC') AND hour < toDateTime({to:UInt32}, 'UTC')
      ${
        plan.hours.from < plan.hours.to
          ? `AND (hour < toDateTime({hours_from:UInt32}, 'UTC') OR hour >= toDateTime({hours_to:UInt32}, 'UTC')
             OR toUnixTimestamp(hour) IN {cut_hours:Array(UInt32)})`
          : ''
      }
      AND log_day < greatest(${finer.map(toOldestDay).join(', ')}) AND log_day < toDate(now(), 'UTC')
    LIMIT 1`,
      )
      .join(' UNION ALL '),
  parameters: ({ from, to, hours, cutHours }) => ({
    first: from - (from % STEP_SECONDS.HOUR),
    to,
    hours_from: hours.from,
    hours_to: hours.to,
    cut_hours: cutHours,
  }),
  row: z.object({ found: z.number() }),
});

/** @throws NotKept when the finer rows that a plan reads were heard once and are gone. */
export async function expectKept(store: Store, plan: ReadPlan): Promise<void> {
  if (!readsMinutes(plan)) return;
  if ((await gone(store, plan)).length > 0) throw toNotKept(plan);
}

/** The same of several plans in one read: what would be thrown, or undefined where all is there. */
export async function findNotKept(
  store: Store,
  plans: readonly ReadPlan[],
): Promise<(NotKept | undefined)[]> {
  const fine = plans.filter(readsMinutes);
  const found = await gone.batch(store, fine);
  const lost = new Set(fine.filter((_, i) => found[i]!.length > 0));
  return plans.map((plan) => (lost.has(plan) ? toNotKept(plan) : undefined));
}

const toNotKept = ({ finest }: ReadPlan): NotKept => new NotKept(finest === 'SECOND' ? 'SECONDS' : 'MINUTES');
