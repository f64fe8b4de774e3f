import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clashingRuns, insertRun, recentActivity, recentChannels, recentUses, recordRun } from '../src/index';
import { activity, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const xqc = [71092938, 'xqc'] as const;
const BORN_MS = Date.parse('2026-11-23T12:00:00.250Z');
const fromMs = Date.parse('2026-11-23T11:30:00Z');
const toMs = Date.parse('2026-11-23T13:00:00Z');

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
/** Tables that are emptied still know their tokens, so those of each test are its own. */
let tests = 0;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});
beforeEach(() => {
  tests += 1;
  return warehouse.reset();
});

/** Inserts a run as a sink does; `recordedFor` is the birth of its log, absent when the run is not finished. */
async function run(options: {
  partition?: number;
  last: number;
  rows: readonly Buffer[];
  recordedFor?: number;
}): Promise<void> {
  const { partition = 0, last, rows, recordedFor } = options;
  const token = `${tests}.${partition}.${last}.${recordedFor ?? 'unfinished'}`;
  await insertRun(warehouse.store, { partition, runLast: last, logDay: '2026-11-23', token, blocks: rows });
  if (recordedFor === undefined) return;
  const streamCreatedAtMs = recordedFor;
  await recordRun(warehouse.store, {
    partition,
    first: last,
    last,
    token,
    streamCreatedAtMs,
    insertedAtMs: toMs,
    rows: rows.length,
  });
}

const said = (
  sentAt: string,
  channel: readonly [number, string],
  more: { uses?: number; flags?: number } = {},
) => [
  use({ sentAt, channel, user: 1, message: 1, emote: ['25', 'Kappa'], ...more }),
  activity({
    second: `${sentAt.slice(0, 19)}Z`,
    channel,
    messages: 2,
    withEmotes: 1,
    ...(more.flags !== undefined && { flags: more.flags }),
  }),
];
const ask = { starts: [10], beyond: 1_000, fromMs };
const all = { ...ask, fromChannelId: '0', toChannelId: '18446744073709551615', toMs };
const second = (time: string): number => Date.parse(time) / 1000;

