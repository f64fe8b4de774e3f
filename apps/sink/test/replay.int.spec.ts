import { setTimeout as sleep } from 'node:timers/promises';
import { FencedError, createEpoch } from '@emotide/event-log';
import { REBUILD_DATABASE, createStore, type Store } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { headers } from 'nats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replayLog, type ReplayLogOptions, type ReplaySummary } from '../src/replay-log';
import { toDay } from '../src/replay-range';
import { toBatch, type Message } from './batches';
import { startReplayProcess } from './repair-process';
import { Stage, chat, inBatches, partitionOfMessage, until, withSend, type RunningSink } from './stage';

let stage: Stage;
let rebuilt: Store;
beforeAll(async () => {
  stage = await Stage.start();
  rebuilt = createStore({
    url: stage.clickhouse.server.url,
    username: 'app',
    password: stage.clickhouse.passwords.app,
    database: REBUILD_DATABASE,
  });
});
afterAll(async () => {
  await rebuilt?.close();
  await stage?.stop();
});
beforeEach(async () => {
  await stage.reset();
  await (await stage.jsm()).streams.purge('KV_repairs');
});
afterEach(() => stage.stopSinks());

const DAY_MS = 86_400_000;
const today = (): string => toDay(Date.now());
const intentsBucket = () => stage.admin.jetstream().views.kv('sink-intents');

async function replay(options: Partial<ReplayLogOptions> = {}): Promise<ReplaySummary> {
  const summary = await replayLog({
    eventLog: await stage.nats.connect('owner'),
    store: stage.store,
    rebuilt,
    id: createEpoch(Date.now(), Math.random),
    confirm: () => Promise.resolve(true),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    log: quietLog,
    sinkGraceMs: 0,
    lockRenewMs: 100,
    lockTermMs: 400,
    ...options,
  });
  return summary!;
}

async function catchUpAndStop(running: RunningSink): Promise<void> {
  await stage.caughtUp(running);
  expect(await running.stop()).toBeUndefined();
}

/** Publishes and stores these in many runs. */
async function store(messages: readonly Message[]): Promise<void> {
  const running = await stage.startSink({ runRows: 300 });
  for (let at = 0; at < messages.length; at += 500)
    await stage.publish(inBatches(messages.slice(at, at + 500), 20));
  await catchUpAndStop(running);
}

/** The tables hold these messages, each once. Empties them. */
async function expectExactly(messages: readonly Message[]): Promise<void> {
  const found = await stage.contents();
  expect(found).toEqual(await stage.expected(messages));
}

/** The sink goes on behind what was replayed; then the tables hold all, each once. */
async function expectSinkGoesOn(messages: readonly Message[]): Promise<void> {
  const more = chat(300, 1_000_000);
  const running = await stage.startSink();
  await stage.publish(inBatches(more, 20));
  await catchUpAndStop(running);
  expect(running.sink.trouble).toBeUndefined();
  await expectExactly([...messages, ...more]);
}

