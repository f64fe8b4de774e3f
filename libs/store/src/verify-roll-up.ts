import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { count } from './query';
import { committedEnds } from './queries/committed-ends.query';
import { IS_MOVING, isOpen, toMovingParameters, toViewOfRaw } from './raw-rows';
import type { RollUp, RollUpName } from './roll-ups';
import type { Store } from './store';

/** One number of a roll-up that is not what raw rows make of it. */
export interface RollUpDifference {
  readonly rollUp: RollUpName;
  /** The row, by the columns of its key. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly column: string;
  readonly kept: number;
  /** What raw rows make of it; a range while runs are on their way. */
  readonly raw: readonly [least: number, most: number];
}

export interface RollUpVerdict {
  readonly rollUp: RollUpName;
  readonly day: string;
  /** Rows by their keys, of the roll-up and of raw together. */
  readonly keys: number;
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly RollUpDifference[];
}

/** Keys that are listed with their numbers. */
const LISTED = 20;
const ATTEMPTS = 6;
const ATTEMPT_EVERY_MS = 500;
/** Beyond that a comparison goes on on the disk. */
const MEMORY_BYTES = 200_000_000;

const totalsRow = z.object({ keys: count, differing: count });

/**
 * Compares a day of the log in a roll-up with what its view makes of the raw rows: sums to the digit, sketches by the
 * number that they tell.
 *
 * It may be done while runs come in. Whatever was noted as stored has to be in the roll-up, and nothing that is not in
 * raw; where both are the same, that is equality. The tables of one run are filled one after the other, so what differs on
 * a day that is still written is looked at again.
 *
 * @throws StoreUnavailable, StoreRefused
 */
export async function verifyRollUp(store: Store, rollUp: RollUp, day: string): Promise<RollUpVerdict> {
  for (let attempt = 1; ; attempt++) {
    const ends = await committedEnds(store, {});
    const parameters = { day, ...toMovingParameters(ends) };
    const isLast = attempt === ATTEMPTS || !isOpen(day, ends);
    const compared = toComparison(store.database, rollUp, isOpen(day, ends));
    const sql = `SELECT count() AS keys, countIf(${toFault(rollUp)}) AS differing FROM (${compared}) ${SETTINGS}`;
    const [totals] = z.array(totalsRow).parse(await store.select(sql, parameters));
    const { keys, differing } = totals!;
    if (differing > 0 && !isLast) {
      await delay(ATTEMPT_EVERY_MS);
      continue;
    }
    const differences = differing === 0 ? [] : await list(store, rollUp, compared, parameters);
    return { rollUp: rollUp.name, day, keys, differing, differences };
  }
}

const SETTINGS = `SETTINGS max_bytes_before_external_group_by = ${MEMORY_BYTES}`;

/**
 * For each key what the roll-up says (`kept_…`), what noted runs make of it (`least_…`) and what all raw rows do
 * (`most_…`).
 */
function toComparison(database: string, rollUp: RollUp, mayMove: boolean): string {
  const { name, key, sums, sketches } = rollUp;
  const columns = [...key, ...sums, ...sketches].join(', ');
  const ofDay = 'log_day = toDate({day:String})';
  const raw = (condition: string): string => toViewOfRaw(rollUp, database, `${ofDay} AND ${condition}`);
  const sources = [
    `SELECT ${columns}, 0 AS source FROM ${database}.${name} WHERE ${ofDay}`,
    `SELECT ${columns}, 1 AS source FROM (${raw(mayMove ? `NOT ${IS_MOVING}` : '1')})`,
    ...(mayMove ? [`SELECT ${columns}, 2 AS source FROM (${raw(IS_MOVING)})`] : []),
  ];
  const measures = [
    ...sums.map((column) => ({ column, combine: 'sumIf' })),
    ...sketches.map((column) => ({ column, combine: 'uniqCombined64MergeIf' })),
  ].flatMap(({ column, combine }) => [
    `${combine}(${column}, source = 0) AS kept_${column}`,
    `${combine}(${column}, source = 1) AS least_${column}`,
    `${combine}(${column}, source > 0) AS most_${column}`,
  ]);
  return `SELECT ${key.join(', ')}, ${measures.join(', ')}
    FROM (${sources.join(' UNION ALL ')})
    GROUP BY ${key.join(', ')}`;
}

/** Whether a row of {@link toComparison} is not as it has to be. */
const toFault = ({ sums, sketches }: RollUp): string =>
  [...sums, ...sketches]
    .map((column) => `kept_${column} < least_${column} OR kept_${column} > most_${column}`)
    .join(' OR ');

async function list(
  store: Store,
  rollUp: RollUp,
  compared: string,
  parameters: Readonly<Record<string, string | readonly (string | number)[]>>,
): Promise<RollUpDifference[]> {
  const { name, key, sums, sketches } = rollUp;
  const rows = (await store.select(
    `SELECT * FROM (${compared}) WHERE ${toFault(rollUp)} ORDER BY ${key.join(', ')} LIMIT ${LISTED} ${SETTINGS}`,
    parameters,
  )) as Record<string, unknown>[];
  return rows.flatMap((row) =>
    [...sums, ...sketches].flatMap((column) => {
      const [kept, least, most] = ['kept', 'least', 'most'].map((what) =>
        count.parse(row[`${what}_${column}`]),
      );
      if (kept! >= least! && kept! <= most!) return [];
      const entries = key.map((part) => [part, row[part]] as const);
      return [
        {
          rollUp: name,
          key: Object.fromEntries(entries),
          column,
          kept: kept!,
          raw: [least!, most!] as const,
        },
      ];
    }),
  );
}
