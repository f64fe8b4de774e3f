import { z } from 'zod';
import { toBucketParameters, toBucketSql, toBucketing, type Granularity } from '../granularity';
import { findNotKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import { toHull, toThemeParameters, toThemePlan, toThemeTable, type ThemeScope } from '../theme-condition';

export interface ThemeSeriesInput {
  readonly theme: ThemeScope;
  /** Not by the second. */
  readonly granularity: Exclude<Granularity, 'SECOND'>;
  /** Whose hours, days, weeks and months; default UTC. */
  readonly timezone?: string;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket. */
  startMs: timeMs,
  uses: count,
  /** Uses from the start of the first window to the end of this bucket. */
  runningUses: count,
});
export type ThemePointRow = z.output<typeof row>;

const toBuckets = ({ theme, granularity, timezone = 'UTC' }: ThemeSeriesInput) =>
  toBucketing(toHull(theme.windows), granularity, timezone);
const toPlan = (input: ThemeSeriesInput) => toThemePlan(input.theme, toBuckets(input));

const series = defineQuery({
  sql: (input: ThemeSeriesInput) => `
    SELECT
      bucket AS startMs, used AS uses,
      sum(used) OVER (ORDER BY bucket ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS runningUses
    FROM (
      SELECT ${toBucketSql(toBuckets(input), 'toUnixTimestamp(at)')} AS bucket, sum(uses) AS used
      FROM ${toThemeTable(input.theme, toPlan(input), 'uses')}
      GROUP BY bucket
    )
    ORDER BY bucket
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toThemeParameters(input.theme),
    ...toPlanParameters(toPlan(input)),
    ...toBucketParameters(toBuckets(input)),
    limit: input.limit,
  }),
  row,
});

/**
 * A theme's uses over time, oldest first, and their running sum. Buckets without uses have no row.
 *
 * @throws NotKept, TooManyBuckets. @throws RangeError for an unknown timezone.
 */
export async function themeSeries(store: Store, input: ThemeSeriesInput): Promise<ThemePointRow[]> {
  const [found] = await themeSeriesOfMany(store, [input]);
  if (found instanceof Error) throw found;
  return found!;
}

/**
 * The same of several themes in two reads, whatever they are: for each its rows, or what {@link themeSeries} would throw.
 *
 * @throws what the store throws, for all of them
 */
export async function themeSeriesOfMany(
  store: Store,
  inputs: readonly ThemeSeriesInput[],
): Promise<(ThemePointRow[] | Error)[]> {
  const cut = inputs.map((input) => {
    try {
      return { input, plan: toPlan(input) };
    } catch (error) {
      return error as Error;
    }
  });
  const sound = cut.flatMap((one) => (one instanceof Error ? [] : [one]));
  const [rows, lost] = await Promise.all([
    series.batch(
      store,
      sound.map(({ input }) => input),
    ),
    findNotKept(
      store,
      sound.map(({ plan }) => plan),
    ),
  ]);
  const found = new Map(
    sound.map((one, i) => [one, lost[i] ?? rows[i]!.sort((a, b) => a.startMs - b.startMs)]),
  );
  return cut.map((one) => (one instanceof Error ? one : found.get(one)!));
}