describe('a replay of the log', () => {
  const messages = chat(1_500);

  it('builds every table again as it was, in runs of its own, and the sink goes on behind it', async () => {
    await store(messages);
    const before = await stage.contents();
    const summary = await replay({ runRows: 1_000 });
    expect(await stage.contents()).toEqual(before);
    expect(summary).toMatchObject({ range: { from: today() }, records: 75, rows: 3_000 });
    expect(summary.tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['events', 'activity', 'emote_minute', 'channel_coverage', 'sink_runs']),
    );
    const runs = (await stage.store.select('SELECT sum(rows) AS rows, count() AS runs FROM sink_runs')) as {
      rows: string;
      runs: string;
    }[];
    expect(runs[0]?.rows).toBe('3000');
    expect(Number(runs[0]?.runs)).toBeLessThan(5);
    const databases = await stage.store.select(
      `SELECT name FROM system.databases WHERE name = '${REBUILD_DATABASE}'`,
    );
    expect(databases).toEqual([]);
    await expectSinkGoesOn(messages);
  });

  it('is the same however often it is done', async () => {
    await store(messages);
    for (let time = 0; time < 3; time++) await replay({ runRows: 400 + time });
    await expectSinkGoesOn(messages);
  });

  it('counts batches that were published twice once, and refused ones not at all', async () => {
    await stage.publishAs(toBatch(messages.slice(0, 10)), { epoch: '00000000000000aa', batch: 1 });
    // Beyond what the server remembers, as after a long outage.
    const again = headers();
    again.set('Nats-Msg-Id', 'another');
    await stage
      .publishAs(
        toBatch(messages.slice(0, 10)),
        { epoch: '00000000000000aa', batch: 1 },
        {
          'Nats-Msg-Id': '00000000000000aa.0.1x',
        },
      )
      .catch(() => undefined);
    await stage.publishRaw(new Uint8Array([1, 2, 3]), again);
    await store(messages.slice(10));
    const inQuarantine = (await (await stage.jsm()).streams.info('QUARANTINE')).state.messages;
    await replay();
    expect((await (await stage.jsm()).streams.info('QUARANTINE')).state.messages).toBe(inQuarantine);
    await expectSinkGoesOn(messages);
  });

  it('leaves out what the store refuses, and does not put it into quarantine again', async () => {
    const bad = toBatch(messages.slice(0, 4));
    const refusing = withSend(stage.store, async (insert, blocks, settings) => {
      if (
        insert.startsWith('INSERT INTO landing') &&
        blocks.some((block) => Buffer.from(block).equals(bad.payload))
      )
        throw await refusal();
      await stage.store.send(insert, blocks, settings);
    });
    await stage.publishAs(bad, { epoch: '00000000000000ab', batch: 1 });
    const running = await stage.startSink({ store: refusing });
    await stage.publish(inBatches(messages.slice(4), 20));
    await catchUpAndStop(running);
    expect((await (await stage.jsm()).streams.info('QUARANTINE')).state.messages).toBe(1);

    const stillRefusing: Store = withSend(rebuilt, async (insert, blocks, settings) => {
      if (
        insert.startsWith('INSERT INTO landing') &&
        blocks.some((block) => Buffer.from(block).equals(bad.payload))
      )
        throw await refusal();
      await rebuilt.send(insert, blocks, settings);
    });
    await forgetQuarantined();
    await replay({ rebuilt: stillRefusing });
    expect((await (await stage.jsm()).streams.info('QUARANTINE')).state.messages).toBe(1);
    const kept = await stage.contents();
    expect(kept).toEqual(await stage.expected(messages.slice(4)));

    // A later version of the warehouse takes it: then it counts, and is in quarantine no more.
    await stage.truncate();
    const summary = await replay();
    expect(summary.fromQuarantine).toBe(1);
    expect((await (await stage.jsm()).streams.info('QUARANTINE')).state.messages).toBe(0);
    await expectSinkGoesOn(messages);
  });

  it('mends a lost intent', async () => {
    await store(messages);
    await (await intentsBucket()).delete('p00');
    const stuck = await stage.startSink();
    await stuck.ended;
    expect(stuck.sink.trouble).toMatch(/replay-log/);
    await replay();
    await expectSinkGoesOn(messages);
  });

  it('mends an intent that nobody can read, and what was published meanwhile', async () => {
    await store(messages);
    await (await intentsBucket()).put('p00', 'nothing that a sink writes');
    const more = chat(200, 5_000);
    await stage.publish(inBatches(more, 20));
    await replay();
    await expectSinkGoesOn([...messages, ...more]);
  });

  it('mends a warehouse that lost everything', async () => {
    await store(messages);
    await stage.truncate();
    await replay();
    await expectSinkGoesOn(messages);
  });

  it('mends a warehouse that lost its last runs and a roll-up', async () => {
    await store(messages);
    await stage.store.command('ALTER TABLE sink_runs DELETE WHERE run_last > 40 SETTINGS mutations_sync = 2');
    await stage.store.command('ALTER TABLE events DELETE WHERE run_last > 40 SETTINGS mutations_sync = 2');
    await stage.store.command('TRUNCATE TABLE emote_minute');
    await replay({ from: today() });
    await expectSinkGoesOn(messages);
  });

  it('leaves what belongs to the days before as it is', async () => {
    const yesterday = toDay(Date.now() - DAY_MS);
    let isYesterday = true;
    // A run of the day before: its rows lie in that day's partitions, and its name says so.
    const shifting = withSend(stage.store, async (insert, blocks, settings) => {
      if (!isYesterday) return stage.store.send(insert, blocks, settings);
      const sent = insert.startsWith('INSERT INTO sink_runs') ? blocks.map(toDayBefore) : blocks;
      await stage.store.send(insert.replace(`'${today()}'`, `'${yesterday}'`), sent, settings);
    });
    const running = await stage.startSink({ store: shifting, runRows: 200 });
    await stage.publish(inBatches(messages.slice(0, 300), 20));
    await stage.caughtUp(running);
    isYesterday = false;
    await stage.publish(inBatches(messages.slice(300), 20));
    await catchUpAndStop(running);
    const ofYesterday = () =>
      stage.store.select(
        `SELECT count() AS rows, sum(run_last) AS runs FROM events WHERE log_day = '${yesterday}'`,
      );
    const [before, dayBefore] = [await stage.contents(), await ofYesterday()];
    expect(dayBefore).toMatchObject([{ rows: '300' }]);
    expect(await replay({ from: today() })).toMatchObject({ rows: 2_400 });
    expect(await ofYesterday()).toEqual(dayBefore);
    expect(await stage.contents()).toEqual(before);
    await expectSinkGoesOn(messages);
  });

  it('covers a log whose number of partitions has changed, exactly', async () => {
    const admin = (await stage.nats.connect('owner')).openAdmin();
    const [one, four, back] = [chat(300), chat(600, 10_000), chat(300, 20_000)] as const;
    const sinkAll = async (partitions: readonly number[]): Promise<void> => {
      for (const partition of partitions) {
        const last = await admin.lastSeqOf(partition);
        const running = await stage.startSink({ partition, runRows: 200 });
        await until(() => running.sink.committed >= last, `partition ${partition}`);
        await running.stop();
        expect(running.sink.trouble).toBeUndefined();
      }
    };
    await admin.setPartitionCount(1);
    await stage.publish(inBatches(one, 20));
    await sinkAll([0]);
    await admin.setPartitionCount(4);
    await stage.publishAll(four, 20);
    await sinkAll([0, 1, 2, 3]);
    await admin.setPartitionCount(1);
    await stage.publish(inBatches(back, 20));
    await sinkAll([0]);
    const before = await stage.contents();
    await replay();
    expect(await stage.contents()).toEqual(before);
    await sinkAll([0]);
    const inFour = new Set(four);
    const partitionOf = (message: Message) => (inFour.has(message) ? partitionOfMessage(message) : 0);
    expect(before).toEqual(await stage.expected([...one, ...four, ...back], partitionOf));
  });

  it('goes on beside sinks and chat, and stops the sinks for its end only', async () => {
    const published: Message[] = [];
    let isChatOver = false;
    const publishing = (async () => {
      while (!isChatOver) {
        const next = chat(100, published.length);
        await stage.publish(inBatches(next, 10));
        published.push(...next);
        await sleep(20);
      }
    })();
    let isOver = false;
    const ends: unknown[] = [];
    const sinking = (async () => {
      while (!isOver) {
        const running = await stage.startSink({ runMs: 10 });
        const over = until(() => isOver, 'the end', 60_000);
        await Promise.race([running.ended.then((error) => isOver || ends.push(error)), over]);
        await running.stop();
      }
    })();
    await until(async () => (await stage.lastSeq()) > 50, 'some records');
    const first = await replay({ sinkGraceMs: 200 });
    await replay({ sinkGraceMs: 200 });
    expect(first.pausedMs).toBeLessThan(10_000);
    isChatOver = true;
    await publishing;
    isOver = true;
    await sinking;
    // The second time, the next sink may not have begun yet.
    expect(ends.filter((end) => end instanceof FencedError).length).toBeGreaterThanOrEqual(1);
    expect(ends.filter((end) => !(end instanceof FencedError))).toEqual([]);
    await catchUpAndStop(await stage.startSink());
    await expectExactly(published);
  });
});

