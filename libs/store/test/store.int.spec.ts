import {
  KEEPS_ALL,
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  MigrationMismatch,
  StoreRefused,
  StoreUnavailable,
  TooManyRows,
  channelChatters,
  channelTotals,
  chatterSeries,
  createStore,
  emoteChatters,
  findChannels,
  findEmote,
  gaps,
  insertRun,
  migrate,
  moderationSeries,
  pipeline,
  recordRun,
  topChannels,
  topEmotes,
  toWholeMinutes,
  usageSeries,
  type Granularity,
  type Scope,
  type Store,
} from '../src/index';
import { activity, loss, moderation, use } from './landing-rows';

const forsen = [22484632, 'forsen'] as const;
const xqc = [71092938, 'xqc'] as const;
const range = toWholeMinutes(Date.parse('2019-09-15T12:00:00Z'), Date.parse('2019-09-15T13:00:00Z'));

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;
let tokens = 0;
/** Tables that are emptied still know their tokens, so those of each test are its own. */
let tests = 0;

const insert = (rows: readonly Buffer[], token = `token ${(tokens += 1)}`, runLast = 1) =>
  insertRun(store, {
    partition: 0,
    runLast,
    logDay: '2026-11-23',
    token: `${tests} ${token}`,
    blocks: rows,
  });

/** Everything every target says, aggregated, so that two states can be compared whatever the merges did. */
async function snapshot(): Promise<Record<string, unknown>> {
  const queries = {
    events: `SELECT count(), sum(uses), groupBitXor(cityHash64(*)) FROM events`,
    activity: `SELECT channel_id, second, shared_copy, partition, run_last, sum(messages), sum(messages_with_emotes)
      FROM activity GROUP BY 1, 2, 3, 4, 5 ORDER BY ALL`,
    emoteMinute: `SELECT channel_id, minute, provider, emote_id, emote_name, class, shared_copy, sum(uses), sum(messages),
      uniqCombined64Merge(chatters) FROM emote_minute GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY ALL`,
    activityMinute: `SELECT channel_id, minute, shared_copy, sum(messages), sum(messages_with_emotes)
      FROM activity_minute GROUP BY 1, 2, 3 ORDER BY ALL`,
    channels: `SELECT channel_id, login, last_sent_at FROM channels FINAL ORDER BY ALL`,
    coverage: `SELECT channel_id, session, partition, min(first_sent_at), max(last_sent_at), sum(messages),
      argMaxMerge(last_message_key) FROM channel_coverage GROUP BY 1, 2, 3 ORDER BY ALL`,
  };
  const entries = await Promise.all(
    Object.entries(queries).map(async ([name, sql]) => [name, await store.select(sql)] as const),
  );
  return Object.fromEntries(entries);
}

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});
beforeEach(() => {
  tests += 1;
  return warehouse.reset();
});

/** Two channels, three minutes, a shared-chat copy, a renamed emote, an anonymous chatter. */
const CHAT = [
  activity({ second: '2019-09-15T12:00:01Z', channel: forsen, messages: 3, withEmotes: 2, lastMessage: 102 }),
  use({
    sentAt: '2019-09-15T12:00:01.100Z',
    channel: forsen,
    user: 7,
    message: 101,
    emote: ['25', 'Kappa'],
    uses: 3,
  }),
  use({
    sentAt: '2019-09-15T12:00:01.100Z',
    channel: forsen,
    user: 7,
    message: 101,
    emote: ['41', 'Kreygasm'],
  }),
  use({ sentAt: '2019-09-15T12:00:01.900Z', channel: forsen, user: 8, message: 102, emote: ['25', 'Kappa'] }),
  activity({ second: '2019-09-15T12:00:01Z', channel: forsen, messages: 1, withEmotes: 1, lastMessage: 103 }),
  use({
    sentAt: '2019-09-15T12:00:01.950Z',
    channel: forsen,
    user: 0,
    message: 103,
    emote: ['25', 'KappaOld'],
  }),
  activity({
    second: '2019-09-15T12:02:00Z',
    channel: forsen,
    messages: 1,
    withEmotes: 1,
    lastMessage: 104,
    flags: 2,
  }),
  use({
    sentAt: '2019-09-15T12:02:00Z',
    channel: forsen,
    user: 9,
    message: 104,
    emote: ['25', 'Kappa'],
    flags: 2,
  }),
  activity({ second: '2019-09-15T12:59:59Z', channel: xqc, messages: 2, withEmotes: 1, lastMessage: 202 }),
  use({
    sentAt: '2019-09-15T12:59:59.999Z',
    channel: xqc,
    user: 7,
    message: 202,
    emote: ['9', 'xqcL'],
    class: 3,
    uses: 2,
  }),
];

