import { z } from 'zod';
import type { Store } from './store';

/** Whole days by the log, or for ever. */
export type Kept = number | 'forever';

interface Retained {
  /** What rows age from. */
  readonly since: string;
  readonly kept: Kept;
  /** Fewer days would take from other parts what they count on. */
  readonly least: number;
}

const byDay = (kept: Kept, least = 1): Retained => ({ since: 'log_day', kept, least });

/**
 * How long each table's rows are kept unless a setting says otherwise, and why: docs/retention.md. Live windows are
 * hydrated from raw rows, and a run may be noted a day after its rows were stored, so raw rows stay for two days at least.
 */
export const RETAINED = {
  events: byDay(30, 2),
  activity: byDay(30, 2),
  emote_minute: byDay(14),
  emote_minute_global: byDay(14),
  activity_minute: byDay(14),
  emote_hour: byDay('forever'),
  emote_hour_global: byDay('forever'),
  activity_hour: byDay('forever'),
  chatter_day: byDay(90),
  losses: byDay(365),
} as const satisfies Readonly<Record<string, Retained>>;
export type RetainedTable = keyof typeof RETAINED;
export type Retention = Readonly<Partial<Record<RetainedTable, Kept>>>;

/** Notes of runs outlive every row that they tell of by some days; sinks count on 35 in any case. */
const RUNS = { table: 'sink_runs', since: 'toDateTime(inserted_at)', least: 35, longerThanRaw: 5 } as const;

const TABLES = Object.keys(RETAINED) as RetainedTable[];
/** `EMOTIDE_RETENTION_EVENTS_DAYS` for `events`. */
export const retentionKey = (table: RetainedTable): string => `EMOTIDE_RETENTION_${table.toUpperCase()}_DAYS`;

/** ClickHouse's calendar of days ends in 2149. */
const MOST_DAYS = 36_500;

const keptOf = (table: RetainedTable) => {
  const { kept, least } = RETAINED[table];
  const isKept = (text: string): boolean =>
    text === 'forever' || (/^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= MOST_DAYS);
  return z
    .string()
    .refine(isKept, `neither "forever" nor whole days from ${least} to ${MOST_DAYS}`)
    .transform((text): Kept => (text === 'forever' ? text : Number(text)))
    .default(kept);
};

/** How long rows are kept, in days by the log's clock: read by whoever applies the migrations. */
export const retentionEnv = z
  .object(Object.fromEntries(TABLES.map((table) => [retentionKey(table), keptOf(table)])))
  .transform(
    (env) =>
      Object.fromEntries(TABLES.map((table) => [table, env[retentionKey(table)]])) as Required<Retention>,
  );

/** One table's age limit: what it is, or what it shall be. */
export interface Age {
  readonly table: string;
  readonly since: string;
  readonly kept: Kept;
}

/** What every table's limit shall be. */
export function toAges(retention: Retention): Age[] {
  const ages: Age[] = TABLES.map((table) => ({
    table,
    since: RETAINED[table].since,
    kept: retention[table] ?? RETAINED[table].kept,
  }));
  const raw = ages.filter(({ table }) => table === 'events' || table === 'activity').map(({ kept }) => kept);
  const longest = raw.includes('forever') ? 'forever' : Math.max(...raw.map(Number));
  const kept = longest === 'forever' ? longest : Math.max(RUNS.least, longest + RUNS.longerThanRaw);
  return [...ages, { table: RUNS.table, since: RUNS.since, kept }];
}

const tableRow = z.object({ name: z.string(), engine: z.string() });
const TTL = / TTL (.+?) \+ toIntervalDay\((\d+)\)(?= SETTINGS | COMMENT |$)/;

/** The limits as they stand in the warehouse, of the tables that it has. */
export async function readAges(store: Store): Promise<Age[]> {
  const rows = z
    .array(tableRow)
    .parse(
      await store.select(
        'SELECT name, engine_full AS engine FROM system.tables WHERE database = {database:String} AND name IN {names:Array(String)}',
        { database: store.database, names: [...TABLES, RUNS.table] },
      ),
    );
  return rows.map(({ name, engine }) => {
    const [, since, days] = TTL.exec(engine) ?? [];
    return since === undefined
      ? { table: name, since: '', kept: 'forever' }
      : { table: name, since, kept: Number(days) };
  });
}

/** The limits that differ from how they shall be, of the tables that there are. */
export function toChangedAges(ages: readonly Age[], standing: readonly Age[]): Age[] {
  const now = new Map(standing.map((age) => [age.table, age]));
  return ages.filter(({ table, since, kept }) => {
    const age = now.get(table);
    return age !== undefined && (age.kept !== kept || (kept !== 'forever' && age.since !== since));
  });
}

const partRow = z.object({ table: z.string() });

/**
 * Tables with parts that go by another limit than their table's: it was changed, and who did it was killed before the
 * parts were told.
 */
export async function readUntold(store: Store, ages: readonly Age[]): Promise<string[]> {
  const limited = ages.filter(({ since, kept }) => since === 'log_day' && kept !== 'forever');
  const rows = await store.select(
    `SELECT DISTINCT table
     FROM system.parts
     WHERE database = {database:String} AND active AND rows > 0 AND table IN {tables:Array(String)}
       AND toDate(delete_ttl_info_max) != max_date + {days:Array(UInt16)}[indexOf({tables:Array(String)}, table)]`,
    {
      database: store.database,
      tables: limited.map(({ table }) => table),
      days: limited.map(({ kept }) => Number(kept)),
    },
  );
  return z
    .array(partRow)
    .parse(rows)
    .map(({ table }) => table);
}

/**
 * Statements that give a table its limit; repeating them changes nothing.
 *
 * Parts carry the limit that they were written under, and ClickHouse drops them by that. So what is stored is told the new
 * one too, without being written again: `materialize_ttl_recalculate_only` reads the day and links the rest.
 */
export function toAgeStatements({ table, since, kept }: Age): string[] {
  if (kept === 'forever') return [`ALTER TABLE ${table} REMOVE TTL`];
  return [
    `ALTER TABLE ${table} MODIFY SETTING materialize_ttl_recalculate_only = 1`,
    `ALTER TABLE ${table} MODIFY TTL ${since} + INTERVAL ${kept} DAY SETTINGS materialize_ttl_after_modify = 0`,
    `ALTER TABLE ${table} MATERIALIZE TTL SETTINGS mutations_sync = 1`,
  ];
}
