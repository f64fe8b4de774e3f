import { request } from 'node:http';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  NotExchangeable,
  REBUILD_DATABASE,
  createStore,
  endRebuild,
  exchangeDays,
  insertRun,
  irreplaceableDays,
  openRebuildDatabase,
  recordRun,
  runBorders,
  runningInserts,
  type Store,
} from '../src/index';
import { readCoarseSums } from './coarse-sums';
import { activity, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const BORN_MS = Date.parse('2026-11-19T12:00:00.250Z');
const days = { from: '2026-11-22', to: '2026-11-22', streamCreatedAtMs: BORN_MS };

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;
let rebuilt: Store;
/** Tables that are emptied still know their tokens, so those of each test are its own. */
let tests = 0;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  rebuilt = createStore({
    url: warehouse.server.url,
    username: 'app',
    password: warehouse.passwords.app,
    database: REBUILD_DATABASE,
  });
});
afterAll(async () => {
  await rebuilt?.close();
  await warehouse?.stop();
  directory.remove();
});
beforeEach(async () => {
  tests += 1;
  await warehouse.reset();
  await openRebuildDatabase(store, rebuilt, quietLog);
});

/** A run of the log on a day: one message of ten uses and its activity, or as often as `messages` says. */
async function run(
  where: Store,
  {
    day,
    last,
    messages = 1,
    bornMs = BORN_MS,
  }: { day: string; last: number; messages?: number; bornMs?: number },
): Promise<void> {
  const storedAtNs = `${Date.parse(`${day}T10:00:00Z`)}000000`;
  const token = `p00.${bornMs}.${last}.${last}.${storedAtNs}.${String(tests).padStart(8, '0')}`;
  const blocks = Array.from({ length: messages }, (_, n) => {
    const message = last * 100 + n;
    return Buffer.concat([
      use({
        sentAt: '2026-11-20T10:00:00.100Z',
        channel: forsen,
        user: n + 1,
        message,
        emote: ['25', 'Kappa'],
        uses: 10,
      }),
      activity({
        second: '2026-11-20T10:00:00Z',
        channel: forsen,
        lastMessage: message,
        messages: 1,
        withEmotes: 1,
      }),
    ]);
  });
  await insertRun(where, { partition: 0, runLast: last, logDay: day, token, blocks });
  await recordRun(where, {
    partition: 0,
    first: last,
    last,
    token,
    streamCreatedAtMs: bornMs,
    insertedAtMs: Date.parse('2026-11-23T00:00:00Z'),
    rows: messages * 2,
  });
}

const TOTALS = {
  events: 'SELECT log_day AS day, toUInt32(sum(uses)) AS total FROM events GROUP BY day ORDER BY day',
  activity: 'SELECT log_day AS day, toUInt32(sum(messages)) AS total FROM activity GROUP BY day ORDER BY day',
  emote_minute:
    'SELECT log_day AS day, toUInt32(sum(uses)) AS total FROM emote_minute GROUP BY day ORDER BY day',
  activity_minute:
    'SELECT log_day AS day, toUInt32(sum(messages)) AS total FROM activity_minute GROUP BY day ORDER BY day',
  emote_hour: 'SELECT log_day AS day, toUInt32(sum(uses)) AS total FROM emote_hour GROUP BY day ORDER BY day',
  channel_coverage:
    'SELECT log_day AS day, toUInt32(sum(messages)) AS total FROM channel_coverage GROUP BY day ORDER BY day',
} as const;

/** Totals by the log's day. */
async function totals(): Promise<Record<string, Record<string, number>>> {
  const found: Record<string, Record<string, number>> = {};
  for (const [table, sql] of Object.entries(TOTALS)) {
    const rows = (await store.select(sql)) as { day: string; total: number }[];
    found[table] = Object.fromEntries(rows.map(({ day, total }) => [day, total]));
  }
  return found;
}

