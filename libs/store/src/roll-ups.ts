import { z } from 'zod';
import { readAges, type Kept } from './retention';
import type { Store } from './store';

/**
 * The tables that are made of raw rows and can be made of them again. `channels` and `channel_coverage` are not among
 * them: raw rows know neither reading sessions nor the login of a channel that only chatted.
 */
export const ROLL_UPS = [
  'emote_minute',
  'emote_minute_global',
  'emote_hour',
  'emote_hour_global',
  'activity_minute',
  'activity_hour',
  'chatter_day',
] as const;
export type RollUpName = (typeof ROLL_UPS)[number];

/** A roll-up as the warehouse describes it. */
export interface RollUp {
  readonly name: RollUpName;
  /** The raw table that it is made of. */
  readonly raw: 'events' | 'activity';
  /** Columns that tell its rows apart, the log's day among them. */
  readonly key: readonly string[];
  /** Columns that add up. */
  readonly sums: readonly string[];
  /** Columns that hold sketches of distinct chatters. */
  readonly sketches: readonly string[];
  /** What its view selects from `landing`. */
  readonly view: string;
  readonly kept: Kept;
}

const tableRow = z.object({
  name: z.enum(ROLL_UPS),
  sortingKey: z.string(),
  view: z.string(),
  columns: z.array(z.tuple([z.string(), z.string()])),
});

/**
 * Reads of the warehouse what its roll-ups are made of, so that nothing that is said in their migrations is said again.
 *
 * @throws Error for one that has no view, or a column that neither adds up nor tells rows apart
 */
export async function readRollUps(store: Store, names: readonly RollUpName[] = ROLL_UPS): Promise<RollUp[]> {
  const rows = z.array(tableRow).parse(
    await store.select(
      `SELECT
         name, sorting_key AS sortingKey,
         (SELECT groupArray((name, as_select)) FROM system.tables WHERE database = {database:String}) AS selects,
         tupleElement(arrayFirst(pair -> pair.1 = concat(name, '_view'), selects), 2) AS view,
         (SELECT groupArray((table, name, type)) FROM system.columns WHERE database = {database:String}) AS all_columns,
         arrayMap(one -> (one.2, one.3), arrayFilter(one -> one.1 = name, all_columns)) AS columns
       FROM system.tables
       WHERE database = {database:String} AND name IN {names:Array(String)}
       ORDER BY name`,
      { database: store.database, names: [...names] },
    ),
  );
  const kept = new Map((await readAges(store)).map((age) => [age.table, age.kept]));
  return rows.map(({ name, sortingKey, view, columns }) => {
    if (view === '') throw new Error(`${name} has no view that fills it: apply the migrations`);
    const key = [...new Set([...sortingKey.split(', '), 'log_day'])];
    const measures = columns.filter(([column]) => !key.includes(column));
    const isSketch = (type: string): boolean => type.startsWith('AggregateFunction(uniqCombined64');
    const odd = measures.find(([, type]) => !isSketch(type) && !type.includes('UInt64'));
    if (odd !== undefined) throw new Error(`${name}.${odd[0]} neither adds up nor tells rows apart`);
    return {
      name,
      raw: view.includes("kind = 'use'") ? 'events' : 'activity',
      key,
      sums: measures.filter(([, type]) => !isSketch(type)).map(([column]) => column),
      sketches: measures.filter(([, type]) => isSketch(type)).map(([column]) => column),
      view,
      kept: kept.get(name) ?? 'forever',
    };
  });
}
