import { toU64, type OptOut } from '@emotide/domain';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clearForgetScope,
  emptySketches,
  findChatters,
  fillSketches,
  forgetChatters,
  insertRun,
  knownOfChatter,
  noteForgetScope,
  optOuts,
  recordChatters,
  recordOptOuts,
  seenChatters,
  type Store,
} from '../src/index';
import { activity, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const kappa = ['25', 'Kappa'] as const;
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
});
// Tables remember tokens longer than rows, so each test has runs of its own.
let round = 0;
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});
async function truncate(): Promise<void> {
  for (const { name } of (await store.select(
    "SELECT name FROM system.tables WHERE database = 'emotide' AND engine LIKE '%MergeTree' AND name != 'migrations'",
  )) as { name: string }[])
    await store.command(`TRUNCATE TABLE ${name}`);
}
beforeEach(async () => {
  round++;
  await truncate();
});

const optOut = (chatter: number, more: Partial<OptOut> = {}): OptOut => ({
  form: 'id',
  chatter: toU64(chatter),
  outSinceMs: 0,
  backSinceMs: 0,
  forgottenBeforeMs: 0,
  ...more,
});

const CHAT = [
  activity({ second: '2026-11-22T10:00:00Z', channel: forsen, session: 7, messages: 4, withEmotes: 3 }),
  use({ sentAt: '2026-11-22T10:00:00Z', channel: forsen, user: 7, message: 1, emote: kappa, uses: 2 }),
  use({ sentAt: '2026-11-22T10:00:10Z', channel: forsen, user: 8, message: 2, emote: kappa }),
  use({ sentAt: '2026-11-22T10:00:20Z', channel: forsen, user: 7, message: 3, emote: kappa }),
];
const insert = (token: string, asOfMs?: number) =>
  insertRun(store, {
    partition: 0,
    runLast: 1,
    logDay: '2026-11-22',
    token: `${round} ${token}`,
    blocks: CHAT,
    ...(asOfMs !== undefined && { optOuts: { database: 'emotide', asOfMs } }),
  });

/** The chatters of the messages in order, then uses, messages and chatters of the roll-up, then whose days are known. */
async function known(): Promise<unknown[]> {
  const [events, minute, days, sessions] = await Promise.all([
    store.select('SELECT user_id FROM events ORDER BY message_key'),
    store.select(
      'SELECT sum(m.uses) AS uses, sum(m.messages) AS messages, uniqCombined64Merge(m.chatters) AS chatters FROM emote_minute AS m',
    ),
    store.select('SELECT DISTINCT user_id FROM chatter_day ORDER BY user_id'),
    store.select('SELECT session FROM channel_coverage'),
  ]);
  return [events, minute, days, sessions].map((rows) => (rows as object[]).map((row) => Object.values(row)));
}

