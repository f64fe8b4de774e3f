import { z } from 'zod';
import type { Parameters, Store } from './store';

/** A read of the warehouse. */
export interface Query<Input, Row> {
  (store: Store, input: Input): Promise<Row[]>;
  /**
   * The same of several inputs in one read, each with its own rows, in the order of the inputs. The rows of one come in any
   * order.
   */
  batch(store: Store, inputs: readonly Input[]): Promise<Row[][]>;
}

/**
 * A read of the warehouse: its SQL, what it takes and what it gives, in one file each (`queries/*.query.ts`).
 *
 * `sql` may choose between fixed texts by the input's shape; the input's values travel as bound parameters only.
 */
export function defineQuery<Input, Row extends z.ZodType>(query: {
  readonly sql: (input: Input) => string;
  readonly parameters: (input: Input) => Parameters;
  readonly row: Row;
}): Query<Input, z.output<Row>> {
  const rows = z.array(query.row);
  const read = async (store: Store, input: Input) =>
    rows.parse(await store.select(query.sql(input), query.parameters(input)));
  return Object.assign(read, {
    async batch(store: Store, inputs: readonly Input[]): Promise<z.output<Row>[][]> {
      if (inputs.length === 0) return [];
      const found = await store.select(
        inputs
          .map(
            (input, i) => `SELECT toUInt32(${i}) AS batchPart, * FROM (${numberNames(query.sql(input), i)})`,
          )
          .join(' UNION ALL '),
        Object.fromEntries(
          inputs.flatMap((input, i) =>
            Object.entries(query.parameters(input)).map(([name, value]) => [`${name}_${i}`, value]),
          ),
        ),
      );
      const parts = inputs.map((): unknown[] => []);
      for (const row of found) {
        const { batchPart, ...rest } = part.parse(row);
        parts[batchPart]!.push(rest);
      }
      return parts.map((of) => rows.parse(of));
    },
  });
}

const part = z.looseObject({ batchPart: z.number() });

/** The names of bound parameters, each with a number behind it, so that several statements stand in one. */
const numberNames = (sql: string, number: number): string =>
  sql.replace(/\{(\w+):/g, (_, name: string) => `{${name}_${number}:`);

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
