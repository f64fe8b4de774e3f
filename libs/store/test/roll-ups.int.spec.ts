import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertRun, type Store } from '../src/index';
import { activity, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const xqc = [71092938, 'xqc'] as const;
const kappa = ['25', 'Kappa'] as const;

/** Two channels around a midnight: chatter 7 is in both, nobody is 0, one message is a copy of a shared chat. */
const CHAT = [
  activity({ second: '2026-11-22T23:59:59Z', channel: forsen, messages: 3, withEmotes: 2 }),
  use({ sentAt: '2026-11-22T23:59:59.100Z', channel: forsen, user: 7, message: 1, emote: kappa, uses: 3 }),
  use({ sentAt: '2026-11-22T23:59:59.200Z', channel: forsen, user: 0, message: 2, emote: kappa }),
  activity({ second: '2026-11-22T23:59:59Z', channel: xqc, messages: 1, withEmotes: 1 }),
  use({ sentAt: '2026-11-22T23:59:59.300Z', channel: xqc, user: 7, message: 3, emote: kappa }),
  activity({ second: '2026-11-22T23:59:59Z', channel: xqc, messages: 1, withEmotes: 1, flags: 2 }),
  use({ sentAt: '2026-11-22T23:59:59.400Z', channel: xqc, user: 8, message: 4, emote: kappa, flags: 2 }),
  activity({ second: '2026-11-23T00:00:00Z', channel: forsen, messages: 2, withEmotes: 1 }),
  use({ sentAt: '2026-11-23T00:00:00Z', channel: forsen, user: 7, message: 5, emote: kappa, uses: 2 }),
  use({
    sentAt: '2026-11-23T00:00:00Z',
    channel: forsen,
    user: 7,
    message: 5,
    emote: ['9', 'forsenE'],
    class: 3,
  }),
];

/** What each roll-up says of {@link CHAT}, in its own grain and whatever the merges did. */
const EXPECTED = {
  emote_minute_global: {
    sql: `SELECT minute, emote_name AS emote, class, sum(uses) AS uses, sum(messages) AS messages,
        uniqCombined64Merge(chatters) AS chatters
      FROM emote_minute_global WHERE log_day = {logDay:String} GROUP BY ALL ORDER BY ALL`,
    rows: [
      ['2026-11-22 23:59:00', 'Kappa', 'GLOBAL', '5', '3', '1'],
      ['2026-11-23 00:00:00', 'Kappa', 'GLOBAL', '2', '1', '1'],
      ['2026-11-23 00:00:00', 'forsenE', 'SUB_T1', '1', '1', '1'],
    ],
  },
  emote_hour_global: {
    sql: `SELECT hour, emote_name AS emote, class, sum(uses) AS uses, sum(messages) AS messages,
        uniqCombined64Merge(chatters) AS chatters
      FROM emote_hour_global WHERE log_day = {logDay:String} GROUP BY ALL ORDER BY ALL`,
    rows: [
      ['2026-11-22 23:00:00', 'Kappa', 'GLOBAL', '5', '3', '1'],
      ['2026-11-23 00:00:00', 'Kappa', 'GLOBAL', '2', '1', '1'],
      ['2026-11-23 00:00:00', 'forsenE', 'SUB_T1', '1', '1', '1'],
    ],
  },
  emote_hour: {
    sql: `SELECT channel_id, hour, emote_name AS emote, class, shared_copy, sum(uses) AS uses, sum(messages) AS messages,
        uniqCombined64Merge(chatters) AS chatters
      FROM emote_hour WHERE log_day = {logDay:String} GROUP BY ALL ORDER BY ALL`,
    rows: [
      ['22484632', '2026-11-22 23:00:00', 'Kappa', 'GLOBAL', false, '4', '2', '1'],
      ['22484632', '2026-11-23 00:00:00', 'Kappa', 'GLOBAL', false, '2', '1', '1'],
      ['22484632', '2026-11-23 00:00:00', 'forsenE', 'SUB_T1', false, '1', '1', '1'],
      ['71092938', '2026-11-22 23:00:00', 'Kappa', 'GLOBAL', false, '1', '1', '1'],
      ['71092938', '2026-11-22 23:00:00', 'Kappa', 'GLOBAL', true, '1', '1', '1'],
    ],
  },
  activity_hour: {
    sql: `SELECT channel_id, hour, shared_copy, sum(messages) AS messages,
        sum(messages_with_emotes) AS messages_with_emotes
      FROM activity_hour WHERE log_day = {logDay:String} GROUP BY ALL ORDER BY ALL`,
    rows: [
      ['22484632', '2026-11-22 23:00:00', false, '3', '2'],
      ['22484632', '2026-11-23 00:00:00', false, '2', '1'],
      ['71092938', '2026-11-22 23:00:00', false, '1', '1'],
      ['71092938', '2026-11-22 23:00:00', true, '1', '1'],
    ],
  },
  chatter_day: {
    sql: `SELECT channel_id, day, user_id, emote_name AS emote, class, shared_copy, sum(uses) AS uses,
        sum(messages) AS messages
      FROM chatter_day WHERE log_day = {logDay:String} GROUP BY ALL ORDER BY ALL`,
    rows: [
      ['22484632', '2026-11-22', '7', 'Kappa', 'GLOBAL', false, '3', '1'],
      ['22484632', '2026-11-23', '7', 'Kappa', 'GLOBAL', false, '2', '1'],
      ['22484632', '2026-11-23', '7', 'forsenE', 'SUB_T1', false, '1', '1'],
      ['71092938', '2026-11-22', '7', 'Kappa', 'GLOBAL', false, '1', '1'],
      ['71092938', '2026-11-22', '8', 'Kappa', 'GLOBAL', true, '1', '1'],
    ],
  },
} as const;

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

const insert = (logDay: string, token: string, rows: readonly Buffer[]) =>
  insertRun(store, { partition: 0, runLast: 1, logDay, token, blocks: rows });

/** Days of the log, so that both stand beside each other. */
const [WHOLE, IN_TWO] = ['2026-11-23', '2026-11-24'];

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  await insert(WHOLE, 'whole', CHAT);
  for (const half of [0, 1]) {
    const rows = CHAT.filter((_, index) => index % 2 === half);
    await insert(IN_TWO, `half ${half}`, rows);
  }
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

describe.each(Object.entries(EXPECTED))('%s', (_, { sql, rows }) => {
  const found = async (logDay: string) =>
    (await store.select(sql, { logDay })).map((row) => Object.values(row as object));

  it('is filled through its view', async () => {
    expect(await found(WHOLE)).toEqual(rows);
  });

  it('says the same of rows in two inserts', async () => {
    expect(await found(IN_TWO)).toEqual(rows);
  });
});
