import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  REBUILD_DATABASE,
  ROLL_UPS,
  committedEnds,
  createStore,
  exchangeDays,
  fillRollUps,
  findRollUpDays,
  insertRun,
  keepViewsOf,
  migrate,
  openRebuildDatabase,
  readRollUps,
  recordRun,
  verifyRollUp,
  type RollUp,
  type Store,
} from '../src/index';
import { activity, moderation, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const xqc = [71092938, 'xqc'] as const;
const DAY = '2026-11-22';
const NOW_MS = Date.parse('2026-11-24T12:00:00Z');

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;
let rebuilt: Store;
let rollUps: RollUp[];

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  const { url } = warehouse.server;
  rebuilt = createStore({
    url,
    username: 'app',
    password: warehouse.passwords.app,
    database: REBUILD_DATABASE,
  });
  rollUps = await readRollUps(store);
  await run({ day: DAY, last: 1 });
  await run({ day: DAY, last: 2 });
  await run({ day: '2026-11-23', last: 3 });
});
afterAll(async () => {
  await rebuilt?.close();
  await warehouse?.stop();
  directory.remove();
});

/** A run of 200 chatters in two channels, one of whom nobody may know, and a copy of a shared chat; noted unless told. */
async function run({ day, last, isNoted = true }: { day: string; last: number; isNoted?: boolean }) {
  const storedAtNs = `${Date.parse(`${day}T10:00:00Z`)}000000`;
  const token = `p00.1.${last}.${last}.${storedAtNs}.00000000`;
  const blocks = Array.from({ length: 200 }, (_, n) => [
    use({
      sentAt: new Date(Date.parse(`${day}T22:30:00Z`) + n * 60_000).toISOString(),
      channel: n % 2 === 0 ? forsen : xqc,
      user: n,
      message: last * 1_000 + n,
      emote: [String(n % 7), `e${n % 7}`],
      uses: 1 + (n % 3),
      flags: n % 50 === 0 ? 2 : 0,
    }),
    activity({
      second: new Date(Date.parse(`${day}T22:30:00Z`) + n * 60_000).toISOString(),
      channel: n % 2 === 0 ? forsen : xqc,
      messages: 3,
      withEmotes: 1,
      flags: n % 50 === 0 ? 2 : 0,
    }),
    moderation({
      sentAt: new Date(Date.parse(`${day}T22:30:00Z`) + n * 20_000).toISOString(),
      channel: n % 2 === 0 ? forsen : xqc,
      action: 1 + (n % 5),
    }),
  ]).flat();
  await insertRun(store, { partition: 0, runLast: last, logDay: day, token, blocks });
  if (!isNoted) return;
  await recordRun(store, {
    partition: 0,
    first: last,
    last,
    token,
    streamCreatedAtMs: 1,
    insertedAtMs: NOW_MS + last,
    rows: 600,
  });
}

const verify = async (day: string) =>
  Promise.all(rollUps.map(async (rollUp) => [rollUp.name, await verifyRollUp(store, rollUp, day)] as const));
const differing = async (day: string) =>
  (await verify(day)).flatMap(([name, verdict]) => (verdict.differing > 0 ? [name] : []));

/** Makes these days of the roll-ups again. */
async function rebuild(days: readonly string[]): Promise<void> {
  await openRebuildDatabase(store, rebuilt, quietLog);
  await keepViewsOf(rebuilt, rollUps);
  const ends = await committedEnds(store, {});
  for (const day of days)
    for (const raw of ['events', 'activity', 'moderation'] as const)
      for (const share of ['noted', 'moving'] as const)
        await fillRollUps(store, rebuilt, { raw, day, share, ends });
  const range = { from: days[0]!, to: days.at(-1)!, streamCreatedAtMs: 0 };
  await exchangeDays(store, rebuilt, range, ROLL_UPS);
}

describe('the roll-ups that can be made of raw rows', () => {
  it('are all that add up what landing has, but for reading sessions and the raw table itself', async () => {
    const targets = await store.select(
      `SELECT name FROM system.tables
       WHERE database = 'emotide' AND (engine LIKE 'Summing%' OR engine LIKE 'Aggregating%') AND concat(name, '_view') IN (
         SELECT name FROM system.tables WHERE database = 'emotide' AND as_select LIKE '%FROM emotide.landing%'
       )`,
    );
    const names = (targets as { name: string }[]).map(({ name }) => name);
    expect(names.sort()).toEqual([...ROLL_UPS, 'activity', 'channel_coverage'].sort());
  });
});