describe('a run', () => {
  it('knows its chatters while nobody opted out', async () => {
    await insert('a');
    expect(
      await knownOfChatter(store, { chatters: [toU64(7), { hi: 0xffff_ffff, lo: 0xffff_ffff }] }),
    ).toEqual([{ uses: 2, firstMs: at('10:00:00'), lastMs: at('10:00:20') }]);
    expect(await knownOfChatter(store, { chatters: [toU64(9)] })).toEqual([
      { uses: 0, firstMs: 0, lastMs: 0 },
    ]);
    expect(await known()).toEqual([[['7'], ['8'], ['7']], [['4', '3', '2']], [['7'], ['8']], [['7']]]);
  });

  it('counts what opted-out chatters say, as nobody’s', async () => {
    await recordOptOuts(store, [optOut(7, { outSinceMs: at('09:00:00') }), optOut(99, { outSinceMs: 1 })]);
    await insert('a');
    expect(await known()).toEqual([[['0'], ['8'], ['0']], [['4', '3', '1']], [['8']], [['7']]]);
  });

  it('knows them again once they have opted back in', async () => {
    await recordOptOuts(store, [optOut(7, { outSinceMs: at('09:00:00') })]);
    await recordOptOuts(store, [optOut(7, { outSinceMs: at('09:00:00'), backSinceMs: at('09:00:01') })]);
    await insert('a');
    expect((await known())[0]).toEqual([['7'], ['8'], ['7']]);
  });

  it('forgets what was sent before a moment, and nothing later', async () => {
    await recordOptOuts(store, [optOut(7, { forgottenBeforeMs: at('10:00:20') })]);
    await insert('a');
    expect(await known()).toEqual([[['0'], ['8'], ['7']], [['4', '3', '2']], [['7'], ['8']], [['7']]]);
  });

  it('leaves out the same chatters when it is repeated, whoever opted out between', async () => {
    await recordOptOuts(store, [optOut(7, { outSinceMs: at('09:00:00') })]);
    await insert('a', at('09:30:00'));
    // As if the attempt had been cut before this table.
    await store.command('TRUNCATE TABLE chatter_day');
    await recordOptOuts(store, [optOut(8, { outSinceMs: at('09:45:00') })]);
    await insert('a', at('09:30:00'));
    expect((await known())[0]).toEqual([['0'], ['8'], ['0']]);
    await insert('b', at('09:30:00'));
    expect((await known()).slice(1, 3)).toEqual([[['8', '6', '1']], [['8']]]);
  });

  it('is one block with a list of ten thousand chatters', async () => {
    await recordOptOuts(
      store,
      Array.from({ length: 10_000 }, (_, n) =>
        optOut(1_000 + n, { outSinceMs: 1, forgottenBeforeMs: at('10:00:00') + n }),
      ),
    );
    const rows = Array.from({ length: 20_000 }, (_, n) =>
      use({
        sentAt: '2026-11-22T10:00:00Z',
        channel: forsen,
        user: 1_000 + n,
        message: n,
        emote: kappa,
      }),
    );
    const run = { partition: 0, runLast: 2, logDay: '2026-11-22', token: 'large', blocks: rows };
    await insertRun(store, run);
    await insertRun(store, run);
    expect(
      await store.select(
        "SELECT count() AS rows, countIf(user_id = 0) AS nobodys, (SELECT count() FROM system.parts WHERE database = 'emotide' AND table = 'events' AND active) AS parts FROM events",
      ),
    ).toEqual([{ rows: '20000', nobodys: '10000', parts: '1' }]);
  });
});

describe('optOuts', () => {
  it('gives the latest of all that was put down, in whatever order', async () => {
    const late = optOut(7, { outSinceMs: 3_000, backSinceMs: 2_000 });
    const early = optOut(7, { outSinceMs: 1_000, forgottenBeforeMs: 5_000 });
    const other: OptOut = { ...late, form: 'k0123abcd', chatter: { hi: 0xffff_ffff, lo: 0xffff_fffe } };
    await recordOptOuts(store, [late, other]);
    await recordOptOuts(store, [early]);
    expect(await optOuts(store, {})).toEqual([{ ...late, forgottenBeforeMs: 5_000 }, other]);
  });
});

describe('names of chatters', () => {
  it('are asked for those who wrote since, found by login, and forgotten with the rest', async () => {
    await insert('a');
    const seen = () => seenChatters(store, { sinceMs: at('00:00:00'), limit: 10 });
    const unknown = { login: '', displayName: '', namedAtMs: 0 };
    const seven = { userId: '7', firstSeenMs: at('10:00:00'), lastSeenMs: at('10:00:20'), ...unknown };
    const eight = { userId: '8', firstSeenMs: at('10:00:10'), lastSeenMs: at('10:00:10'), ...unknown };
    expect(await seen()).toEqual([seven, eight]);
    const named = { login: 'tidepool', displayName: 'TidePool', namedAtMs: at('11:00:00') };
    await recordChatters(store, [{ ...seven, ...named }, eight]);
    expect(await seen()).toEqual([]);
    // Renamed, and seen earlier than was known.
    const renamed = { ...seven, ...named, login: 'lagoon', firstSeenMs: at('09:00:00') };
    await recordChatters(store, [renamed]);
    expect(await findChatters(store, { login: 'tidepool' })).toEqual([]);
    expect(await findChatters(store, { login: 'lagoon' })).toEqual([
      { userId: '7', login: 'lagoon', displayName: 'TidePool', lastSeenMs: seven.lastSeenMs },
    ]);
    await recordOptOuts(store, [optOut(7, { forgottenBeforeMs: at('23:00:00') })]);
    await forgetChatters(store, { signal: new AbortController().signal, onProgress: () => undefined });
    expect(await store.select('SELECT user_id FROM chatters FINAL')).toEqual([{ user_id: '8' }]);
  });
});