describe('exchanging days', () => {
  it('replaces them in every table that the log fills, and leaves the other days alone', async () => {
    await run(store, { day: '2026-11-21', last: 1 });
    await run(store, { day: '2026-11-22', last: 2, messages: 7 });
    await run(store, { day: '2026-11-23', last: 3 });
    await run(rebuilt, { day: '2026-11-22', last: 2, messages: 2 });
    const exchanged = await exchangeDays(store, rebuilt, days);
    const messages = { '2026-11-21': 1, '2026-11-22': 2, '2026-11-23': 1 };
    const uses = { '2026-11-21': 10, '2026-11-22': 20, '2026-11-23': 10 };
    expect(await totals()).toEqual({
      events: uses,
      activity: messages,
      emote_minute: uses,
      activity_minute: messages,
      emote_hour: uses,
      channel_coverage: messages,
    });
    expect(await store.select('SELECT run_last, rows FROM sink_runs FINAL ORDER BY run_last')).toEqual([
      { run_last: '1', rows: '2' },
      { run_last: '2', rows: '4' },
      { run_last: '3', rows: '2' },
    ]);
    expect(exchanged.find(({ table }) => table === 'events')).toEqual({
      table: 'events',
      rowsBefore: 7,
      rowsAfter: 2,
    });
    // Runs tell what the other tables have, so they come last.
    expect(exchanged.at(-1)?.table).toBe('sink_runs');
  });

  it('has their sums of days and months made, and those are of the rows that are there', async () => {
    await run(store, { day: '2026-11-21', last: 1 });
    await run(store, { day: '2026-11-22', last: 2, messages: 7 });
    await run(rebuilt, { day: '2026-11-22', last: 2, messages: 2 });
    await exchangeDays(store, rebuilt, days);
    // Fails where no part has any.
    await vi.waitFor(
      async () =>
        expect(await readCoarseSums(store, 'projections')).toEqual(await readCoarseSums(store, 'hours')),
      { timeout: 20_000 },
    );
  });

  it('changes nothing when it is done twice, also where the table remembers the same rows', async () => {
    await run(store, { day: '2026-11-22', last: 2, messages: 3 });
    await run(rebuilt, { day: '2026-11-22', last: 2, messages: 3 });
    const before = await totals();
    for (let time = 0; time < 2; time++) {
      await exchangeDays(store, rebuilt, days);
      expect(await totals()).toEqual(before);
    }
  });

  it('empties days of which the log has nothing', async () => {
    await run(store, { day: '2026-11-21', last: 1 });
    await run(store, { day: '2026-11-22', last: 2 });
    await exchangeDays(store, rebuilt, days);
    expect((await totals())['events']).toEqual({ '2026-11-21': 10 });
    expect((await totals())['emote_hour']).toEqual({ '2026-11-21': 10 });
    expect((await totals())['channel_coverage']).toEqual({ '2026-11-21': 1 });
  });

  it('empties the only day of a month', async () => {
    await run(store, { day: '2026-11-22', last: 2 });
    await exchangeDays(store, rebuilt, days);
    expect((await totals())['emote_hour']).toEqual({});
  });

  it('exchanges only the tables that it is told to', async () => {
    await run(store, { day: '2026-11-22', last: 2 });
    await run(rebuilt, { day: '2026-11-22', last: 2, messages: 3 });
    const exchanged = await exchangeDays(store, rebuilt, days, ['emote_hour']);
    expect(exchanged.map(({ table }) => table)).toEqual(['emote_hour']);
    expect((await totals())['emote_hour']).toEqual({ '2026-11-22': 30 });
    expect((await totals())['emote_minute']).toEqual({ '2026-11-22': 10 });
  });

  it('fills a warehouse that has nothing', async () => {
    await run(rebuilt, { day: '2026-11-22', last: 2 });
    await exchangeDays(store, rebuilt, days);
    expect((await totals())['events']).toEqual({ '2026-11-22': 10 });
    expect(await store.select('SELECT login FROM channels FINAL')).toEqual([{ login: 'forsen' }]);
  });

  it('keeps the runs of another log', async () => {
    await run(store, { day: '2026-11-22', last: 2, bornMs: BORN_MS - 1 });
    await exchangeDays(store, rebuilt, days);
    expect(await store.select('SELECT run_last FROM sink_runs')).toEqual([{ run_last: '2' }]);
  });

  it('takes a new roll-up with it, without being told of it', async () => {
    const statements = [
      `CREATE TABLE IF NOT EXISTS uses_of_day (log_day Date, uses UInt64) ENGINE = SummingMergeTree
       PARTITION BY log_day ORDER BY log_day SETTINGS non_replicated_deduplication_window = 100`,
      `CREATE MATERIALIZED VIEW IF NOT EXISTS uses_of_day_view TO uses_of_day AS
       SELECT log_day, sum(count) AS uses FROM landing WHERE kind = 'use' GROUP BY log_day`,
    ];
    for (const where of [store, rebuilt]) for (const one of statements) await where.command(one);
    await run(rebuilt, { day: '2026-11-22', last: 2 });
    await exchangeDays(store, rebuilt, days);
    expect(await store.select('SELECT toUInt32(sum(uses)) AS uses FROM uses_of_day')).toEqual([{ uses: 10 }]);
  });

  it('is refused before it changes anything when a table does not tell its days apart', async () => {
    const statements = [
      'CREATE TABLE IF NOT EXISTS all_uses (uses UInt64) ENGINE = SummingMergeTree ORDER BY tuple()',
      "CREATE MATERIALIZED VIEW IF NOT EXISTS all_uses_view TO all_uses AS SELECT sum(count) AS uses FROM landing WHERE kind = 'use'",
    ];
    for (const where of [store, rebuilt]) for (const one of statements) await where.command(one);
    await run(store, { day: '2026-11-22', last: 2 });
    await run(rebuilt, { day: '2026-11-22', last: 2, messages: 2 });
    const before = await totals();
    await expect(exchangeDays(store, rebuilt, days)).rejects.toBeInstanceOf(NotExchangeable);
    expect(await totals()).toEqual(before);
  });

  it('is refused when more days were rebuilt than are exchanged', async () => {
    await run(rebuilt, { day: '2026-11-23', last: 3 });
    await expect(exchangeDays(store, rebuilt, days)).rejects.toThrow('rebuilt for 2026-11-23, too');
  });
});

