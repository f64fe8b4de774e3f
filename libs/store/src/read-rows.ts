import { z } from 'zod';
import { count } from './query';

const summary = z.object({ read_rows: count });

/**
 * Rows that a statement read of all its tables, as ClickHouse sums it up in the header `X-ClickHouse-Summary`: whole when the
 * answer was waited for (`wait_end_of_query`). Undefined where nobody says.
 */
export function parseReadRows(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    return summary.parse(JSON.parse(header)).read_rows;
  } catch {
    return undefined;
  }
}