describe('committed rows', () => {
  it('are given by second, with copies of shared chats apart', async () => {
    const rows = [
      ...said('2026-11-23T12:30:01.100Z', forsen, { uses: 3 }),
      ...said('2026-11-23T12:30:01.900Z', forsen),
      ...said('2026-11-23T12:30:02.000Z', forsen),
      ...said('2026-11-23T12:30:02.500Z', forsen, { flags: 2 }),
    ];
    await run({ last: 9, rows, recordedFor: BORN_MS });
    const [one, two] = [second('2026-11-23T12:30:01Z'), second('2026-11-23T12:30:02Z')];
    const of = { channelId: '22484632', provider: 'TWITCH', emoteId: '25', name: 'Kappa', class: 'GLOBAL' };
    const uses = await recentUses(warehouse.store, all);
    expect(uses.sort((a, b) => Number(a.sharedCopy) - Number(b.sharedCopy))).toEqual([
      {
        ...of,
        sharedCopy: false,
        ...inOrder(
          [
            [one, 4, 2],
            [two, 1, 1],
          ],
          uses[0]!.seconds,
        ),
      },
      { ...of, sharedCopy: true, seconds: [two], uses: [1], messages: [1] },
    ]);
    const heard = await recentActivity(warehouse.store, all);
    const own = heard.find(({ sharedCopy }) => !sharedCopy)!;
    expect(
      Object.fromEntries(own.seconds.map((at, i) => [at, [own.messages[i], own.messagesWithEmotes[i]]])),
    ).toEqual({
      [one]: [4, 2],
      [two]: [2, 1],
    });
    expect(heard.find(({ sharedCopy }) => sharedCopy)).toMatchObject({ seconds: [two], messages: [2] });
    expect(await recentChannels(warehouse.store, ask)).toEqual([
      { channelId: '22484632', login: 'forsen', rows: 7 },
    ]);
  });

  it('end before the place in the log from where the reader goes on, whether the run there is recorded or not', async () => {
    await run({ last: 9, rows: said('2026-11-23T12:30:01Z', forsen), recordedFor: BORN_MS });
    await run({ last: 10, rows: said('2026-11-23T12:30:02Z', forsen), recordedFor: BORN_MS });
    await run({ last: 12, rows: said('2026-11-23T12:30:03Z', forsen) });
    expect((await recentUses(warehouse.store, all)).flatMap(({ seconds }) => seconds)).toEqual([
      second('2026-11-23T12:30:01Z'),
    ]);
    expect((await recentActivity(warehouse.store, all)).flatMap(({ seconds }) => seconds)).toEqual([
      second('2026-11-23T12:30:01Z'),
    ]);
  });

  it('of each partition end at its own place', async () => {
    await run({ partition: 0, last: 20, rows: said('2026-11-23T12:30:01Z', forsen), recordedFor: BORN_MS });
    await run({ partition: 1, last: 20, rows: said('2026-11-23T12:30:01Z', xqc), recordedFor: BORN_MS });
    const found = await recentChannels(warehouse.store, { ...ask, starts: [10, 21] });
    expect(found.map(({ login }) => login)).toEqual(['xqc']);
  });

  it('of a log before this one count where their numbers can not be of this one, and are told where they can', async () => {
    const before = BORN_MS - 86_400_000;
    await run({ last: 5, rows: said('2026-11-23T11:59:00Z', forsen), recordedFor: before });
    await run({ last: 500, rows: said('2026-11-23T11:59:01Z', forsen), recordedFor: before });
    await run({ last: 2_000, rows: said('2026-11-23T11:59:02Z', xqc), recordedFor: before });
    await run({ partition: 3, last: 11, rows: said('2026-11-23T11:59:03Z', xqc), recordedFor: before });
    // A run of this log that is read from there, with the number of one before it.
    await insertRun(warehouse.store, {
      partition: 0,
      runLast: 500,
      logDay: '2026-11-23',
      token: 'now',
      blocks: said('2026-11-23T11:59:04Z', forsen),
    });
    const found = await recentUses(warehouse.store, all);
    expect(found.flatMap(({ seconds }) => seconds).sort()).toEqual(
      [0, 2, 3].map((n) => second(`2026-11-23T11:59:0${n}Z`)),
    );
    const clash = { ...ask, streamCreatedAtMs: BORN_MS };
    expect(await clashingRuns(warehouse.store, clash)).toEqual([{ runs: 1, lastInsertedAtMs: toMs }]);
    expect(await clashingRuns(warehouse.store, { ...clash, starts: [501] })).toMatchObject([{ runs: 0 }]);
    expect(await clashingRuns(warehouse.store, { ...clash, fromMs: toMs + 1_000 })).toMatchObject([
      { runs: 0 },
    ]);
  });

  it('can be asked for in parts by channel and time that together are all', async () => {
    const rows = [
      ...said('2026-11-23T12:30:01Z', forsen),
      ...said('2026-11-23T12:31:00Z', forsen),
      ...said('2026-11-23T12:30:01Z', xqc),
      ...said('2026-11-23T11:29:59Z', xqc),
    ];
    await run({ last: 9, rows, recordedFor: BORN_MS });
    const between = Date.parse('2026-11-23T12:31:00Z');
    const parts = await Promise.all([
      recentUses(warehouse.store, { ...all, toChannelId: '22484632', toMs: between }),
      recentUses(warehouse.store, { ...all, toChannelId: '22484632', fromMs: between }),
      recentUses(warehouse.store, { ...all, fromChannelId: '22484633' }),
    ]);
    expect(parts.map((part) => part.flatMap(({ seconds }) => seconds))).toEqual([
      [second('2026-11-23T12:30:01Z')],
      [second('2026-11-23T12:31:00Z')],
      [second('2026-11-23T12:30:01Z')],
    ]);
  });
});

/** Lists of a row in the order in which the store happened to give the seconds. */
function inOrder(cells: readonly (readonly [number, number, number])[], seconds: readonly number[]) {
  const sorted = seconds.map((at) => cells.find(([of]) => of === at)!);
  return {
    seconds: sorted.map(([at]) => at),
    uses: sorted.map(([, uses]) => uses),
    messages: sorted.map(([, , messages]) => messages),
  };
}