describe('the database of a rebuild', () => {
  it('begins empty, whatever was left in it', async () => {
    await run(rebuilt, { day: '2026-11-22', last: 2 });
    await openRebuildDatabase(store, rebuilt, quietLog);
    expect(await rebuilt.select('SELECT count() AS rows FROM events')).toEqual([{ rows: '0' }]);
    await endRebuild(rebuilt);
    await endRebuild(rebuilt);
    expect(
      await store.select(`SELECT name FROM system.databases WHERE name = '${REBUILD_DATABASE}'`),
    ).toEqual([]);
  });

  it('ends what still runs in it', async () => {
    const endless = rebuilt
      .select('SELECT sum(sleepEachRow(1)) FROM numbers(60) SETTINGS max_block_size = 1')
      .then(
        () => 'ended by itself',
        () => 'killed',
      );
    const isRunning = async () =>
      (
        await store.select(
          "SELECT 1 FROM system.processes WHERE position(query, 'sleepEachRow(1)') > 0 AND current_database = 'emotide_rebuild'",
        )
      ).length > 0;
    while (!(await isRunning())) await new Promise((resolve) => setTimeout(resolve, 10));
    await endRebuild(rebuilt);
    expect(await endless).toBe('killed');
  });
});

describe('what the warehouse noted of runs', () => {
  const range = { streamCreatedAtMs: BORN_MS, from: '2026-11-22', to: '2026-11-22' };

  it('says where the runs of days begin and end', async () => {
    await run(store, { day: '2026-11-21', last: 4 });
    await run(store, { day: '2026-11-22', last: 7 });
    await run(store, { day: '2026-11-23', last: 9 });
    await run(store, { day: '2026-11-23', last: 12 });
    await run(store, { day: '2026-11-23', last: 99, bornMs: BORN_MS + 1 });
    expect(await runBorders(store, range)).toMatchObject([
      { partition: 0, lastBefore: 4, firstAfter: 9, first: 12, last: 12, lastDay: '2026-11-23' },
    ]);
    expect(await runBorders(store, { ...range, from: '2026-11-01', to: '2026-12-01' })).toMatchObject([
      { lastBefore: 0, firstAfter: 0 },
    ]);
  });

  it('says which days only the warehouse has', async () => {
    const log = { streamCreatedAtMs: BORN_MS, firstSeq: 7, firstDay: '2026-11-22' };
    const lost = async (change: Partial<typeof log> = {}) =>
      (await irreplaceableDays(store, { ...log, ...change })).map(({ day }) => day);
    expect(await lost()).toEqual([]);
    // Of another log; before the log's first record; and not noted at all.
    await run(store, { day: '2026-11-19', last: 3, bornMs: BORN_MS - 1 });
    await run(store, { day: '2026-11-20', last: 6 });
    await run(store, { day: '2026-11-22', last: 7 });
    const rows = [activity({ second: '2026-11-20T10:00:00Z', channel: forsen, messages: 1, withEmotes: 0 })];
    await insertRun(store, {
      partition: 0,
      runLast: 5,
      logDay: '2026-11-21',
      token: 'unnoted',
      blocks: rows,
    });
    expect(await lost()).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(await lost({ firstSeq: 1, firstDay: '2026-11-20' })).toEqual(['2026-11-19']);
  });

  it('counts the inserts that it is taking at this moment', async () => {
    const inserts = async () => (await runningInserts(store, store))[0]?.inserts;
    expect(await inserts()).toBe(0);
    const url = new URL(warehouse.server.url);
    url.searchParams.set('query', 'INSERT INTO landing FORMAT RowBinary');
    url.searchParams.set('database', store.database);
    // A sender that has not come to the end of its run. The server takes an insert for begun with 256 KiB of it.
    const sending = request(url, { method: 'POST', auth: `app:${warehouse.passwords.app}` });
    const answered = new Promise<void>((resolve) => {
      sending.once('response', (response) => response.resume().once('end', resolve));
      sending.once('error', () => resolve());
    });
    const row = activity({ second: '2026-11-20T10:00:00Z', channel: forsen, messages: 1, withEmotes: 0 });
    sending.write(Buffer.concat(Array<Buffer>(8_000).fill(row)));
    while ((await inserts()) !== 1) await new Promise((resolve) => setTimeout(resolve, 10));
    sending.end();
    await answered;
    while ((await inserts()) !== 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
