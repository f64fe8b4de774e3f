import { createEpoch } from '@emotide/event-log';
import { chatterForms, toU64, type UserId } from '@emotide/domain';
import { forget, type ForgetRequest } from '@emotide/privacy';
import { REBUILD_DATABASE, StoreUnavailable, createStore, recordOptOuts } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replayLog } from '../src/replay-log';
import { Stage, chat, inBatches, until, withSend, type RunningSink } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
}, 240_000);
afterAll(() => stage?.stop());
beforeEach(async () => {
  await stage.reset();
  await stage.store.command('TRUNCATE TABLE opt_outs');
});

const optOutNow = (chatter: number) =>
  recordOptOuts(stage.store, [
    { form: 'id', chatter: toU64(chatter), outSinceMs: Date.now(), backSinceMs: 0, forgottenBeforeMs: 0 },
  ]);
/** Messages of the chatter, and messages of nobody, in the order of two runs. */
const known = async (chatter: number) =>
  (
    await stage.store.select(
      `SELECT countIf(user_id = ${chatter}) AS theirs, countIf(user_id = 0) AS nobodys FROM events GROUP BY run_last ORDER BY run_last`,
    )
  ).map((row) => Object.values(row as object));

/** A sink that has begun the run of these messages, which it can insert only when it may go on. */
async function beginRun(messages: ReturnType<typeof chat>): Promise<{ running: RunningSink; goOn(): void }> {
  let isAway = true;
  let tries = 0;
  const running = await stage.startSink({
    store: withSend(stage.store, (insert, ...rest) => {
      if (isAway && insert.startsWith('INSERT INTO landing')) {
        tries++;
        return Promise.reject(new StoreUnavailable('away'));
      }
      return stage.store.send(insert, ...rest);
    }),
  });
  await stage.publish(inBatches(messages, 200));
  await until(() => tries > 0, 'a first attempt', 60_000);
  return { running, goOn: () => void (isAway = false) };
}

describe('a sink', () => {
  it('leaves a run as its intent had it when it repeats it, and the next one without who opted out', async () => {
    const [first, second] = [chat(200), chat(200, 200)];
    const chatter = first[0]!.chatter;
    const theirs = (messages: typeof first) =>
      messages.filter((message) => message.chatter === chatter).length;
    const { running, goOn } = await beginRun(first);
    await optOutNow(chatter);
    goOn();
    await stage.caughtUp(running);
    await stage.publish(inBatches(second, 200));
    await stage.caughtUp(running);
    await running.stop();
    expect(await known(chatter)).toEqual([
      [String(theirs(first)), '0'],
      ['0', String(theirs(second))],
    ]);
  });
});

describe('whoever is to be forgotten', () => {
  const request = async (chatter: number): Promise<ForgetRequest> => {
    const owner = await stage.nats.connect('owner');
    return {
      store: stage.store,
      values: owner.openSharedValues('opt-outs'),
      admin: owner.openAdmin(),
      person: { userId: String(chatter) as UserId, forms: chatterForms('full', []), policy: 'full' },
      id: createEpoch(Date.now(), Math.random),
      clock: Date.now,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      lock: { renewMs: 100, termMs: 400 },
    };
  };

  it('is in no run that was begun before and is stored later, unlike who opts out only from now on', async () => {
    const messages = chat(200);
    const chatter = messages[0]!.chatter;
    const theirs = messages.filter((message) => message.chatter === chatter).length;
    const { running, goOn } = await beginRun(messages);
    await forget(await request(chatter));
    goOn();
    await stage.caughtUp(running);
    expect(await running.stop()).toBeUndefined();
    expect(await known(chatter)).toEqual([['0', String(theirs)]]);
  });
});

describe('a replay of the log', () => {
  it('leaves out who opted out since, and counts every message', async () => {
    const messages = chat(400);
    const chatter = messages[0]!.chatter;
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 50));
    await stage.caughtUp(running);
    await running.stop();
    await optOutNow(chatter);
    const address = {
      url: stage.clickhouse.server.url,
      username: 'app',
      password: stage.clickhouse.passwords.app,
    };
    const rebuilt = createStore({ ...address, database: REBUILD_DATABASE });
    await replayLog({
      eventLog: await stage.nats.connect('owner'),
      store: stage.store,
      rebuilt,
      id: createEpoch(Date.now(), Math.random),
      confirm: () => Promise.resolve(true),
      onProgress: () => undefined,
      signal: new AbortController().signal,
      log: quietLog,
      sinkGraceMs: 0,
    });
    await rebuilt.close();
    expect(
      await stage.store.select(
        `SELECT countIf(user_id = ${chatter}) AS theirs, count() AS messages, uniqExactIf(user_id, user_id != 0) AS chatters,
           (SELECT uniqCombined64Merge(chatters) FROM emote_minute) AS sketched FROM events`,
      ),
    ).toEqual([{ theirs: '0', messages: '400', chatters: '100', sketched: '100' }]);
  });
});
