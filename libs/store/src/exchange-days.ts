import { z } from 'zod';
import { makeProjections } from './make-projections';
import { count } from './query';
import { LOG_DAY_OF_TOKEN } from './queries/run-borders.query';
import type { Parameters, Store } from './store';

/** Which days of which log. */
export interface ExchangedDays {
  /** UTC days, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  readonly streamCreatedAtMs: number;
}

/** Rows of these days in one table. Of a table that sums, fewer may hold the same. */
export interface ExchangedTable {
  readonly table: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/** The rebuilt tables can't replace the warehouse's; nothing was changed. */
export class NotExchangeable extends Error {
  override name = 'NotExchangeable';
}

type How = 'by-day' | 'by-month' | 'rows-of-days' | 'rows' | 'runs';
interface Table {
  readonly name: string;
  readonly how: How;
}

const RUNS = 'sink_runs';
/** What migrations keep for themselves; the log fills neither. */
const BOOKS = ['migrations', 'migration_locks'];
/** Where a month is put together, in the rebuild's database. */
const MONTH = 'exchanged_month';
const tableRow = z.object({
  name: z.string(),
  engine: z.string(),
  partitionKey: z.string(),
  hasDay: z.number(),
});
const dayRow = z.object({ day: z.string() });
const monthRow = z.object({ month: z.number() });
const countRow = z.object({ rows: count });

/**
 * Puts the rebuilt days in the place of the warehouse's own, table by table; which tables there are, the warehouse says.
 * What is not of these days stays.
 *
 * Tables partitioned by the log's day or month exchange whole partitions, one atomic step each, a month with its other days
 * as they are; others lose the rows of these days and get the rebuilt ones. Cut in between, some tables have the new days
 * and some the old; run again from an {@link openRebuildDatabase} on, all have the new ones. No sink may write meanwhile.
 *
 * @param only these tables; default: all that the log fills
 * @throws NotExchangeable before anything was changed
 * @throws StoreUnavailable, StoreRefused it was cut: run all of it again
 */
export async function exchangeDays(
  store: Store,
  rebuilt: Store,
  days: ExchangedDays,
  only?: readonly string[],
): Promise<ExchangedTable[]> {
  const found = await findTables(store, rebuilt);
  const tables = only === undefined ? found : found.filter(({ name }) => only.includes(name));
  await expectWithin(rebuilt, tables, days);
  const exchanged: ExchangedTable[] = [];
  for (const table of tables) {
    const rowsBefore = await countRows(store, table, days);
    await exchange(store, rebuilt, table, days);
    exchanged.push({ table: table.name, rowsBefore, rowsAfter: await countRows(store, table, days) });
  }
  return exchanged;
}

/** The tables that both databases have and that the log fills. Runs come last: they say what the others have. */
async function findTables(store: Store, rebuilt: Store): Promise<Table[]> {
  const found = z.array(tableRow).parse(
    await store.select(
      `SELECT name, engine, partition_key AS partitionKey, toUInt8(name IN (
         SELECT table FROM system.columns WHERE database = {live:String} AND name = 'log_day'
       )) AS hasDay
       FROM system.tables
       WHERE database = {live:String} AND engine LIKE '%MergeTree' AND name NOT IN {books:Array(String)} AND name IN (
         SELECT name FROM system.tables WHERE database = {rebuilt:String}
       )
       ORDER BY name = {runs:String}, name`,
      { live: store.database, rebuilt: rebuilt.database, runs: RUNS, books: BOOKS },
    ),
  );
  const tables: Table[] = [];
  for (const { name, engine, partitionKey, hasDay } of found) {
    if (name === RUNS) tables.push({ name, how: 'runs' });
    else if (partitionKey === 'log_day') tables.push({ name, how: 'by-day' });
    else if (partitionKey === 'toYYYYMM(log_day)') tables.push({ name, how: 'by-month' });
    else if (hasDay === 1) tables.push({ name, how: 'rows-of-days' });
    // Nothing of the log arrives in a table that a rebuild leaves empty.
    else if ((await countAll(rebuilt, name)) === 0) continue;
    else if (engine.includes('Replacing')) tables.push({ name, how: 'rows' });
    else
      throw new NotExchangeable(
        `${name} is filled from the log and has no log_day: what it has of one day can't be told from the rest`,
      );
  }
  return tables;
}

async function expectWithin(rebuilt: Store, tables: readonly Table[], days: ExchangedDays): Promise<void> {
  for (const { name, how } of tables) {
    if (how !== 'by-day' && how !== 'by-month') continue;
    const beyond = (await daysOf(rebuilt, name)).filter((day) => day < days.from || day > days.to);
    if (beyond.length > 0)
      throw new NotExchangeable(`${name} was rebuilt for ${beyond.join(', ')}, too: take these days with it`);
  }
}

async function exchange(
  store: Store,
  rebuilt: Store,
  { name, how }: Table,
  days: ExchangedDays,
): Promise<void> {
  const source = `${rebuilt.database}.${name}`;
  switch (how) {
    case 'by-day': {
      const isWanted = (day: string): boolean => day >= days.from && day <= days.to;
      const fresh = await daysOf(rebuilt, name);
      for (const day of fresh)
        await store.command(`ALTER TABLE ${name} REPLACE PARTITION '${day}' FROM ${source}`);
      for (const day of (await daysOf(store, name)).filter(isWanted))
        if (!fresh.includes(day)) await store.command(`ALTER TABLE ${name} DROP PARTITION '${day}'`);
      return;
    }
    case 'by-month':
      for (const month of await monthsOf(store, rebuilt, name, days))
        await exchangeMonth(store, rebuilt, name, month, days);
      return;
    case 'rows-of-days':
    case 'runs':
      await store.command(
        `ALTER TABLE ${name} DELETE WHERE ${conditionOf(how)} SETTINGS mutations_sync = 2`,
        { parameters: parametersOf(days) },
      );
      return copy(store, name, source);
    case 'rows':
      return copy(store, name, source);
  }
}

/** The rebuilt days and the other days of their month, put together aside, take the month's place in one step. */
async function exchangeMonth(
  store: Store,
  rebuilt: Store,
  name: string,
  month: number,
  days: ExchangedDays,
): Promise<void> {
  await rebuilt.command(`DROP TABLE IF EXISTS ${MONTH} SYNC`);
  await rebuilt.command(`CREATE TABLE ${MONTH} AS ${name}`);
  await rebuilt.command(`ALTER TABLE ${MONTH} ATTACH PARTITION ${month} FROM ${name}`);
  await rebuilt.command(
    `INSERT INTO ${MONTH} SELECT * FROM ${store.database}.${name}
     WHERE toYYYYMM(log_day) = ${month} AND NOT (${conditionOf('by-month')})
     SETTINGS insert_deduplicate = 0, async_insert = 0`,
    { parameters: parametersOf(days) },
  );
  // ClickHouse refuses to put nothing in a partition's place.
  const isEmpty = (await countAll(rebuilt, MONTH)) === 0;
  await store.command(
    isEmpty
      ? `ALTER TABLE ${name} DROP PARTITION ${month}`
      : `ALTER TABLE ${name} REPLACE PARTITION ${month} FROM ${rebuilt.database}.${MONTH}`,
  );
  await rebuilt.command(`DROP TABLE ${MONTH} SYNC`);
  // A month that is over may never be merged again.
  if (!isEmpty) await makeProjections(store, name, month);
}

/** Months, as 202611, in which either database has something of these days. */
async function monthsOf(store: Store, rebuilt: Store, table: string, days: ExchangedDays): Promise<number[]> {
  const rows = await store.select(
    `SELECT DISTINCT toYYYYMM(log_day) AS month
     FROM (SELECT log_day FROM ${table} UNION ALL SELECT log_day FROM ${rebuilt.database}.${table})
     WHERE ${conditionOf('by-month')}
     ORDER BY month`,
    parametersOf(days),
  );
  return z
    .array(monthRow)
    .parse(rows)
    .map(({ month }) => month);
}

/** Undeduplicated: the table may remember blocks of the same rows that it has no more. */
async function copy(store: Store, name: string, source: string): Promise<void> {
  await store.command(
    `INSERT INTO ${name} SELECT * FROM ${source} SETTINGS insert_deduplicate = 0, async_insert = 0`,
  );
}

/** Days, as `YYYY-MM-DD` text that ClickHouse made. */
async function daysOf(store: Store, table: string): Promise<string[]> {
  const rows = await store.select(`SELECT DISTINCT toString(log_day) AS day FROM ${table} ORDER BY day`);
  return z
    .array(dayRow)
    .parse(rows)
    .map(({ day }) => day);
}

async function countRows(store: Store, { name, how }: Table, days: ExchangedDays): Promise<number> {
  const rows = await store.select(
    `SELECT count() AS rows FROM ${name} WHERE ${conditionOf(how)}`,
    parametersOf(days),
  );
  return z.array(countRow).parse(rows)[0]!.rows;
}

async function countAll(store: Store, table: string): Promise<number> {
  return z.array(countRow).parse(await store.select(`SELECT count() AS rows FROM ${table}`))[0]!.rows;
}

function conditionOf(how: How): string {
  switch (how) {
    case 'by-day':
    case 'by-month':
    case 'rows-of-days':
      return 'log_day BETWEEN toDate({from:String}) AND toDate({to:String})';
    case 'runs':
      return `stream_created_at = fromUnixTimestamp64Milli({createdAtMs:Int64}, 'UTC')
        AND ${LOG_DAY_OF_TOKEN} BETWEEN toDate({from:String}) AND toDate({to:String})`;
    case 'rows':
      return '1';
  }
}

function parametersOf({ from, to, streamCreatedAtMs }: ExchangedDays): Parameters {
  return { from, to, createdAtMs: streamCreatedAtMs };
}
