import { StoreRefused, type Store } from '@emotide/store';
import { toFigure } from '../statistics';
import { EMOTES_PER_MESSAGE, LIVE_SHARE, toLandingSql } from './generated-chat';

export interface ViewCost {
  readonly view: string;
  /** CPU of the server for one insert with this view alone, less that without any. */
  readonly cpuMs: number;
}
export interface InsertCost {
  readonly uses: number;
  /** CPU of the server for one insert without and with all views. */
  readonly bareMs: number;
  readonly allMs: number;
  readonly views: readonly ViewCost[];
}

const ROUNDS = 3;
const ROWS = 'bench_rows';
const SETTINGS = `insert_deduplicate = 0, max_threads = 1, min_insert_block_size_rows = 1048576,
  min_insert_block_size_bytes = 536870912`;

/**
 * What each view costs an insert of so many uses within a second, as much as a run of a busy log has: CPU of the server, as
 * it says itself, so that a busy machine changes little. Inserts into the tables that are there; leaves the views as they were.
 */
export async function measureInsertCost(store: Store, uses: number, startMs: number): Promise<InsertCost> {
  const numbers = Math.round(uses / LIVE_SHARE / EMOTES_PER_MESSAGE);
  await store.command(`DROP TABLE IF EXISTS ${ROWS}`);
  await store.command(
    `CREATE TABLE ${ROWS} ENGINE = Memory AS SELECT * FROM (${toLandingSql({ startMs, lengthMs: 1_000, from: 9e11, numbers })})`,
  );
  const views = await readNames(store);
  const insert = (tag: string) =>
    store.command(`INSERT INTO landing SELECT * FROM ${ROWS} SETTINGS ${SETTINGS}, log_comment = '${tag}'`);
  const set = (verb: 'DETACH' | 'ATTACH', view: string) => store.command(`${verb} TABLE ${view}`);
  try {
    // What a server does once, it does before.
    for (let round = 0; round < ROUNDS; round += 1) await insert('warm-up');
    for (let round = 0; round < ROUNDS; round += 1) {
      await insert('bench all');
      for (const view of views) await set('DETACH', view);
      await insert('bench none');
      for (const view of views) {
        await set('ATTACH', view);
        await insert(`bench ${view}`);
        await set('DETACH', view);
      }
      for (const view of views) await set('ATTACH', view);
    }
  } finally {
    for (const view of await readDetached(store, views)) await set('ATTACH', view);
    await store.command(`DROP TABLE ${ROWS}`);
  }
  const cpuMs = await readCpu(store);
  const median = (tag: string): number => toFigure(cpuMs.get(`bench ${tag}`)!).median;
  return {
    uses,
    bareMs: median('none'),
    allMs: median('all'),
    views: views
      .map((view) => ({ view, cpuMs: median(view) - median('none') }))
      .sort((a, b) => b.cpuMs - a.cpuMs),
  };
}

async function readNames(store: Store): Promise<string[]> {
  const rows = (await store.select(
    `SELECT name FROM system.tables
     WHERE database = {database:String} AND engine = 'MaterializedView' AND as_select LIKE '%.landing%' ORDER BY name`,
    { database: store.database },
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}

async function readDetached(store: Store, views: readonly string[]): Promise<string[]> {
  const present = new Set(await readNames(store));
  return views.filter((view) => !present.has(view));
}

/** The server writes its log of queries every 7.5 s. */
const LOG_WITHIN_MS = 60_000;
const UNKNOWN_TABLE = 60;

async function readCpu(store: Store): Promise<Map<string, number[]>> {
  const until = performance.now() + LOG_WITHIN_MS;
  for (;;) {
    const rows = (await store
      .select(
        `SELECT log_comment AS tag,
           (ProfileEvents['UserTimeMicroseconds'] + ProfileEvents['SystemTimeMicroseconds']) / 1000 AS ms
         FROM system.query_log
         WHERE type = 'QueryFinish' AND startsWith(log_comment, 'bench ') AND event_time > now() - INTERVAL 30 MINUTE`,
      )
      .catch((error: unknown) => {
        // Until it is first written there is none.
        if (error instanceof StoreRefused && error.code === UNKNOWN_TABLE) return [];
        throw error;
      })) as { tag: string; ms: number }[];
    const byTag = new Map<string, number[]>();
    for (const { tag, ms } of rows) byTag.set(tag, [...(byTag.get(tag) ?? []), ms]);
    const complete = byTag.size > 0 && [...byTag.values()].every((values) => values.length >= ROUNDS);
    if (complete || performance.now() > until) return byTag;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
