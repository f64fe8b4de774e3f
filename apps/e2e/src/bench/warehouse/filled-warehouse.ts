import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startClickHouse } from '@emotide/embedded';
import { createLogger } from '@emotide/service-kit';
import { createStore, makeProjections, migrate, type Store } from '@emotide/store';
import { fillWarehouse, type Filled } from './fill-warehouse';
import { PEER_TABLES } from './peer-schemas';

export interface FilledWarehouseOptions {
  /** Uses to fill it with; default 100 M. */
  readonly events?: number;
  /** A directory that keeps the filled warehouse for another run; else one that is removed at the end. */
  readonly data?: string;
}

/** A warehouse with invented chat in it, and how to reach it. */
export interface FilledWarehouse {
  readonly store: Store;
  readonly filled: Filled;
  /** Settings by which an app finds it. */
  readonly env: Readonly<Record<string, string>>;
}

/** More than the product's own, as raw rows are asked, too. */
const MEMORY_BYTES = 4_000_000_000;
const PASSWORD = 'bench';
const RECORD = 'filled.json';
const MERGED_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 5_000;

/** Starts a warehouse, fills it unless its directory says that it is full, and stops it after the work. */
export async function withFilledWarehouse<T>(
  { events = 100_000_000, data }: FilledWarehouseOptions,
  work: (warehouse: FilledWarehouse) => Promise<T>,
): Promise<T> {
  const directory = data ?? mkdtempSync(join(tmpdir(), 'emotide-bench-'));
  const server = await startClickHouse({
    directory: join(directory, 'clickhouse'),
    users: { app: PASSWORD, bi: PASSWORD },
    memoryBytes: MEMORY_BYTES,
    readyWithinMs: 120_000,
  });
  const store = createStore({
    url: server.url,
    username: 'app',
    password: PASSWORD,
    requestTimeoutMs: 3_600_000,
  });
  try {
    await migrate(store, { log: createLogger('bench', 'warn') });
    const filled = await fillOnce(store, join(directory, RECORD), events);
    // Parts as large as these come from merges in life; here some were written at once.
    for (const table of ['emote_hour', 'emote_hour_global']) await makeProjections(store, table);
    await untilMerged(store);
    const env = {
      EMOTIDE_CLICKHOUSE_URL: server.url,
      EMOTIDE_CLICKHOUSE_USER: 'app',
      EMOTIDE_CLICKHOUSE_PASSWORD: PASSWORD,
    };
    return await work({ store, filled, env });
  } finally {
    await store.close();
    await server.stop();
    if (data === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

async function fillOnce(store: Store, record: string, events: number): Promise<Filled> {
  if (existsSync(record)) return JSON.parse(readFileSync(record, 'utf8')) as Filled;
  for (const { create } of PEER_TABLES) await store.command(create);
  const startedAt = performance.now();
  const filled = await fillWarehouse(store, {
    events,
    nowMs: Date.now(),
    onProgress: (done, of) =>
      process.stderr.write(
        `${done} of ${of} hours of chat, ${Math.round((performance.now() - startedAt) / 1_000)} s\n`,
      ),
  });
  writeFileSync(record, JSON.stringify(filled));
  return filled;
}

/** Waits, within bounds, until the server has put together what was just written: that work is no part of any question. */
async function untilMerged(store: Store): Promise<void> {
  for (const endsAtMs = performance.now() + MERGED_WITHIN_MS; performance.now() < endsAtMs;) {
    const [row] = (await store.select(
      'SELECT (SELECT count() FROM system.merges) + (SELECT count() FROM system.mutations WHERE NOT is_done) AS merges',
    )) as { merges: string }[];
    if (Number(row!.merges) === 0) return;
    process.stderr.write(`waiting for ${row!.merges} merges …\n`);
    await delay(LOOK_EVERY_MS);
  }
}