describe('migrations', () => {
  it('do nothing when repeated', async () => {
    expect(await migrate(store, { log: quietLog, retention: KEEPS_ALL })).toEqual({ applied: [], aged: [] });
  });

  it('may be started by several processes at once', async () => {
    await store.command('DROP DATABASE emotide SYNC', { database: null });
    await Promise.all([1, 2, 3].map(() => migrate(store, { log: quietLog, retention: KEEPS_ALL })));
    await insert(CHAT);
    expect(await store.select('SELECT count() AS n FROM events')).toEqual([{ n: '6' }]);
  });

  it('go on where a step was cut in the middle', async () => {
    await store.command(
      `ALTER TABLE migrations DELETE WHERE name = '0004-create-emote-minute' SETTINGS mutations_sync = 1`,
    );
    await store.command('DROP TABLE emote_minute_view');
    expect(await migrate(store, { log: quietLog, retention: KEEPS_ALL })).toEqual({
      applied: ['0004-create-emote-minute'],
      aged: [],
    });
    await insert(CHAT);
    expect(await store.select('SELECT sum(uses) AS n FROM emote_minute')).toEqual([{ n: '9' }]);
  });

  it('name an applied step whose text was edited since', async () => {
    const edited = [{ name: '0001-create-landing', statements: ['SELECT 2'] }];
    const refusal = migrate(store, { log: quietLog, migrations: edited });
    await expect(refusal).rejects.toThrow(MigrationMismatch);
    await expect(refusal).rejects.toThrow('0001-create-landing');
  });

  it('leave no table and no column without a comment', async () => {
    const bare = await store.select(`
      SELECT name AS what FROM system.tables WHERE database = 'emotide' AND comment = ''
      UNION ALL
      SELECT table || '.' || name FROM system.columns
      WHERE database = 'emotide' AND comment = '' AND table NOT LIKE '%_view'
        -- What a dictionary has, its table says; its own attributes take no comment.
        AND table NOT IN (SELECT name FROM system.tables WHERE database = 'emotide' AND engine = 'Dictionary')`);
    expect(bare).toEqual([]);
  });
});

