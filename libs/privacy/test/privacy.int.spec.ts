import { OptOutList, chatterForms, createHashedForm, formatU64, type UserId } from '@emotide/domain';
import { followOptOuts, type EventLog, type SharedValues } from '@emotide/event-log';
import type { Store } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { connect } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forget, listOptOuts, optBackIn, optOut, optOutsOf, reconcileOptOuts } from '../src/index';

const KEY = '000102030405060708090a0b0c0d0e0f';
const OLD_KEY = 'f0e0d0c0b0a090807060504030201000';
const forms = chatterForms('hashed', [KEY, OLD_KEY]);
const signal = new AbortController().signal;
const [directory, logDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];

let warehouse: TestClickHouse;
let nats: TestNats;
let store: Store;
let owner: EventLog;
let values: SharedValues;

beforeAll(async () => {
  [warehouse, nats] = await Promise.all([
    startTestClickHouse(directory.path),
    startTestNats(logDirectory.path),
  ]);
  ({ store } = warehouse);
  owner = await nats.connect('owner');
  values = owner.openSharedValues('opt-outs');
}, 240_000);
afterAll(async () => {
  await Promise.all([warehouse?.stop(), nats?.stop()]);
  directory.remove();
  logDirectory.remove();
});

let commands = 0;
const of = (id: string, clock = Date.now) => ({
  store,
  values,
  userId: id as UserId,
  forms,
  policy: 'hashed' as const,
  id: `command ${++commands}`,
  clock,
  signal,
});
const numberOf = (id: string, key = KEY) => formatU64(createHashedForm(key).toChatter(id as UserId));
const purgeBucket = async () => {
  const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
  await (await admin.jetstreamManager()).streams.purge('KV_opt-outs');
  await admin.close();
};

describe('opting out', () => {
  it('is told to who reads chat, under every key, and never as an id', async () => {
    const list = new OptOutList(forms);
    const followed = followOptOuts(
      (await nats.connect('collector')).openSharedValues('opt-outs'),
      list,
      quietLog,
    );
    await followed.caughtUp;
    expect(await optOut(of('11'))).toBe(true);
    expect(await optOut(of('11'))).toBe(false);
    await expect.poll(() => list.isNobodys('11' as UserId, Date.now()), { timeout: 20_000 }).toBe(true);
    expect(list.isNobodys('12' as UserId, Date.now())).toBe(false);
    const kept = await listOptOuts({ store, values }, signal);
    expect(kept.map(({ chatter }) => formatU64(chatter)).sort()).toEqual(
      [numberOf('11'), numberOf('11', OLD_KEY)].sort(),
    );
    expect(await optBackIn(of('11'))).toBe(true);
    await expect.poll(() => list.isNobodys('11' as UserId, Date.now()), { timeout: 20_000 }).toBe(false);
    await followed.stop();
  });

  it('outlives the loss of either copy', async () => {
    await optOut(of('21'));
    const before = await listOptOuts({ store, values }, signal);
    await purgeBucket();
    expect(await reconcileOptOuts({ store, values }, signal)).toMatchObject({
      toStore: 0,
      toBucket: before.length,
    });
    await store.command('TRUNCATE TABLE opt_outs');
    expect(await reconcileOptOuts({ store, values }, signal)).toMatchObject({
      toStore: before.length,
      toBucket: 0,
    });
    expect(await reconcileOptOuts({ store, values }, signal)).toMatchObject({ toStore: 0, toBucket: 0 });
    expect(await optOutsOf(of('21'))).toHaveLength(2);
  });

  it('is written down without a name', async () => {
    await optOut(of('31'));
    expect(
      await store.select(`SELECT action, state, chatter FROM privacy_log WHERE chatter = ${numberOf('31')}`),
    ).toEqual([{ action: 'opt-out', state: 'done', chatter: numberOf('31') }]);
  });
});

