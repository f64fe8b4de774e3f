import { z } from 'zod';
import { forgottenCondition } from './nobody-condition';
import { mutationsDone } from './mutations-done';
import { count } from './query';
import type { Store } from './store';

/** Sketches of one roll-up that were made again. */
export interface RemadeSketches {
  readonly table: string;
  readonly rows: number;
}

const SKETCH = 'AggregateFunction(uniqCombined64, UInt64)';
const NO_CHATTERS = `arrayReduce('uniqCombined64State', emptyArrayUInt64())`;
/** How the raw rows give what a roll-up's key may have. */
const KEY_OF_RAW: Readonly<Record<string, string>> = {
  channel_id: 'channel_id',
  minute: "toStartOfMinute(toDateTime(sent_at, 'UTC'))",
  hour: "toStartOfHour(toDateTime(sent_at, 'UTC'))",
  provider: 'provider',
  emote_id: 'emote_id',
  emote_name: 'emote_name',
  class: 'class',
  shared_copy: 'bitAnd(flags, 2) != 0',
  log_day: 'log_day',
};
/** Raw rows that age away sooner could be gone before the sketches are made of them. */
const LEAST_LIFE = 'INTERVAL 1 HOUR';

interface SketchTable {
  readonly name: string;
  readonly column: string;
  readonly keys: readonly string[];
}

const tableRow = z.object({ name: z.string(), column: z.string(), keys: z.array(z.string()) });
const countRow = z.object({ rows: count });
const dayRow = z.object({ day: z.string() });

/**
 * Notes where chatters of what is to be forgotten are in sketches, as far as raw rows can make these again. Added to
 * what stands there from a time before that was cut.
 *
 * Precondition: the raw rows still say whose they are.
 */
export async function noteForgetScope(store: Store): Promise<void> {
  const isForgotten = forgottenCondition({ chatter: 'user_id', sentAt: 'sent_at' }, store.database);
  await store.command(
    `INSERT INTO forget_scope
     SELECT DISTINCT log_day, channel_id, ${KEY_OF_RAW['hour']}, provider, emote_id
     FROM events
     WHERE user_id != 0 AND ${isForgotten} AND log_day NOT IN (
       SELECT toDate(\`partition\`) FROM system.parts
       WHERE database = '${store.database}' AND table = 'events' AND active
       GROUP BY \`partition\`
       HAVING max(delete_ttl_info_max) > toDateTime(0) AND max(delete_ttl_info_max) < now() + ${LEAST_LIFE}
     )
     SETTINGS insert_deduplicate = 0, async_insert = 0`,
  );
}

/** Days of the log that the scope has, `YYYY-MM-DD`, in order. */
export async function daysOfForgetScope(store: Store): Promise<string[]> {
  const rows = await store.select('SELECT DISTINCT toString(log_day) AS day FROM forget_scope ORDER BY day');
  return z
    .array(dayRow)
    .parse(rows)
    .map(({ day }) => day);
}

/**
 * Empties the sketches of the scope: until {@link fillSketches} they say that nobody chatted there. Counts are not
 * touched.
 *
 * @throws StoreUnavailable, StoreRefused: run it again
 */
export async function emptySketches(
  store: Store,
  signal: AbortSignal,
  onProgress: (table: string, partsLeft: number) => void,
): Promise<RemadeSketches[]> {
  const remade: RemadeSketches[] = [];
  for (const table of await sketchTables(store)) {
    const where = scopeCondition(table, (key) => key);
    const [found] = z
      .array(countRow)
      .parse(await store.select(`SELECT count() AS rows FROM ${table.name} WHERE ${where}`));
    remade.push({ table: table.name, rows: found!.rows });
    if (found!.rows === 0) continue;
    await store.command(
      `ALTER TABLE ${table.name} UPDATE ${table.column} = ${NO_CHATTERS} WHERE ${where} SETTINGS mutations_sync = 0`,
    );
    await mutationsDone(store, table.name, signal, (partsLeft) => onProgress(table.name, partsLeft));
  }
  return remade;
}

/**
 * Makes the sketches of the scope again from raw rows, as rows of their own that count nothing: sketches are united when
 * they are read or merged, so it does no harm that newer rows have some of it, or that it is done twice.
 *
 * Precondition: what was being inserted when they were emptied is in the raw rows now.
 */
export async function fillSketches(store: Store): Promise<void> {
  for (const table of await sketchTables(store)) {
    const { name, column, keys } = table;
    const raw = keys.map((key) => KEY_OF_RAW[key]!);
    const own = keys.includes('shared_copy') ? '' : 'AND bitAnd(flags, 2) = 0';
    await store.command(
      `INSERT INTO ${name} (${keys.join(', ')}, ${column})
       SELECT ${raw.join(', ')}, uniqCombined64StateIf(user_id, user_id != 0)
       FROM events
       WHERE ${scopeCondition(table, (key) => KEY_OF_RAW[key]!)} ${own}
         AND log_day IN (SELECT log_day FROM ${name})
       GROUP BY ALL
       SETTINGS insert_deduplicate = 0, async_insert = 0`,
    );
  }
}

/** What was noted is done. */
export async function clearForgetScope(store: Store): Promise<void> {
  await store.command('TRUNCATE TABLE forget_scope');
}

/** @throws Error naming a roll-up that raw rows can't make: its key is to be added here */
async function sketchTables(store: Store): Promise<readonly SketchTable[]> {
  const tables = z.array(tableRow).parse(
    await store.select(
      `SELECT t.name AS name, anyIf(c.name, c.type = {sketch:String}) AS column,
         groupArrayIf(c.name, c.is_in_sorting_key) AS keys
       FROM system.tables AS t INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
       WHERE t.database = {database:String} AND t.engine LIKE '%MergeTree'
       GROUP BY name
       HAVING countIf(c.type = {sketch:String}) > 0
       ORDER BY name`,
      { database: store.database, sketch: SKETCH },
    ),
  );
  for (const { name, keys } of tables)
    for (const key of keys)
      if (KEY_OF_RAW[key] === undefined) throw new Error(`${name}: no raw row says its ${key}`);
  return tables;
}

/** Rows of the scope, told by what the roll-up's key and the scope have in common. */
function scopeCondition({ keys }: SketchTable, sqlOf: (key: string) => string): string {
  const time = keys.includes('minute') ? `toStartOfHour(${sqlOf('minute')})` : sqlOf('hour');
  const shared = ['log_day', 'channel_id', 'provider', 'emote_id'].filter((key) => keys.includes(key));
  return `(${[time, ...shared.map(sqlOf)].join(', ')}) IN (SELECT ${['hour', ...shared].join(', ')} FROM forget_scope)`;
}