describe('verifying', { timeout: 240_000 }, () => {
  it('finds every roll-up equal to what raw rows make of it', async () => {
    for (const [name, verdict] of await verify(DAY)) {
      expect(verdict).toMatchObject({ rollUp: name, day: DAY, differing: 0, differences: [] });
      expect(verdict.keys).toBeGreaterThan(2);
    }
  });

  it('names the key and the number that differ: a row too much, too little, and a forgotten chatter', async () => {
    const doubled = `INSERT INTO activity_hour SELECT * FROM activity_hour WHERE log_day = '${DAY}' AND channel_id = ${forsen[0]}
      AND hour = '2026-11-22 22:00:00' AND NOT shared_copy SETTINGS async_insert = 0, insert_deduplicate = 0`;
    await store.command(doubled);
    const hour = rollUps.find(({ name }) => name === 'activity_hour')!;
    expect((await verifyRollUp(store, hour, DAY)).differences).toEqual([
      {
        rollUp: 'activity_hour',
        key: { channel_id: '22484632', hour: '2026-11-22 22:00:00', shared_copy: false, log_day: DAY },
        column: 'messages',
        kept: 168,
        raw: [84, 84],
      },
      expect.objectContaining({ column: 'messages_with_emotes', kept: 56, raw: [28, 28] }),
    ]);
    await store.command(
      `ALTER TABLE emote_hour DELETE WHERE log_day = '${DAY}' AND channel_id = ${xqc[0]} AND emote_id = '3' SETTINGS mutations_sync = 2`,
    );
    await store.command(
      `ALTER TABLE emote_minute_global UPDATE chatters = (SELECT uniqCombined64State(toUInt64(0)) WHERE 0)
       WHERE log_day = '${DAY}' AND emote_id = '5' SETTINGS mutations_sync = 2`,
    );
    expect(await differing(DAY)).toEqual(['activity_hour', 'emote_hour', 'emote_minute_global']);
    // What was not touched is equal still.
    expect(await differing('2026-11-23')).toEqual([]);
  });

  it('is right after a repair from raw, which leaves other days alone', async () => {
    await rebuild([DAY]);
    expect(await differing(DAY)).toEqual([]);
    expect(await differing('2026-11-23')).toEqual([]);
  });

  it('takes a run that is under way for what it may be, and no more', async () => {
    await run({ day: '2026-11-23', last: 4, isNoted: false });
    expect(await differing('2026-11-23')).toEqual([]);
    await store.command(
      `INSERT INTO activity_hour SELECT * FROM activity_hour WHERE log_day = '2026-11-23' SETTINGS async_insert = 0, insert_deduplicate = 0`,
    );
    expect(await differing('2026-11-23')).toEqual(['activity_hour']);
    await rebuild([DAY, '2026-11-23']);
    expect(await differing(DAY)).toEqual([]);
    expect(await differing('2026-11-23')).toEqual([]);
  });
});

describe('the days of a repair', () => {
  const days = (input: { from?: string; to?: string }) =>
    findRollUpDays(store, { rollUps, nowMs: NOW_MS, ...input });

  it('go back as far as raw rows do', async () => {
    const all = { hasRaw: true, hasRollUps: true };
    expect(await days({})).toEqual([
      { day: DAY, ...all },
      { day: '2026-11-23', ...all },
    ]);
    expect(await days({ to: DAY })).toEqual([{ day: DAY, ...all }]);
    await expect(days({ from: '2026-11-20' })).rejects.toThrow('raw rows go back to 2026-11-22 only');
    await expect(days({ from: '2026-11-23', to: DAY })).rejects.toThrow('nothing lies between');
  });

  it('are none when raw rows have aged away', async () => {
    const later = Date.parse('2027-01-01T00:00:00Z');
    // Ages as shipped: the tests' own warehouse keeps every row.
    await migrate(store, { log: quietLog });
    await expect(findRollUpDays(store, { rollUps, nowMs: later })).rejects.toThrow('no raw rows');
  });
});
