import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { migrate } from './migrate';
import { renderPlace } from './backup-statement';
import { count } from './query';
import type { Store } from './store';
import type { Logger } from '@emotide/service-kit';

/** Where the tables stand still while they are copied: hard links, so they cost nothing but what is merged meanwhile. */
const STILL = 'emotide_backup';

/** How many rows a table of a backup has. Of one that sums, as many as it had merged them to. */
export interface TableRows {
  readonly table: string;
  readonly rows: number;
}

const POLL_MS = 100;

const tableRow = z.object({ name: z.string(), engine: z.string() });
const countRow = z.object({ rows: count });
const versionRow = z.object({ version: z.string() });
const nameRow = z.object({ name: z.string() });

/**
 * Makes a copy of every table that does not change any more, in moments whatever their size. What sinks do meanwhile is
 * the caller's to prevent.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the rights are missing.
 */
export async function holdStill(store: Store): Promise<TableRows[]> {
  await endOfCopying(store);
  await dropStill(store);
  await store.command(`CREATE DATABASE ${STILL}`, { database: null });
  const tables = (await tablesOf(store)).filter(isKept);
  for (const { name } of tables) await store.command(`CREATE TABLE ${STILL}.${name} CLONE AS ${name}`);
  return Promise.all(tables.map(({ name }) => countRows(store, STILL, name)));
}

/** Writes what {@link holdStill} holds, and the views, as a backup of the server. @throws as above */
export async function writeBackup(store: Store, backup: string): Promise<void> {
  const elements = (await tablesOf(store)).map((table) => {
    if (isKept(table)) return `TABLE ${STILL}.${table.name} AS ${store.database}.${table.name}`;
    return `${table.engine === 'Dictionary' ? 'DICTIONARY' : 'TABLE'} ${store.database}.${table.name}`;
  });
  await store.command(
    `BACKUP ${[...elements, 'DATABASE bi'].join(', ')} TO ${renderPlace({ type: 'disk', name: backup })}`,
  );
}

/** Lets go of what {@link holdStill} made, or left behind when it was killed. @throws as above */
export async function dropStill(store: Store): Promise<void> {
  await store.command(`DROP DATABASE IF EXISTS ${STILL} SYNC`, { database: null });
}

/**
 * Makes the warehouse's database where there is none, so that questions can be asked: on a new server, or when a restore
 * was cut between dropping it and making it again.
 *
 * @throws StoreUnavailable, StoreRefused
 */
export async function openWarehouse(store: Store): Promise<void> {
  await store.command(`CREATE DATABASE IF NOT EXISTS ${store.database}`, { database: null });
}

/** Rows that the warehouse has, over all tables; 0 also where it has no tables yet. @throws StoreUnavailable */
export async function countWarehouse(store: Store): Promise<number> {
  const rows = await store.select(
    `SELECT toUInt64(ifNull(sum(total_rows), 0)) AS rows FROM system.tables
     WHERE database = {database:String} AND engine LIKE '%MergeTree' AND name != 'migrations'`,
    { database: store.database },
  );
  return z.array(countRow).parse(rows)[0]!.rows;
}

/**
 * Puts a backup in the place of the whole warehouse, and brings it to this program's schema. Cut anywhere, it is to be
 * run again.
 *
 * @throws StoreUnavailable, StoreRefused: run it again
 */
export async function replaceWarehouse(store: Store, backup: string, log: Logger): Promise<void> {
  await endOfCopying(store);
  for (const database of ['bi', store.database])
    await store.command(`DROP DATABASE IF EXISTS ${database} SYNC`, { database: null });
  await openWarehouse(store);
  await store.command(`RESTORE ALL FROM ${renderPlace({ type: 'disk', name: backup })}`, { database: null });
  await migrate(store, { log });
  await store.command('SYSTEM RELOAD DICTIONARY emote_classes');
}

/** Steps of the schema that the warehouse has, by name. @throws StoreUnavailable, StoreRefused */
export async function appliedMigrations(store: Store): Promise<string[]> {
  const rows = await store.select('SELECT DISTINCT name FROM migrations ORDER BY name');
  return z
    .array(nameRow)
    .parse(rows)
    .map(({ name }) => name);
}

/** Version of the server. @throws StoreUnavailable */
export async function serverVersion(store: Store): Promise<string> {
  return z.array(versionRow).parse(await store.select('SELECT version() AS version'))[0]!.version;
}

/** The server goes on with what a command asked for that was killed meanwhile; nothing is dropped beneath it. */
async function endOfCopying(store: Store): Promise<void> {
  for (;;) {
    const rows = await store.select(
      "SELECT count() AS rows FROM system.processes WHERE startsWith(query, 'BACKUP ') OR startsWith(query, 'RESTORE ')",
    );
    if (z.array(countRow).parse(rows)[0]!.rows === 0) return;
    await delay(POLL_MS);
  }
}

type Table = z.output<typeof tableRow>;

const isKept = ({ engine }: Table): boolean => engine.endsWith('MergeTree');

async function tablesOf(store: Store): Promise<Table[]> {
  return z
    .array(tableRow)
    .parse(
      await store.select(
        'SELECT name, engine FROM system.tables WHERE database = {database:String} ORDER BY name',
        { database: store.database },
      ),
    );
}

async function countRows(store: Store, database: string, table: string): Promise<TableRows> {
  const rows = await store.select(`SELECT count() AS rows FROM ${database}.${table}`);
  return { table, rows: z.array(countRow).parse(rows)[0]!.rows };
}
