import { z } from 'zod';
import type { Parameters, Store } from './store';

/**
 * A read of the warehouse: its SQL, what it takes and what it gives, in one file each (`queries/*.query.ts`).
 *
 * `sql` may choose between fixed texts by the input's shape; the input's values travel as bound parameters only.
 */
export function defineQuery<Input, Row extends z.ZodType>(query: {
  readonly sql: (input: Input) => string;
  readonly parameters: (input: Input) => Parameters;
  readonly row: Row;
}): (store: Store, input: Input) => Promise<z.output<Row>[]> {
  const rows = z.array(query.row);
  return async (store, input) => rows.parse(await store.select(query.sql(input), query.parameters(input)));
}

/** A UInt64 as the store gives it. A count past 2^53 would lose digits, so it fails loudly instead. */
export const count = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .refine(Number.isSafeInteger, 'more than 2^53');

/** A UInt64 that is an id: it keeps its digits. */
export const id = z.string().regex(/^\d+$/);

/** Epoch milliseconds as an Int64. */
export const timeMs = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
