import { z } from 'zod';
import { count, defineQuery, timeMs } from '../query';

const row = z.object({ table: z.string(), from: z.string(), to: z.string(), parts: count, untilMs: timeMs });

/**
 * Parts of roll-ups whose sketches of chatters reach back beyond the raw rows, so that nobody can take a chatter out of
 * them: of which days of the log, `YYYY-MM-DD`, and when the last of them ages away; 0 for never.
 */
export const oldSketches = defineQuery({
  sql: (_: { readonly database: string }) => `
    SELECT table, toString(min(min_date)) AS from, toString(least(max(max_date), min(first_raw) - 1)) AS to,
      count() AS parts, toInt64(toUnixTimestamp(max(delete_ttl_info_max))) * 1000 AS untilMs
    FROM (
      SELECT p.table AS table, p.delete_ttl_info_max AS delete_ttl_info_max,
        if(length(p.partition) = 6, toDate(parseDateTimeBestEffort(concat(p.partition, '01'))), toDate(p.partition)) AS min_date,
        if(length(p.partition) = 6, toLastDayOfMonth(min_date), min_date) AS max_date,
        (SELECT min(log_day) FROM events) AS first_raw
      FROM system.parts AS p
      WHERE p.database = {database:String} AND p.active AND p.rows > 0 AND p.table IN (
        SELECT table FROM system.columns
        WHERE database = {database:String} AND type = 'AggregateFunction(uniqCombined64, UInt64)'
      )
    )
    WHERE min_date < first_raw
    GROUP BY table
    ORDER BY table`,
  parameters: ({ database }) => ({ database }),
  row,
});