describe('forgetting', () => {
  const SENT_AT_MS = Date.now() - 60_000;
  const day = new Date().toISOString().slice(0, 10);
  const use = (id: string, message: number, key = KEY): object => ({
    kind: 'use',
    sent_at: new Date(SENT_AT_MS).toISOString().replace('T', ' ').replace('Z', ''),
    channel_id: 1,
    channel_login: 'tidepool',
    actor: numberOf(id, key),
    message_key: message,
    provider: 'twitch',
    emote_id: '25',
    emote_name: 'Kappa',
    class: 'GLOBAL',
    count: 1,
    with_emotes: 0,
    flags: 0,
    partition: 0,
    run_last: 1,
    log_day: day,
  });
  const insert = (rows: readonly object[]) =>
    store.send(
      'INSERT INTO landing FORMAT JSONEachRow',
      [Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))],
      {
        insert_deduplicate: 0,
        async_insert: 0,
      },
    );
  const request = (id?: string, clock = Date.now) => {
    const { userId, ...common } = of(id ?? '0', clock);
    return {
      ...common,
      admin: owner.openAdmin(),
      onProgress: () => undefined,
      lock: { renewMs: 200, termMs: 800 },
      ...(id !== undefined && { person: { userId, forms, policy: common.policy } }),
    };
  };
  const chatters = async () =>
    (
      await store.select(
        `SELECT (SELECT count() FROM events) AS messages, (SELECT uniqExactIf(user_id, user_id != 0) FROM events) AS raw,
           (SELECT uniqCombined64Merge(chatters) FROM emote_hour) AS hours, (SELECT uniqExact(user_id) FROM chatter_day) AS days`,
      )
    )[0];

  it('takes out every number of a chatter, says what remains, and is written down', async () => {
    await insert([use('41', 1), use('41', 2, OLD_KEY), use('42', 3)]);
    expect(await chatters()).toEqual({ messages: '3', raw: '3', hours: '3', days: '3' });
    const report = await forget(request('41'));
    expect(await chatters()).toEqual({ messages: '3', raw: '1', hours: '1', days: '1' });
    expect(report.rows).toContainEqual({ table: 'events', how: 'blanked', rows: 2 });
    expect(report.days).toEqual([day]);
    expect(report.remains.map(({ where }) => where)).toEqual(expect.arrayContaining(['log', 'quarantine']));
    const [log] = report.remains;
    expect(Math.round((log!.untilMs! - Date.now()) / 86_400_000)).toBe(7);
    const steps = await store.select(
      `SELECT state, position(report, '"table":"events"') > 0 AS told FROM privacy_log WHERE action = 'forget' ORDER BY at, state`,
    );
    expect(steps).toEqual([
      { state: 'begun', told: 0 },
      { state: 'done', told: 1 },
    ]);
  });

  it('is finished by the next one when it was cut, as of when it was asked for', async () => {
    await insert([use('51', 4), use('52', 5)]);
    const cut = new AbortController();
    const askedAtMs = Date.now();
    const begun = request('51', () => askedAtMs);
    await expect(
      forget({
        ...begun,
        signal: cut.signal,
        onProgress: ({ step }) => {
          if (step === 'waiting for inserts') cut.abort(new Error('cut'));
        },
        store: {
          ...store,
          command: (statement, options) => {
            cut.signal.throwIfAborted();
            return store.command(statement, options);
          },
        },
      }),
    ).rejects.toThrow('cut');
    expect(await chatters()).toMatchObject({ raw: '3' });
    const again = await forget(request('51', () => askedAtMs + 60_000));
    expect(again.beforeMs).toBe(askedAtMs);
    expect(await chatters()).toEqual({ messages: '5', raw: '2', hours: '2', days: '2' });
    expect(
      await store.select(
        `SELECT id FROM privacy_log WHERE action = 'forget' GROUP BY id HAVING countIf(state = 'done') = 0`,
      ),
    ).toEqual([]);
  });

  it('holds for what is inserted later, and for what is restored', async () => {
    await insert([use('51', 6)]);
    expect(await chatters()).toMatchObject({ raw: '3' });
    await forget(request());
    expect(await chatters()).toMatchObject({ messages: '6', raw: '2', hours: '2', days: '2' });
  });
});