describe('forgetting', () => {
  const signal = new AbortController().signal;
  const forget = async () => {
    await noteForgetScope(store);
    const forgotten = await forgetChatters(store, { signal, onProgress: () => undefined });
    const remade = await emptySketches(store, signal, () => undefined);
    await fillSketches(store);
    await clearForgetScope(store);
    return { forgotten, remade };
  };
  /** Uses, messages and chatters of every roll-up with chatters, and how many rows are somebody's. */
  const totals = async () =>
    Object.fromEntries(
      await Promise.all(
        ['emote_minute', 'emote_minute_global', 'emote_hour', 'emote_hour_global'].map(
          async (table) =>
            [
              table,
              await store.select(
                `SELECT emote_id AS emote, sum(t.uses) AS uses, sum(t.messages) AS messages,
                   uniqCombined64Merge(t.chatters) AS chatters
                 FROM ${table} AS t GROUP BY emote ORDER BY emote`,
              ),
            ] as const,
        ),
      ),
    );

  it('leaves every count as it is, and takes the chatter out of raw rows, days and sketches', async () => {
    await insert('a');
    const somebody = use({
      sentAt: '2026-11-22T10:30:00Z',
      channel: [1, 'xqc'],
      user: 9,
      message: 9,
      emote: kappa,
    });
    const copy = use({
      sentAt: '2026-11-22T10:00:15Z',
      channel: [1, 'xqc'],
      user: 7,
      message: 10,
      emote: kappa,
      flags: 2,
    });
    await insertRun(store, {
      partition: 0,
      runLast: 2,
      logDay: '2026-11-22',
      token: `${round} b`,
      blocks: [somebody, copy],
    });
    const before = await totals();
    await recordOptOuts(store, [optOut(7, { forgottenBeforeMs: at('23:00:00') })]);
    const { forgotten, remade } = await forget();
    expect(forgotten).toEqual([
      { table: 'chatter_day', how: 'deleted', rows: 2 },
      { table: 'chatters', how: 'deleted', rows: 0 },
      { table: 'events', how: 'blanked', rows: 3 },
    ]);
    expect(remade.map(({ table }) => table)).toEqual(Object.keys(before).sort());
    const less = (by: number, rows: unknown[]) =>
      (rows as { chatters: string }[]).map((row) => ({
        ...row,
        chatters: String(Number(row.chatters) - by),
      }));
    expect(await totals()).toEqual(
      Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, less(1, rows)])),
    );
    expect(await store.select('SELECT DISTINCT user_id FROM events ORDER BY 1')).toEqual([
      { user_id: '0' },
      { user_id: '8' },
      { user_id: '9' },
    ]);
    expect(await store.select('SELECT count() AS rows FROM forget_scope')).toEqual([{ rows: '0' }]);
  });

  it('is the same after cuts at every step', async () => {
    await insert('a');
    const before = await totals();
    await recordOptOuts(store, [optOut(7, { forgottenBeforeMs: at('23:00:00') })]);
    const steps: (() => Promise<unknown>)[] = [
      () => noteForgetScope(store),
      () => forgetChatters(store, { signal, onProgress: () => undefined }),
      () => emptySketches(store, signal, () => undefined),
      () => fillSketches(store),
    ];
    for (let done = 1; done <= steps.length; done++) for (const step of steps.slice(0, done)) await step();
    await clearForgetScope(store);
    const total = (chatters: string) => [{ emote: '25', uses: '4', messages: '3', chatters }];
    expect(before['emote_hour']).toEqual(total('2'));
    expect(Object.values(await totals())).toEqual(Array(4).fill(total('1')));
    expect((await known()).slice(0, 3)).toEqual([[['0'], ['8'], ['0']], [['4', '3', '1']], [['8']]]);
  });
});
