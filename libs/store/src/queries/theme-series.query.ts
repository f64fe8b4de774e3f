import { z } from 'zod';
import { BUCKET, STEP_SECONDS, type Granularity } from '../granularity';
import { count, defineQuery, timeMs } from '../query';
import { toThemeCondition, toThemeParameters, type ThemeScope } from '../theme-condition';

export interface ThemeSeriesInput {
  readonly theme: ThemeScope;
  readonly granularity: Granularity;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket; hours and days are UTC's. */
  startMs: timeMs,
  uses: count,
  /** Uses from the start of the first window to the end of this bucket. */
  runningUses: count,
});
export type ThemePointRow = z.output<typeof row>;

/** A theme's uses over time, oldest first, and their running sum. Buckets without uses have no row. */
export const themeSeries = defineQuery({
  sql: ({ theme }: ThemeSeriesInput) => `
    SELECT
      bucket AS startMs, used AS uses,
      sum(used) OVER (ORDER BY bucket ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS runningUses
    FROM (
      SELECT ${BUCKET} AS bucket, sum(uses) AS used
      FROM emote_minute
      WHERE ${toThemeCondition(theme)}
      GROUP BY bucket
    )
    ORDER BY bucket
    LIMIT {limit:UInt32}`,
  parameters: ({ theme, granularity, limit }) => ({
    ...toThemeParameters(theme),
    step: STEP_SECONDS[granularity],
    limit,
  }),
  row,
});
