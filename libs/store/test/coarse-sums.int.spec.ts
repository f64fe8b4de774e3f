import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertRun, topChannels, topEmotes, type Range, type Store } from '../src/index';
import { readCoarseSums } from './coarse-sums';
import { createRandom } from './chat-fold';
import { use } from './landing-rows';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const FROM_MS = Date.parse('2025-12-10T00:00:00Z');
/** Whole months and parts of others. */
const DAYS = 100;
const CHANNELS = [
  [1, 'one'],
  [2, 'two'],
  [3, 'three'],
] as const;
/** Two of these are one emote under two names. */
const EMOTES = [
  ['25', 'Kappa'],
  ['25', 'KappaOld'],
  ['41', 'Kreygasm'],
] as const;

const random = createRandom(11);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const chat = Array.from({ length: 4_000 }, (_, message) => ({
  atMs: FROM_MS + Math.floor(random() * DAYS * 1_440) * MINUTE_MS,
  channel: pick(CHANNELS),
  emote: pick(EMOTES),
  uses: 1 + Math.floor(random() * 3),
  message,
}));

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

/** As one run, of one part a table. */
function insert(part: typeof chat, token: string): Promise<void> {
  const rows = part.map(({ atMs, ...one }) =>
    use({ ...one, sentAt: new Date(atMs).toISOString(), user: 1 + (one.message % 9) }),
  );
  return insertRun(store, {
    partition: 0,
    runLast: 1,
    logDay: '2026-03-25',
    token,
    blocks: [Buffer.concat(rows)],
  });
}

async function mergeAll(): Promise<void> {
  for (const table of ['emote_hour', 'emote_hour_global'])
    await store.command(`OPTIMIZE TABLE ${table} FINAL`);
}

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  await insert(chat.slice(0, 1_500), 'first');
  await insert(chat.slice(1_500, 3_000), 'second');
  await mergeAll();
  // Like what has just come, it has no sums yet.
  await insert(chat.slice(3_000), 'third');
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

/** Sums by a key, greatest first. */
function rank({ fromMs, toMs }: Range, keyOf: (one: (typeof chat)[number]) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const one of chat)
    if (one.atMs >= fromMs && one.atMs < toMs) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.uses);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

async function expectRankings(range: Range): Promise<void> {
  const emotes = await topEmotes(store, { scope: 'all', range, limit: 9 });
  expect(emotes.map(({ emoteId, uses }) => [emoteId, uses])).toEqual(rank(range, ({ emote }) => emote[0]));
  const channels = await topChannels(store, { range, by: 'USES', limit: 9 });
  expect(channels.map(({ channelId, score }) => [channelId, score])).toEqual(
    rank(range, ({ channel }) => String(channel[0])),
  );
}

/** Which projections a question was answered from. */
async function projectionsOf(ask: () => Promise<unknown>): Promise<string[]> {
  const since = Date.now();
  await ask();
  await store.command('SYSTEM FLUSH LOGS');
  const rows = (await store.select(
    `SELECT DISTINCT arrayJoin(projections) AS name FROM system.query_log
     WHERE type = 'QueryFinish' AND event_time_microseconds >= fromUnixTimestamp64Milli({since:Int64}) ORDER BY name`,
    { since },
  )) as { name: string }[];
  // Others are the server's own, of how many rows a part has.
  return rows.flatMap(({ name }) => /\w+\.by_\w+$/.exec(name) ?? []);
}

const whole: Range = { fromMs: FROM_MS, toMs: FROM_MS + DAYS * DAY_MS };
const month: Range = { fromMs: Date.parse('2026-01-01T00:00:00Z'), toMs: Date.parse('2026-02-01T00:00:00Z') };

describe('sums of days and months', () => {
  it('are what rankings read, as far as a range has whole ones', async () => {
    const emotes = (range: Range) => projectionsOf(() => topEmotes(store, { scope: 'all', range, limit: 5 }));
    expect(await emotes({ ...whole, toMs: FROM_MS + DAY_MS - MINUTE_MS })).toEqual([]);
    expect(await emotes({ ...whole, toMs: FROM_MS + DAY_MS })).toEqual(['emote_hour_global.by_day']);
    expect(await emotes(month)).toEqual(['emote_hour_global.by_month']);
    expect(await emotes(whole)).toEqual(['emote_hour_global.by_day', 'emote_hour_global.by_month']);
    const channels = () => topChannels(store, { range: whole, by: 'USES', limit: 5 });
    expect(await projectionsOf(channels)).toEqual(['emote_hour.by_day', 'emote_hour.by_month']);
  });

  it('give the same as a fold over the chat, whatever the range', async () => {
    for (let i = 0; i < 60; i += 1) {
      const from = Math.floor(random() * DAYS * 1_440);
      const length = 1 + Math.floor(random() ** 3 * (DAYS * 1_440 - from));
      const grain = pick([1, 60, 1_440]);
      const start = Math.floor(from / grain) * grain;
      const end = start + Math.ceil(length / grain) * grain;
      await expectRankings({ fromMs: FROM_MS + start * MINUTE_MS, toMs: FROM_MS + end * MINUTE_MS });
    }
  });

  it('are those of their hours, before all rows are merged and afterwards', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await readCoarseSums(store, 'projections')).toEqual(await readCoarseSums(store, 'hours'));
      await mergeAll();
    }
  });

  it('change no answer where no part has any, as before they are made for what was there', async () => {
    for (const table of ['emote_hour', 'emote_hour_global'])
      for (const name of ['by_day', 'by_month'])
        await store.command(`ALTER TABLE ${table} CLEAR PROJECTION ${name} SETTINGS mutations_sync = 1`);
    expect(await projectionsOf(() => expectRankings(whole))).toEqual([]);
  });
});
