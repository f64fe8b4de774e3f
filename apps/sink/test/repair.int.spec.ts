import { FencedError, LogReplaced, type SinkIntent } from '@emotide/event-log';
import { Registry } from '@emotide/service-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSinkMetrics } from '../src/sink-metrics';
import type { Message } from './batches';
import { Stage, chat, inBatches, until, type RunningSink } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.reset());
afterEach(() => stage.stopSinks());

/** The tables hold these messages, each once. Empties them. */
async function expectExactly(messages: readonly Message[]): Promise<void> {
  const found = await stage.contents();
  expect(found).toEqual(await stage.expected(messages));
}

async function catchUpAndStop(running: RunningSink): Promise<void> {
  await stage.caughtUp(running);
  expect(await running.stop()).toBeUndefined();
}

async function readIntent(): Promise<SinkIntent | undefined> {
  return (await (await stage.nats.connect('sink')).openSinkIntents(0)).read();
}

/** Leaves an intent that no sink wrote. */
async function writeIntent(change: (intent: SinkIntent) => SinkIntent): Promise<void> {
  const intents = await (await stage.nats.connect('sink')).openSinkIntents(0);
  await intents.write(change((await intents.read())!));
}

describe('what can not be gone on with', () => {
  const messages = chat(100);
  beforeEach(async () => {
    await stage.publish(inBatches(messages, 10));
    await catchUpAndStop(await stage.startSink({ runRows: 40 }));
  });
  /** The sink that starts now says why it does not go on, and what to do; the warehouse is left as it is. */
  async function expectRepairNeeded(
    why: RegExp,
    remedy = /run "emotide replay-log --from \d{4}-\d\d-\d\d"$/,
  ) {
    await stage.publish(inBatches(chat(20, 100), 10));
    const before = await stage.contents();
    const running = await stage.startSink();
    expect(await running.ended).toBeUndefined();
    expect([running.sink.state, running.sink.trouble]).toEqual(['needs-repair', expect.stringMatching(why)]);
    expect(running.sink.trouble).toMatch(remedy);
    expect(await stage.contents()).toEqual(before);
  }
  const forgetRuns = (which: string) =>
    stage.store.command(`ALTER TABLE sink_runs DELETE WHERE ${which} SETTINGS mutations_sync = 1`);
  const all = /run "emotide replay-log"$/;

  it('is a lost intent where the warehouse has runs of the log', async () => {
    await (await stage.admin.jetstream().views.kv('sink-intents')).delete('p00');
    await expectRepairNeeded(/the intent is lost, but runs up to 10 of this log/);
  });

  it('is an intent older than the last run', async () => {
    await writeIntent((intent) => ({ ...intent, first: 5, last: 6, after: 4, token: 'older' }));
    await expectRepairNeeded(/the intent ends at 6, but runs up to 10/);
  });

  it('is an intent beyond the end of the log', async () => {
    await writeIntent((intent) => ({ ...intent, last: 99 }));
    await expectRepairNeeded(/the log ends at 12, but 99 was read/);
  });

  it('is an intent that can not be read', async () => {
    await (await stage.admin.jetstream().views.kv('sink-intents')).put('p00', '{"version":1,"first":"x"}');
    await expectRepairNeeded(/the intent can not be read/);
  });

  it('is another content under the intent', async () => {
    await forgetRuns('run_last = 10');
    await writeIntent((intent) => ({ ...intent, token: `${intent.token.slice(0, -1)}x` }));
    await expectRepairNeeded(/records 9 to 10 are not what they were/);
  });

  it('is another run in the warehouse than the intent says', async () => {
    await writeIntent((intent) => ({ ...intent, token: 'another' }));
    await expectRepairNeeded(/the warehouse has a run up to 10 that is not the intent's/);
  });

  it('is a warehouse that has lost its last runs', async () => {
    await forgetRuns('run_last > 4');
    await expectRepairNeeded(/the warehouse lost runs: it has them up to 4, and had them up to 8/);
  });

  it('is an empty warehouse behind a log that was read', async () => {
    await stage.truncate();
    await expectRepairNeeded(/the warehouse lost runs: it has them up to 0, and had them up to 8/, all);
  });

  it('is a run that may or may not be stored, when the warehouse has taken more since than it remembers', async () => {
    await forgetRuns('run_last = 10');
    await stage.store.command(
      `INSERT INTO sink_runs SELECT 9, number, number, toString(number), now64(3), now64(3), 1 FROM numbers(9000)`,
    );
    await expectRepairNeeded(/records 9 to 10 were begun, and 90\d\d runs were inserted since/);
  });

  it('is a record that is gone from the middle of the run', async () => {
    await (await stage.jsm()).streams.deleteMessage('EMOTES', 9);
    await expectRepairNeeded(/records 9 to 10 are not what they were/);
  });

  it('is a run that the log has dropped before it was known to be stored', async () => {
    await forgetRuns('run_last = 10');
    await (await stage.jsm()).streams.purge('EMOTES', { seq: 10 });
    await expectRepairNeeded(/records 9 to 10 were begun, but the log has them from 10 only/);
  });
});

describe('what can be gone on with', () => {
  const messages = chat(100);
  const more = chat(50, 100);
  beforeEach(async () => {
    await stage.publish(inBatches(messages, 10));
    await catchUpAndStop(await stage.startSink());
  });

  it.each([
    ['rows', () => Promise.resolve()],
    ['nothing that anybody could use', () => stage.publishRaw(Buffer.from('junk'))],
  ])('is a log that dropped its last run, known to be complete, with %s in it', async (_, publish) => {
    await publish();
    await catchUpAndStop(await stage.startSink());
    await (await stage.jsm()).streams.purge('EMOTES');
    await catchUpAndStop(await stage.startSink());
    await stage.publish(inBatches(more, 10));
    await catchUpAndStop(await stage.startSink());
    await expectExactly([...messages, ...more]);
  });

  it('is a log made anew, whose sequences begin again', async () => {
    await (await stage.jsm()).streams.delete('EMOTES');
    await stage.provision();
    await stage.publish(inBatches(more, 10));
    await catchUpAndStop(await stage.startSink());
    expect((await readIntent())?.last).toBe(5);
    expect(await stage.store.select('SELECT uniqExact(stream_created_at) AS logs FROM sink_runs')).toEqual([
      { logs: '2' },
    ]);
    await catchUpAndStop(await stage.startSink());
    await expectExactly([...messages, ...more]);
  });
});

/** A sink, and how many records it says that the log lost. */
async function startCounting() {
  const metrics = createSinkMetrics(new Registry());
  const running = await stage.startSink({ metrics });
  return { running, lost: async () => (await metrics.lostRecords.get()).values[0]?.value ?? 0 };
}

describe('what happens to the log under a running sink', () => {
  const [messages, more] = [chat(100), chat(50, 100)];

  it('a stream made anew ends it, after it said that the log is away; the next one begins with the first record', async () => {
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 10));
    await stage.caughtUp(running);
    await (await stage.jsm()).streams.delete('EMOTES');
    await until(() => running.sink.state === 'waiting-for-log', 'the sink to see it');
    await stage.provision();
    await stage.publish(inBatches(more, 10));
    expect(await running.ended).toBeInstanceOf(LogReplaced);

    const next = await startCounting();
    await catchUpAndStop(next.running);
    expect(await next.lost()).toBe(0);
    await expectExactly([...messages, ...more]);
  });

  it('a stream made anew while a run of the old one was not known to be stored is told as a loss', async () => {
    await stage.publish(inBatches(messages, 10));
    await catchUpAndStop(await stage.startSink());
    await writeIntent((intent) => ({ ...intent, token: 'never noted', first: 11, last: 20, after: 10 }));
    await (await stage.jsm()).streams.delete('EMOTES');
    await stage.provision();
    await stage.publish(inBatches(more, 10));
    const { running, lost } = await startCounting();
    await catchUpAndStop(running);
    expect(await lost()).toBe(10);
    await expectExactly([...messages, ...more]);
  });

  it('a purge of what was read changes nothing', async () => {
    const { running, lost } = await startCounting();
    await stage.publish(inBatches(messages, 10));
    await stage.caughtUp(running);
    await (await stage.jsm()).streams.purge('EMOTES');
    await stage.publish(inBatches(more, 10));
    await catchUpAndStop(running);
    expect(await lost()).toBe(0);
    await expectExactly([...messages, ...more]);
  });

  it('a purge of what was not read is told as a loss, and the rest is read', async () => {
    await stage.publish(inBatches(messages, 10));
    await catchUpAndStop(await stage.startSink());
    await stage.publish(inBatches(chat(70, 1_000), 10));
    await (await stage.jsm()).streams.purge('EMOTES');
    await stage.publish(inBatches(more, 10));
    const { running, lost } = await startCounting();
    await catchUpAndStop(running);
    expect(await lost()).toBe(7);
    await expectExactly([...messages, ...more]);
  });

  it('a record that is gone from the middle is missed, and the rest is read', async () => {
    await stage.publish(inBatches(messages, 10));
    await (await stage.jsm()).streams.deleteMessage('EMOTES', 4);
    const running = await stage.startSink();
    await stage.caughtUp(running);
    expect(running.sink.missingBatches).toBe(1);
    await running.stop();
    await expectExactly([...messages.slice(0, 30), ...messages.slice(40)]);
  });

  it('a consumer that somebody deletes is made anew', async () => {
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 10));
    await stage.caughtUp(running);
    const jsm = await stage.jsm();
    const names = (await jsm.consumers.list('EMOTES').next()).map(({ name }) => name);
    expect(names.length).toBe(1);
    await jsm.consumers.delete('EMOTES', names[0]!);
    await stage.publish(inBatches(more, 10));
    await catchUpAndStop(running);
    await expectExactly([...messages, ...more]);
  });

  it('lost intents stop it before it inserts anything more, and keep the next one from going on', async () => {
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 10));
    await stage.caughtUp(running);
    await (await stage.jsm()).streams.delete('KV_sink-intents');
    await stage.publish(inBatches(more, 10));
    await until(() => running.sink.state === 'waiting-for-log', 'the sink to miss its intents');
    await stage.provision();
    expect(await running.ended).toBeInstanceOf(FencedError);

    const next = await stage.startSink();
    expect(await next.ended).toBeUndefined();
    expect(next.sink.trouble).toMatch(/the intent is lost, but runs up to 10 of this log/);
    await expectExactly(messages);
  });
});