describe('a run', () => {
  it('reaches every table through its view', async () => {
    await insert(CHAT, 'first', 17);
    expect(
      await store.select(`SELECT sent_at, channel_id, channel_login, user_id, message_key, provider, emote_id, emote_name,
        class, uses, flags, partition, run_last, log_day FROM events WHERE channel_id = 71092938`),
    ).toEqual([
      {
        sent_at: '2019-09-15 12:59:59.999',
        channel_id: '71092938',
        channel_login: 'xqc',
        user_id: '7',
        message_key: '202',
        provider: 'twitch',
        emote_id: '9',
        emote_name: 'xqcL',
        class: 'SUB_T1',
        uses: 2,
        flags: 0,
        partition: 0,
        run_last: '17',
        log_day: '2026-11-23',
      },
    ]);
    expect(
      await store.select(`SELECT minute, shared_copy, messages, messages_with_emotes FROM activity_minute
        WHERE channel_id = 22484632 ORDER BY minute`),
    ).toEqual([
      { minute: '2019-09-15 12:00:00', shared_copy: false, messages: '4', messages_with_emotes: '3' },
      { minute: '2019-09-15 12:02:00', shared_copy: true, messages: '1', messages_with_emotes: '1' },
    ]);
    expect(
      await store.select(`SELECT second, messages FROM activity WHERE channel_id = 22484632 ORDER BY second`),
    ).toEqual([
      { second: '2019-09-15 12:00:01', messages: '4' },
      { second: '2019-09-15 12:02:00', messages: '1' },
    ]);
    expect(
      await store.select(`SELECT uses, messages, uniqCombined64Merge(chatters) AS chatters FROM emote_minute
        WHERE emote_name = 'Kappa' AND NOT shared_copy GROUP BY uses, messages`),
    ).toEqual([{ uses: '4', messages: '2', chatters: '2' }]);
    expect(
      await store.select(`SELECT argMaxMerge(last_message_key) AS key, sum(messages) AS messages
        FROM channel_coverage WHERE channel_id = 22484632`),
    ).toEqual([{ key: '104', messages: '5' }]);
  });

  it('says the same in two inserts as in one', async () => {
    await insert(CHAT);
    const whole = await snapshot();
    await warehouse.reset();
    await insert(CHAT.slice(0, 3));
    await insert(CHAT.slice(3));
    expect(await snapshot()).toEqual(whole);
  });

  it('takes the last message of a second in the order of the log, not of time', async () => {
    const second = '2019-09-15T12:00:00Z';
    const rows = [300, 100, 200].map((lastMessage) =>
      activity({ second, channel: xqc, messages: 1, withEmotes: 0, lastMessage }),
    );
    await insert(rows);
    const last = 'SELECT argMaxMerge(last_message_key) AS key FROM channel_coverage';
    expect(await store.select(last)).toEqual([{ key: '200' }]);
    await insert(
      [activity({ second, channel: xqc, messages: 1, withEmotes: 0, lastMessage: 50 })],
      'later',
      2,
    );
    expect(await store.select(last)).toEqual([{ key: '50' }]);
  });

  it('changes nothing when it is sent again under its token, and counts under another', async () => {
    await insert(CHAT, 'once');
    const once = await snapshot();
    await insert(CHAT, 'once');
    await insert([Buffer.concat(CHAT)], 'once');
    expect(await snapshot()).toEqual(once);
    await insert(CHAT, 'twice');
    expect(await store.select('SELECT count() AS n FROM events')).toEqual([{ n: '12' }]);
    expect(await store.select('SELECT sum(messages) AS n FROM activity_minute')).toEqual([{ n: '14' }]);
  });

  it('completes the tables that a cut insert left behind, and touches no other', async () => {
    await insert(CHAT, 'uncut');
    const whole = await snapshot();
    await warehouse.reset();
    // A view that is away does to its table what a server killed between two tables does.
    for (const view of ['emote_minute_view', 'activity_view']) await store.command(`DETACH TABLE ${view}`);
    await insert(CHAT, 'cut');
    expect(await snapshot()).toEqual({ ...whole, emoteMinute: [], activity: [] });
    for (const view of ['emote_minute_view', 'activity_view']) await store.command(`ATTACH TABLE ${view}`);
    await insert(CHAT, 'cut');
    expect(await snapshot()).toEqual(whole);
  });

  it('is refused for the schema, and stored nowhere, while a table is missing', async () => {
    await store.command('RENAME TABLE activity_minute TO elsewhere');
    await expect(insert(CHAT)).rejects.toMatchObject({ name: 'StoreRefused', blame: 'query' });
    expect(await store.select('SELECT count() AS n FROM events')).toEqual([{ n: '0' }]);
  });

  it('is one part per table at 200,000 rows, however its bytes are cut', async () => {
    const rows: Buffer[] = [];
    for (let i = 0; i < 100_000; i += 1) {
      const at = new Date(Date.parse('2019-09-15T12:00:00Z') + i).toISOString();
      rows.push(
        use({ sentAt: at, channel: [i % 50, 'c'], user: i, message: i, emote: [`${i % 200}`, 'e'] }),
        activity({ second: at, channel: [i % 50, 'c'], messages: 1, withEmotes: 1 }),
      );
    }
    const bytes = Buffer.concat(rows);
    const cut = (size: number) =>
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
    await insert(cut(65_537), 'large');
    const parts = `SELECT table, count() AS parts, sum(rows) AS rows FROM system.parts
      WHERE database = 'emotide' AND active AND table NOT IN ('migrations', 'migration_locks') GROUP BY table ORDER BY table`;
    const first = await store.select(parts);
    expect(first).toHaveLength(11);
    for (const table of first) expect(table).toMatchObject({ parts: '1' });
    await insert(cut(1_000_003), 'large');
    expect(await store.select(parts)).toEqual(first);
  });

  it('is refused whole, for its data, when a row of it makes no sense', async () => {
    const sound = activity({ second: '2019-09-15T12:00:00Z', channel: xqc, messages: 1, withEmotes: 0 });
    const base = {
      sentAt: '2019-09-15T12:00:00Z',
      channel: xqc,
      user: 1,
      message: 1,
      emote: ['1', ':)'],
    } as const;
    const absurd = {
      'an unknown provider': use({ ...base, provider: 9 }),
      'a use of no provider': use({ ...base, provider: 0 }),
      'an unknown class': use({ ...base, class: 200 }),
      'no occurrence': use({ ...base, uses: 0 }),
      'more occurrences than a message holds': use({ ...base, uses: 70_000 }),
      'a time before Twitch': use({ ...base, sentAt: '2009-12-31T23:59:59Z' }),
      'a time in the far future': use({ ...base, sentAt: '2200-01-01T00:00:00Z' }),
      'an unknown kind': Buffer.concat([Buffer.from([5]), use(base).subarray(1)]),
      'more messages with emotes than messages': activity({
        second: base.sentAt,
        channel: xqc,
        messages: 1,
        withEmotes: 2,
      }),
      'a row cut short': use(base).subarray(0, 20),
    };
    for (const [what, row] of Object.entries(absurd)) {
      const refusal = await insert([sound, row]).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal, what).toBeInstanceOf(StoreRefused);
      expect(refusal, what).toMatchObject({ blame: 'data' });
      expect((refusal as Error).cause, what).toBeUndefined();
    }
    expect(await store.select('SELECT count() AS n FROM activity')).toEqual([{ n: '0' }]);
    expect(await store.select('SELECT count() AS n FROM events')).toEqual([{ n: '0' }]);
  });

  it('is refused before it is sent when it could not be repeated safely', async () => {
    const run = { partition: 0, runLast: 1, logDay: '2026-11-23', token: 't', blocks: CHAT };
    for (const wrong of [
      { token: '' },
      { partition: 256 },
      { logDay: "2026-11-23')--" },
      { runLast: -1 },
      { blocks: [] },
    ]) {
      await expect(insertRun(store, { ...run, ...wrong })).rejects.toThrow(RangeError);
    }
  });

  it('is recorded once per token', async () => {
    const run = {
      partition: 0,
      first: 1,
      last: 9,
      token: `${tests} r`,
      streamCreatedAtMs: 1_000,
      insertedAtMs: 2_001,
      rows: 5,
    };
    await recordRun(store, run);
    await recordRun(store, { ...run, insertedAtMs: 3_000 });
    await recordRun(store, {
      ...run,
      first: 10,
      last: 2n ** 63n,
      token: `${tests} s`,
      insertedAtMs: Date.now(),
    });
    expect(await store.select('SELECT count() AS n FROM sink_runs FINAL')).toEqual([{ n: '2' }]);
  });
});