/** The note of a run, as if the log had stored it a day earlier. */
function toDayBefore(block: Uint8Array): Uint8Array {
  const row = JSON.parse(Buffer.from(block).toString()) as { token: string };
  const parts = row.token.split('.');
  parts[4] = String(BigInt(parts[4]!) - BigInt(DAY_MS) * 1_000_000n);
  return Buffer.from(JSON.stringify({ ...row, token: parts.join('.') }));
}

/** From here on the server no longer knows what was put into quarantine, as ten minutes later. */
async function forgetQuarantined(): Promise<void> {
  const jsm = await stage.jsm();
  const { config } = await jsm.streams.info('QUARANTINE');
  await jsm.streams.update('QUARANTINE', { ...config, duplicate_window: 100_000_000 });
  await sleep(250);
}

async function refusal(): Promise<Error> {
  return stage.store.send('INSERT INTO landing FORMAT RowBinary', [new Uint8Array([9, 9, 9])], {}).then(
    () => new Error('taken'),
    (error: Error) => error,
  );
}

describe('a replay that is cut', () => {
  const messages = chat(1_000);

  it('in the exchange keeps sinks waiting until it is run again', async () => {
    await store(messages);
    // Dies between two tables.
    const dying: Store = {
      ...stage.store,
      command: async (statement, options) => {
        if (statement.includes('sink_runs DELETE')) throw new Error('killed');
        await stage.store.command(statement, options);
      },
    };
    await expect(replay({ store: dying })).rejects.toThrow('killed');
    const waiting = await stage.startSink();
    await until(() => waiting.sink.state === 'waiting-for-log', 'the sink to wait');
    const more = chat(100, 9_000);
    await stage.publish(inBatches(more, 10));
    await sleep(300);
    expect(waiting.sink.committed).toBe(0);
    await replay({ from: today() });
    await catchUpAndStop(waiting);
    await expectExactly([...messages, ...more]);
  });

  it('before the exchange has changed nothing, and keeps nobody waiting', async () => {
    await store(messages);
    const before = await stage.contents();
    const abort = new AbortController();
    const cut = replay({
      sinkGraceMs: 60_000,
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'waiting for the sinks') abort.abort(new Error('enough'));
      },
    });
    await expect(cut).rejects.toThrow();
    expect(await stage.contents()).toEqual(before);
    await expectSinkGoesOn(messages);
  });

  it('by a kill at any moment gives the same when it is run again', async () => {
    await store(messages);
    const env = {
      ...stage.nats.env('owner'),
      ...stage.clickhouse.env(),
      EMOTIDE_LEASE_RENEW_MS: '100',
      EMOTIDE_LEASE_TERM_MS: '300',
    };
    const moments: [said: string, afterMs: number][] = [
      ['builds the warehouse', 0],
      ['builds the warehouse', 300],
      ['waiting for the sinks', 100],
      ['exchanging', 0],
      ['exchanging', 60],
      ['exchanging', 150],
    ];
    let killed = 0;
    for (const [said, afterMs] of moments) {
      const child = startReplayProcess(env);
      const over = child.exited.then(() => true);
      await until(async () => child.said().includes(said) || Promise.race([over, sleep(1, false)]), said);
      await sleep(afterMs);
      if (await Promise.race([over, sleep(1, false)])) continue;
      await child.kill();
      killed++;
    }
    expect(killed).toBeGreaterThanOrEqual(4);
    await replay();
    await expectSinkGoesOn(messages);
  });
});

describe('a replay is refused', () => {
  it('while another one is under way', async () => {
    await store(chat(100));
    let second: Promise<unknown> | undefined;
    await replay({
      confirm: async () => {
        second = replay();
        await expect(second).rejects.toThrow(/replay-log is under way/);
        return true;
      },
    });
  });

  it('for days that the log does not hold, naming the first that it does', async () => {
    await store(chat(100));
    await expect(replay({ from: '2020-01-01' })).rejects.toThrow(
      `the log does not hold all of 2020-01-01: a replay would lose what the warehouse has of it; the first whole day is ${today()}`,
    );
    await (await stage.jsm()).streams.purge('EMOTES', { seq: 3 });
    await expect(replay({ from: today() })).rejects.toThrow(`the log does not hold all of ${today()}`);
  });

  it('when another log counted on these days', async () => {
    await store(chat(100));
    await (await stage.jsm()).streams.delete('EMOTES');
    await stage.provision();
    await stage.publish(inBatches(chat(50, 500), 10));
    await expect(replay({ from: today() })).rejects.toThrow(`the log does not hold all of ${today()}`);
  });

  it('when the log is empty', async () => {
    await expect(replay()).rejects.toThrow('the log has no records');
  });
});
