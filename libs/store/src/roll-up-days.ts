import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';
import { readAges } from './retention';
import type { RollUp } from './roll-ups';
import type { Store } from './store';

const DAY_MS = 86_400_000;
const toDay = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** The first UTC day, `YYYY-MM-DD`, of which rows that age by days are still kept whole. */
export function firstKeptDay(kept: number | 'forever', todayMs: number): string {
  return kept === 'forever' ? '1970-01-01' : toDay(todayMs - (kept - 1) * DAY_MS);
}

/** What is there of one day of the log. */
export interface RollUpDay {
  readonly day: string;
  readonly hasRaw: boolean;
  readonly hasRollUps: boolean;
}

export interface RollUpDaysInput {
  readonly rollUps: readonly RollUp[];
  /** UTC days of the log, both included; absent: as far as raw rows go. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly nowMs: number;
}

const dayRow = z.object({ day: z.string(), hasRaw: z.boolean(), hasRollUps: z.boolean() });

/**
 * The days of the log on which raw rows can say what roll-ups have to be, in order.
 *
 * @throws UsageError for a span that begins before the raw rows do, naming the day that would do
 */
export async function findRollUpDays(store: Store, input: RollUpDaysInput): Promise<RollUpDay[]> {
  const { rollUps, from, to = '2149-06-06', nowMs } = input;
  const raws = [...new Set(rollUps.map(({ raw }) => raw))];
  const rows = z.array(dayRow).parse(
    await store.select(
      `SELECT toString(log_day) AS day, max(is_raw) AS hasRaw, CAST(max(NOT is_raw) AS Bool) AS hasRollUps
       FROM (${[
         ...raws.map((raw) => `SELECT DISTINCT log_day, true AS is_raw FROM ${raw}`),
         ...rollUps.map(({ name }) => `SELECT DISTINCT log_day, false AS is_raw FROM ${name}`),
       ].join(' UNION ALL ')})
       GROUP BY log_day
       ORDER BY day`,
    ),
  );
  const kept = (await readAges(store)).filter(({ table }) => raws.some((raw) => raw === table));
  const firstKept =
    kept
      .map((age) => firstKeptDay(age.kept, nowMs))
      .sort()
      .at(-1) ?? '1970-01-01';
  // Days before the first one that raw has rows of may have been kept for less then.
  const firstRaw = rows.find(({ day, hasRaw }) => hasRaw && day >= firstKept)?.day;
  if (firstRaw === undefined) throw new UsageError('there are no raw rows to make roll-ups of');
  if (from !== undefined && from < firstRaw)
    throw new UsageError(
      `raw rows go back to ${firstRaw} only: begin with --from ${firstRaw}; days before it come from the log as far as it has them (emotide replay-log), or from a backup`,
    );
  const begin = from ?? firstRaw;
  if (begin > to) throw new UsageError(`nothing lies between ${begin} and ${to}`);
  return rows.filter(({ day }) => day >= begin && day <= to);
}