describe('what moderators did', () => {
  const at = (sentAt: string, action: number, message = 0) =>
    moderation({ sentAt: `2019-09-15T${sentAt}Z`, channel: forsen, action, message });
  const ACTS = [
    at('12:00:01.500', 1, 101),
    at('12:00:59.999', 2),
    at('12:00:10', 2),
    at('12:59:00', 4),
    moderation({ sentAt: '2019-09-15T12:00:02Z', channel: xqc, action: 5 }),
  ];
  const series = (scope: Scope, granularity: Exclude<Granularity, 'SECOND'>) =>
    moderationSeries(store, { scope, range, granularity, limit: 100 });

  it('is counted by channel, minute and action, and changes no other count', async () => {
    await insert(CHAT);
    const before = await snapshot();
    await insert(ACTS, 'acts', 17);
    expect(await snapshot()).toEqual(before);
    expect(
      await store.select('SELECT * FROM moderation WHERE channel_id = 22484632 ORDER BY sent_at LIMIT 1'),
    ).toEqual([
      {
        sent_at: '2019-09-15 12:00:01.500',
        channel_id: '22484632',
        action: 'MESSAGE_DELETED',
        message_key: '101',
        partition: 0,
        run_last: '17',
        log_day: '2026-11-23',
      },
    ]);
    const noon = Date.parse('2019-09-15T12:00:00Z');
    expect(await series({ channelId: '22484632' }, 'MINUTE')).toEqual([
      { startMs: noon, action: 'MESSAGE_DELETED', acts: 1 },
      { startMs: noon, action: 'TIMEOUT', acts: 2 },
      { startMs: noon + 59 * 60_000, action: 'CHAT_CLEARED', acts: 1 },
    ]);
    expect(await series('all', 'HOUR')).toEqual([
      { startMs: noon, action: 'MESSAGE_DELETED', acts: 1 },
      { startMs: noon, action: 'TIMEOUT', acts: 2 },
      { startMs: noon, action: 'CHAT_CLEARED', acts: 1 },
      { startMs: noon, action: 'TIMEOUT_OR_BAN', acts: 1 },
    ]);
  });

  it('says the same over two inserts, and when one is repeated', async () => {
    await insert(ACTS.slice(0, 2));
    await insert(ACTS.slice(2), 'twice');
    await insert(ACTS.slice(2), 'twice');
    const sums = 'SELECT action, sum(acts) AS acts FROM moderation_minute GROUP BY action ORDER BY action';
    const whole = [
      { action: 'MESSAGE_DELETED', acts: '1' },
      { action: 'TIMEOUT', acts: '2' },
      { action: 'CHAT_CLEARED', acts: '1' },
      { action: 'TIMEOUT_OR_BAN', acts: '1' },
    ];
    expect(await store.select(sums)).toEqual(whole);
    expect(await store.select(sums.replace('sum(acts)', 'count()').replace('_minute', ''))).toEqual(whole);
  });
});

describe('what a read costs', () => {
  const read = async (sql: string, mostRows?: number): Promise<unknown> => {
    let cost: number | undefined | 'nobody told' = 'nobody told';
    const onRead = (rows: number | undefined): void => void (cost = rows);
    await store.select(sql, {}, { onRead, ...(mostRows !== undefined && { mostRows }) });
    return cost;
  };

  it('is told in rows of all its tables, once it is known', async () => {
    expect(await read('SELECT sum(number) FROM numbers(100000)')).toBe(100_000);
    expect(await read('SELECT * FROM numbers(3) UNION ALL SELECT * FROM numbers(4)')).toBe(7);
    await insert(CHAT);
    const [row] = await store.select('SELECT count() AS n FROM events');
    expect(await read('SELECT sum(uses) FROM events')).toBe(Number((row as { n: string }).n));
  });

  it('is bounded for all its tables together', async () => {
    await expect(
      read(
        'SELECT sum(number) FROM (SELECT * FROM numbers(60000) UNION ALL SELECT * FROM numbers(60000))',
        100_000,
      ),
    ).rejects.toThrow(TooManyRows);
  });
});

describe('answers', () => {
  beforeEach(() => insert(CHAT));

  it('rank emotes by uses, with their most used name, and copies only within their channel', async () => {
    const own = await topEmotes(store, { scope: { channelId: '22484632' }, range, limit: 10 });
    expect(own).toEqual([
      {
        provider: 'TWITCH',
        emoteId: '25',
        name: 'Kappa',
        class: 'GLOBAL',
        uses: 6,
        messages: 4,
        score: 6,
      },
      {
        provider: 'TWITCH',
        emoteId: '41',
        name: 'Kreygasm',
        class: 'GLOBAL',
        uses: 1,
        messages: 1,
        score: 1,
      },
    ]);
    const all = await topEmotes(store, { scope: 'all', range, limit: 10 });
    expect(all.map(({ name, uses }) => [name, uses])).toEqual([
      ['Kappa', 5],
      ['xqcL', 2],
      ['Kreygasm', 1],
    ]);
  });

  it('page through emotes without gap or overlap, equals included', async () => {
    const ids = Array.from({ length: 7 }, (_, i) => `e${i}`);
    await insert(
      ids.map((id, i) =>
        use({ sentAt: '2019-09-15T12:30:00Z', channel: xqc, user: 1, message: 900 + i, emote: [id, id] }),
      ),
    );
    const seen: string[] = [];
    let after: { provider: 'TWITCH'; emoteId: string; score: number } | undefined;
    for (let page = 0; page < 10; page += 1) {
      const rows = await topEmotes(store, { scope: 'all', range, limit: 2, ...(after && { after }) });
      seen.push(...rows.map(({ emoteId }) => emoteId));
      const last = rows.at(-1);
      if (!last) break;
      after = { provider: 'TWITCH', emoteId: last.emoteId, score: last.score };
    }
    expect(seen).toEqual(['25', '9', '41', ...ids]);
  });

  it('choose emotes by provider and by class', async () => {
    const paid = await topEmotes(store, { scope: 'all', range, classes: ['SUB_T1'], limit: 10 });
    expect(paid.map(({ emoteId }) => emoteId)).toEqual(['9']);
    expect(await topEmotes(store, { scope: 'all', range, provider: 'BTTV', limit: 10 })).toEqual([]);
  });

  it('give an emote the class that is known, however rarely', async () => {
    const row = { sentAt: '2019-09-15T12:30:00Z', channel: xqc, user: 1, emote: ['77', 'new'] } as const;
    await insert([use({ ...row, message: 1, uses: 50, class: 10 }), use({ ...row, message: 2, class: 4 })]);
    expect(await findEmote(store, { provider: 'TWITCH', emoteId: '77' })).toMatchObject({
      class: 'SUB_T2',
    });
  });

  it('total a channel with its copies, and rank channels without them', async () => {
    expect(await channelTotals(store, { channelId: '22484632', range })).toEqual([
      {
        channelId: '22484632',
        messages: 5,
        messagesWithEmotes: 4,
        uses: 7,
        distinctEmotes: 2,
      },
    ]);
    const ranked = await topChannels(store, { range, by: 'MESSAGES', limit: 1 });
    expect(ranked).toMatchObject([{ login: 'forsen', messages: 4, uses: 6, score: 4 }]);
    const after = { score: 4, channelId: '22484632' };
    expect(await topChannels(store, { range, by: 'MESSAGES', after, limit: 5 })).toMatchObject([
      { login: 'xqc' },
    ]);
  });

  it('show usage over time, of everything and of one emote', async () => {
    const scope = { channelId: '22484632' };
    const at = (time: string) => Date.parse(`2019-09-15T${time}Z`);
    expect(await usageSeries(store, { scope, range, granularity: 'MINUTE', limit: 9 })).toEqual([
      { startMs: at('12:00:00'), messages: 4, messagesWithEmotes: 3, uses: 6 },
      { startMs: at('12:02:00'), messages: 1, messagesWithEmotes: 1, uses: 1 },
    ]);
    const emote = { provider: 'TWITCH', emoteId: '41' } as const;
    expect(await usageSeries(store, { scope, emote, range, granularity: 'DAY', limit: 9 })).toEqual([
      { startMs: at('00:00:00'), messages: 5, messagesWithEmotes: 1, uses: 1 },
    ]);
  });

  it('count distinct known chatters of an emote, a channel and a stretch of time', async () => {
    const emotes = [
      { provider: 'TWITCH', emoteId: '25' },
      { provider: 'BTTV', emoteId: '41' },
      { provider: 'TWITCH', emoteId: '41' },
    ] as const;
    const own = await emoteChatters(store, { scope: { channelId: '22484632' }, range, emotes });
    expect(new Map(own.map(({ emoteId, chatters }) => [emoteId, chatters]))).toEqual(
      new Map([
        ['25', 3],
        ['41', 1],
      ]),
    );
    expect(await emoteChatters(store, { scope: 'all', range, emotes: emotes.slice(0, 1) })).toMatchObject([
      { chatters: 2 },
    ]);
    const channelIds = ['22484632', '5'];
    expect(await channelChatters(store, { range, channelIds, of: 'all-shown' })).toEqual([
      { channelId: '22484632', emoteChatters: 3 },
    ]);
    expect(await channelChatters(store, { range, channelIds, of: {} })).toMatchObject([{ emoteChatters: 2 }]);
    const series = await chatterSeries(store, { scope: 'all', range, granularity: 'MINUTE', limit: 9 });
    expect(series.map((point) => point.emoteChatters)).toEqual([2, 1]);
  });

  it('count half-open: the first millisecond of the range and not the first one after it', async () => {
    const minute = toWholeMinutes(Date.parse('2019-09-15T12:02:00Z'), Date.parse('2019-09-15T12:02:00.001Z'));
    const scope = { channelId: '22484632' };
    expect(await topEmotes(store, { scope, range: minute, limit: 1 })).toMatchObject([{ uses: 1 }]);
    const before = toWholeMinutes(Date.parse('2019-09-15T12:01:00Z'), Date.parse('2019-09-15T12:02:00Z'));
    expect(await topEmotes(store, { scope, range: before, limit: 1 })).toEqual([]);
  });

  it('find channels by the login that they have now', async () => {
    await insert([
      activity({ second: '2019-09-16T00:00:00Z', channel: [xqc[0], 'xqcow'], messages: 1, withEmotes: 0 }),
    ]);
    expect(await findChannels(store, { login: 'xqc' })).toEqual([]);
    expect(await findChannels(store, { login: 'xqcow' })).toMatchObject([{ channelId: '71092938' }]);
    expect(await findChannels(store, { channelIds: ['71092938', '5'] })).toMatchObject([{ login: 'xqcow' }]);
  });

  it('take hostile values as values', async () => {
    for (const emoteId of ["'; DROP TABLE events; --", '\\', '\t\n\0', '{x:String}', '%27', 'é'.repeat(60)]) {
      await insert([
        use({ sentAt: '2019-09-15T12:30:00Z', channel: xqc, user: 1, message: 5, emote: [emoteId, emoteId] }),
      ]);
      expect(await findEmote(store, { provider: 'TWITCH', emoteId })).toMatchObject({
        emoteId,
        name: emoteId,
      });
    }
    await expect(store.select('DROP TABLE events')).rejects.toThrow(StoreRefused);
  });

  it('tell the gap between two sessions, however short, unless another session bridged it', async () => {
    const said = (second: string, session: number) =>
      activity({ second, channel: xqc, session, messages: 1, withEmotes: 0 });
    await insert([
      said('2019-09-15T12:10:00Z', 11),
      said('2019-09-15T12:19:59Z', 11),
      said('2019-09-15T12:15:00Z', 12),
      said('2019-09-15T12:20:00Z', 13),
      said('2019-09-15T12:21:00Z', 13),
      said('2019-09-15T12:30:00Z', 14),
    ]);
    const found = await gaps(store, { scope: { channelId: '71092938' }, range, limit: 10 });
    expect(
      found.map(({ login, fromMs, toMs }) => [
        login,
        new Date(fromMs).toISOString(),
        new Date(toMs).toISOString(),
      ]),
    ).toEqual([
      ['xqc', '2019-09-15T12:30:00.000Z', '2019-09-15T13:00:00.000Z'],
      ['xqc', '2019-09-15T12:21:00.000Z', '2019-09-15T12:30:01.000Z'],
      ['xqc', '2019-09-15T12:19:59.000Z', '2019-09-15T12:20:01.000Z'],
    ]);
    expect(await gaps(store, { scope: { channelId: '22484632' }, range, limit: 10 })).toEqual([]);
  });

  it('tell no gap where both sides of a cut say that they read all, and one where only one does', async () => {
    const said = (second: string, session: number, messages = 1) =>
      activity({ second: `2019-09-15T12:${second}Z`, channel: xqc, session, messages, withEmotes: 0 });
    const cut = (second: string, session: number) => said(second, session, 0);
    await insert([
      said('10:00', 11),
      said('10:30', 11),
      // 11 and 12 say so of their cut, in any order and though 12 had a message in that second.
      said('10:35', 12),
      said('10:50', 12),
      cut('10:35', 12),
      // 13 takes over by a cut, of which 12 does not say that it read all before.
      cut('11:00', 13),
      said('11:10', 13),
      // 13 says so, and 14 does not.
      cut('11:20', 13),
      said('11:20', 14),
      said('11:30', 14),
      // The end of one reading, and no cut.
      cut('11:40', 14),
      said('11:41', 15),
    ]);
    await insert([cut('10:35', 11)], 'later');
    const found = await gaps(store, { scope: { channelId: '71092938' }, range, limit: 10 });
    const minute = (ms: number) => new Date(ms).toISOString().slice(14, 19);
    expect(
      found
        .filter(({ toMs }) => minute(toMs) !== '00:00')
        .map(({ fromMs, toMs }) => [minute(fromMs), minute(toMs)]),
    ).toEqual([
      ['11:40', '11:42'],
      ['11:20', '11:21'],
      ['10:50', '11:01'],
    ]);
  });

  it('keep a gap that was repaired, and say how many messages were found', async () => {
    const session = (number: number, second: string, messages: number, flags = 0) =>
      activity({
        second: `2019-09-15T${second}Z`,
        channel: xqc,
        session: number,
        messages,
        withEmotes: 0,
        flags,
      });
    await insert([
      session(11, '12:10:00', 5),
      session(12, '12:20:00', 5),
      session(13, '12:40:00', 5),
      session(14, '12:10:00', 1, 16),
      session(14, '12:19:00', 2, 16),
      session(15, '12:15:00', 4, 16 | 2),
    ]);
    const found = await gaps(store, { scope: { channelId: '71092938' }, range, limit: 10 });
    expect(
      found.map(({ fromMs, toMs, lostMessages, repairedMessages }) => [
        new Date(fromMs).toISOString().slice(11, 19),
        new Date(toMs).toISOString().slice(11, 19),
        lostMessages,
        repairedMessages,
      ]),
    ).toEqual([
      ['12:40:00', '13:00:00', null, 0],
      ['12:20:00', '12:40:01', null, 0],
      ['12:10:00', '12:20:01', null, 7],
    ]);
  });

  it('tell what was read and dropped, and count it nowhere', async () => {
    const scope = { channelId: '22484632' };
    const counted = await channelTotals(store, { channelId: '22484632', range });
    await insert([
      loss({
        firstSecond: '2019-09-15T12:00:40Z',
        lastSecond: '2019-09-15T12:01:10Z',
        channel: forsen,
        session: 1,
        messages: 41,
      }),
    ]);
    expect(await gaps(store, { scope, range, limit: 10 })).toEqual([
      {
        channelId: '22484632',
        login: 'forsen',
        fromMs: Date.parse('2019-09-15T12:00:40Z'),
        toMs: Date.parse('2019-09-15T12:01:11Z'),
        lostMessages: 41,
        repairedMessages: 0,
      },
    ]);
    expect(await channelTotals(store, { channelId: '22484632', range })).toEqual(counted);
  });

  it('say how far each partition is', async () => {
    expect(await pipeline(store, {})).toEqual([]);
    const now = Date.now();
    const run = {
      partition: 0,
      first: 1,
      last: 9,
      token: `${tests} a`,
      streamCreatedAtMs: now,
      insertedAtMs: now,
      rows: 10,
    };
    await recordRun(store, run);
    await recordRun(store, { ...run, partition: 3, token: `${tests} b` });
    expect(await pipeline(store, {})).toEqual([
      {
        partition: 0,
        runFirst: '1',
        runLast: '9',
        rows: 10,
        insertedAtMs: now,
        newestSentAtMs: Date.parse('2019-09-15T12:59:59Z'),
      },
      { partition: 3, runFirst: '1', runLast: '9', rows: 10, insertedAtMs: now, newestSentAtMs: null },
    ]);
  });
});

describe('a warehouse that dies', () => {
  it('keeps what it was told, forgets no token, and is unavailable meanwhile', async () => {
    await insert(CHAT, 'survivor');
    const before = await snapshot();
    process.kill(warehouse.server.pid, 'SIGKILL');
    await warehouse.server.exited;
    await expect(insert(CHAT, 'survivor')).rejects.toThrow(StoreUnavailable);
    await expect(store.select('SELECT 1')).rejects.toThrow(StoreUnavailable);
    expect(await store.ping()).toBe(false);
    await warehouse.stop();
    warehouse = await startTestClickHouse(directory.path);
    store = warehouse.store;
    await insert(CHAT, 'survivor');
    expect(await snapshot()).toEqual(before);
    expect(await store.ping()).toBe(true);
  });

  it('calls a wrong password our mistake, not the data’s', async () => {
    const stranger = createStore({ url: warehouse.server.url, username: 'app', password: 'guess' });
    expect(await stranger.ping()).toBe(false);
    await expect(stranger.select('SELECT 1')).rejects.toMatchObject({ name: 'StoreRefused', blame: 'query' });
    await stranger.close();
  });
});
