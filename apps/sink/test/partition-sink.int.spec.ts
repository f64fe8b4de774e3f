import { createConnection } from 'node:net';
import { crc32 } from 'node:zlib';
import { FencedError, LogReplaced, LogUnavailable, type SinkIntent } from '@emotide/event-log';
import { StoreUnavailable, type Store } from '@emotide/store';
import { headers } from 'nats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBatch, type Message } from './batches';
import { Stage, chat, inBatches, sleep, until, withChanges, withSend, type RunningSink } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.reset());
afterEach(() => stage.stopSinks());

const EPOCH = '00000000000000ee';

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

const recordedRuns = () =>
  stage.store.select('SELECT run_first, run_last, rows, token FROM sink_runs ORDER BY run_last, token');

describe('a partition sink', () => {
  it('fills every table with what was published, each row once, and notes its runs without a hole', async () => {
    const messages = chat(3_000);
    const running = await stage.startSink({ runRows: 500 });
    for (let at = 0; at < messages.length; at += 1_000)
      await stage.publish(inBatches(messages.slice(at, at + 1_000), 40));
    await catchUpAndStop(running);
    expect(running.sink.state).toBe('stopped');

    const runs = (await recordedRuns()) as { run_first: string; run_last: string; rows: string }[];
    expect(runs.length).toBeGreaterThan(1);
    let next = 1;
    for (const run of runs) {
      expect(Number(run.run_first)).toBe(next);
      next = Number(run.run_last) + 1;
    }
    expect([next, runs.reduce((sum, { rows }) => sum + Number(rows), 0)]).toEqual([76, 6_000]);
    await expectExactly(messages);
  });

  it('closes a run at its rows, however long it may wait', async () => {
    const messages = chat(400);
    const running = await stage.startSink({ runMs: 60_000, runRows: 100 });
    await stage.publish(inBatches(messages, 50));
    await until(() => running.sink.committed === 8, 'eight runs');
    await running.stop();
    expect(((await recordedRuns()) as unknown[]).length).toBe(8);
    await expectExactly(messages);
  });

  it('inserts what is at hand when it is stopped', async () => {
    const messages = chat(100);
    const running = await stage.startSink({ runMs: 60_000 });
    await stage.publish(inBatches(messages, 10));
    const read = await stage.nats.connect('sink');
    await until(async () => {
      const consumers = await (await stage.jsm()).consumers.list('EMOTES').next();
      return consumers.length > 0 && consumers.every(({ num_pending }) => num_pending === 0);
    }, 'all to be read');
    await sleep(50);
    await read.close();
    expect(running.sink.committed).toBe(0);
    await running.stop();
    expect(running.sink.committed).toBe(10);
    await expectExactly(messages);
  });
});

class Crash extends Error {}
const isLanding = (insert: string) => insert.startsWith('INSERT INTO landing');

/** A store before or after whose request the process dies: nothing that the sink does afterwards counts. */
function crashing(when: 'before' | 'after', which: (insert: string) => boolean, at = 1): Store {
  let left = at;
  return withSend(stage.store, async (insert, blocks, settings) => {
    const isLast = which(insert) && --left === 0;
    if (left < 0 || (isLast && when === 'before')) throw new Crash();
    await stage.store.send(insert, blocks, settings);
    if (isLast) throw new Crash();
  });
}

describe('after a kill', () => {
  const messages = chat(600);
  const points: [where: string, store: () => Store][] = [
    ['between the intent and the insert', () => crashing('before', isLanding)],
    ['after the insert, before its answer', () => crashing('after', isLanding)],
    ['between the insert and its note', () => crashing('before', (insert) => !isLanding(insert))],
    ['after the note', () => crashing('after', (insert) => !isLanding(insert))],
    ['in the middle of later runs', () => crashing('after', isLanding, 3)],
  ];
  it.each(points)('%s, the next sink makes it exact', async (_, store) => {
    await stage.publish(inBatches(messages.slice(0, 300), 20));
    const dying = await stage.startSink({ store: store(), runRows: 200 });
    expect(await dying.ended).toBeInstanceOf(Crash);
    await stage.publish(inBatches(messages.slice(300), 20));
    await catchUpAndStop(await stage.startSink({ runRows: 300 }));
    await expectExactly(messages);
  });

  it('at any step, twenty times in a row while batches come, nothing is missing or double', async () => {
    const steps = [3, 1, 2, 4, 1, 1, 5, 2, 3, 2, 1, 4, 2, 6, 1, 3, 2, 1, 5, 2];
    const all = chat(2_000);
    let published = 0;
    for (const [index, step] of steps.entries()) {
      await stage.publish(inBatches(all.slice(published, (published += 100)), 7));
      const when = index % 2 === 0 ? 'after' : 'before';
      const dying = await stage.startSink({ store: crashing(when, () => true, step), runRows: 60, runMs: 5 });
      await Promise.race([dying.ended, stage.caughtUp(dying).catch(() => undefined)]);
      await dying.stop();
    }
    await catchUpAndStop(await stage.startSink());
    await expectExactly(all);
  });

  it('an insert that was applied but not answered is repeated by the same sink without effect', async () => {
    let lost = 0;
    const store = withSend(stage.store, async (insert, blocks, settings) => {
      await stage.store.send(insert, blocks, settings);
      if (lost++ % 2 === 0) throw new StoreUnavailable('the answer is lost');
    });
    const running = await stage.startSink({ store });
    await stage.publish(inBatches(messages, 20));
    await catchUpAndStop(running);
    expect(lost).toBeGreaterThan(3);
    await expectExactly(messages);
  });

  it('an intent that was stored but not answered is recognised as its own', async () => {
    const eventLog = await stage.nats.connect('sink');
    let lost = 0;
    const running = await stage.startSink({
      eventLog: withChanges(eventLog, {
        openSinkIntents: async (partition) => {
          const intents = await eventLog.openSinkIntents(partition);
          const write = intents.write.bind(intents);
          intents.write = async (intent) => {
            // The client does not hear of it, and so does not know the new revision.
            if (lost++ === 0) {
              await (await eventLog.openSinkIntents(partition)).write(intent);
              throw new LogUnavailable('the answer is lost');
            }
            await write(intent);
          };
          return intents;
        },
      }),
    });
    await stage.publish(inBatches(messages, 20));
    await catchUpAndStop(running);
    expect(lost).toBeGreaterThan(1);
    await expectExactly(messages);
  });
});

describe('of batches published otherwise than in order and once', () => {
  it('drops those that came again beyond what the server remembers', async () => {
    const messages = chat(60);
    const batches = inBatches(messages, 20);
    const publish = (index: number, id: string) =>
      stage.publishAs(batches[index]!, { epoch: EPOCH, batch: index + 1 }, { 'Nats-Msg-Id': id });
    const first = await stage.startSink();
    for (const index of [0, 1, 2]) await publish(index, `first ${index}`);
    await publish(1, 'again');
    await catchUpAndStop(first);
    // The memory of them travels in the intent.
    for (const index of [2, 0]) await publish(index, `later ${index}`);
    await catchUpAndStop(await stage.startSink());
    expect(await stage.lastSeq()).toBe(6);
    await expectExactly(messages);
  });

  it('counts all that come in another order', async () => {
    const messages = chat(80);
    const batches = inBatches(messages, 20);
    const running = await stage.startSink();
    for (const number of [1, 2, 4, 3])
      await stage.publishAs(batches[number - 1]!, { epoch: EPOCH, batch: number });
    await catchUpAndStop(running);
    // Which activity of a second came last is the log's order.
    const inOrder = [0, 1, 3, 2].flatMap((index) => messages.slice(index * 20, index * 20 + 20));
    await expectExactly(inOrder);
  });
});

describe('two sinks on one partition', () => {
  it('let the newer one go on: the older one is fenced, and nothing doubles', async () => {
    const messages = chat(400);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inserts = 0;
    const slow = withSend(stage.store, async (insert, blocks, settings) => {
      if (isLanding(insert) && ++inserts === 2) await held;
      await stage.store.send(insert, blocks, settings);
    });
    const older = await stage.startSink({ store: slow, runRows: 100, runMs: 5 });
    await stage.publish(inBatches(messages.slice(0, 200), 20));
    await until(() => inserts === 2, 'the older one to hang in its insert');

    const newer = await stage.startSink({ runRows: 60 });
    await stage.caughtUp(newer);
    await stage.publish(inBatches(messages.slice(200), 20));
    release();
    expect(await older.ended).toBeInstanceOf(FencedError);
    await catchUpAndStop(newer);
    await expectExactly(messages);
  });
});

/** A record whose headers no client of ours would write, as bytes on a socket. */
async function publishWithHeaders(headerBlock: string, payload: string): Promise<void> {
  const { hostname, port } = new URL(stage.nats.server.url);
  const socket = createConnection(Number(port), hostname);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      if (chunk.includes('PONG')) resolve();
    });
    const options = { user: 'owner', pass: 'owner-password', headers: true, verbose: false };
    const total = headerBlock.length + payload.length;
    socket.write(
      `CONNECT ${JSON.stringify(options)}\r\nHPUB emotes.v1.p00 ${headerBlock.length} ${total}\r\n` +
        `${headerBlock}${payload}\r\nPING\r\n`,
    );
  });
  socket.destroy();
}

describe('a record that nobody can use', () => {
  /** Reason and place of everything in quarantine. */
  async function quarantined(): Promise<[reason: string, seq: number][]> {
    const jsm = await stage.jsm();
    const { messages } = (await jsm.streams.info('QUARANTINE')).state;
    const kept: [string, number][] = [];
    for (let seq = 1; seq <= messages; seq++) {
      const { header } = await jsm.streams.getMessage('QUARANTINE', { seq });
      kept.push([header.get('Emotide-Reason'), Number(header.get('Emotide-Stream-Seq'))]);
    }
    return kept;
  }

  it('goes to quarantine with its reason, is named by the intent, and holds nothing up', async () => {
    const messages = chat(60);
    const batches = inBatches(messages, 20);
    const bad = toBatch(chat(5, 5_000));
    const bent = Uint8Array.from(bad.payload);
    bent[40]! ^= 4;
    const cut = bad.payload.subarray(0, -3);
    let number = 0;
    const place = () => ({ epoch: EPOCH, batch: ++number });
    const crc = (payload: Uint8Array) => ({ 'Emotide-Crc32': crc32(payload).toString(16).padStart(8, '0') });
    const later = toBatch([{ ...chat(1)[0]!, sentAtMs: Date.now() + 3 * 86_400_000 }]);

    await stage.publishAs(batches[0]!, place());
    const expected: [string, number][] = [
      ['wrong-version', await stage.publishAs(bad, place(), { 'Emotide-Version': '2' })],
      ['wrong-checksum', await stage.publishAs(bad, place(), {}, cut)],
      ['wrong-rows', await stage.publishAs(bad, place(), crc(cut), cut)],
      ['wrong-checksum', await stage.publishAs(bad, place(), {}, bent)],
      ['wrong-partition', await stage.publishAs(bad, { ...place(), partition: 7 })],
      ['bad-header', await stage.publishAs(bad, { ...place(), batch: 0 })],
      ['bad-header', await stage.publishRaw(Buffer.from('hello'))],
      ['bad-header', await stage.publishRaw(new Uint8Array())],
    ];
    await stage.publishAs(batches[1]!, place());
    expected.push(
      ['absurd-time', await stage.publishAs(toBatch([{ ...chat(1)[0]!, sentAtMs: 1_000 }]), place())],
      ['absurd-time', await stage.publishAs(later, place())],
    );
    const strange = headers();
    strange.set('Emotide-Version', '1');
    strange.set('Emotide-Epoch', 'é'.repeat(3_000));
    expected.push(['bad-header', await stage.publishRaw(bad.payload, strange)]);
    for (const block of [
      'NATS/1.0\r\nEmotide-Version: 1\nEmotide-Rows: 1\r\n\r\n',
      'NATS/1.0\r\nbad name: 1\r\n\r\n',
    ]) {
      await publishWithHeaders(block, 'x');
      expected.push(['bad-header', await stage.lastSeq()]);
    }
    await stage.publishAs(batches[2]!, place());

    const running = await stage.startSink({ runMs: 500 });
    await stage.caughtUp(running);
    expect(await quarantined()).toEqual(expected);
    expect((await readIntent())?.excluded).toEqual(expected.map(([, seq]) => seq));
    await running.stop();

    await catchUpAndStop(await stage.startSink());
    expect(await quarantined()).toEqual(expected);
    await expectExactly(messages);
  });

  it('may be as large as the log lets it be', async () => {
    await stage.publishRaw(Buffer.alloc(512 * 1024, 1));
    await expect(stage.publishRaw(Buffer.alloc(600 * 1024, 1))).rejects.toThrow(/size exceeds/);
    const running = await stage.startSink();
    await catchUpAndStop(running);
    expect(await quarantined()).toEqual([['bad-header', 1]]);
  });

  it('may come in thousands', async () => {
    const js = stage.admin.jetstream();
    for (let i = 0; i < 3_000; i++) stage.admin.publish('emotes.v1.p00', 'junk');
    await js.publish('emotes.v1.p00', 'junk');
    const messages = chat(20);
    await stage.publish([toBatch(messages)]);
    await catchUpAndStop(await stage.startSink());
    expect((await (await stage.jsm()).streams.info('QUARANTINE')).state.messages).toBe(3_001);
    await expectExactly(messages);
  });

  describe('because the warehouse refuses its rows', () => {
    const POISONED = 666;
    /** The real ClickHouse, refusing one channel: no batch that passes our own check is refused otherwise. */
    let sql = '';
    beforeAll(async () => {
      [{ sql }] = (await stage.store.select(
        `SELECT create_table_query AS sql FROM system.tables WHERE database = 'emotide' AND name = 'landing'`,
      )) as [{ sql: string }];
      await recreateLanding(
        sql.replace(
          'CONSTRAINT times_are_plausible',
          `CONSTRAINT test CHECK channel_id != ${POISONED}, CONSTRAINT times_are_plausible`,
        ),
      );
    });
    afterAll(() => recreateLanding(sql));
    async function recreateLanding(sql: string): Promise<void> {
      await stage.store.command('DROP TABLE landing SYNC');
      await stage.store.command(sql);
    }
    const messages = chat(180);
    const poison = (key: number) => toBatch([{ ...chat(1)[0]!, channel: POISONED, key }]);
    /** Nine good batches, and bad ones as the third and the eighth. */
    async function publishMixed(): Promise<void> {
      const batches = inBatches(messages, 20);
      batches.splice(2, 0, poison(1));
      batches.splice(7, 0, poison(2));
      for (const [index, batch] of batches.entries())
        await stage.publishAs(batch, { epoch: EPOCH, batch: index + 1 });
    }

    it('it is split from its run until it stands alone', async () => {
      await publishMixed();
      await catchUpAndStop(await stage.startSink({ runMs: 300 }));
      expect(await quarantined()).toEqual([
        ['refused-by-store', 3],
        ['refused-by-store', 8],
      ]);
      await expectExactly(messages);
    });

    it.each([1, 2, 4, 7])('a kill at request %i of that leaves it exact', async (at) => {
      await publishMixed();
      const dying = await stage.startSink({ store: crashing('before', () => true, at), runMs: 100 });
      expect(await dying.ended).toBeInstanceOf(Crash);
      await catchUpAndStop(await stage.startSink());
      expect(new Set((await quarantined()).map(([, seq]) => seq))).toEqual(new Set([3, 8]));
      await expectExactly(messages);
    });
  });
});

describe('what can not be gone on with', () => {
  const messages = chat(100);
  beforeEach(async () => {
    await stage.publish(inBatches(messages, 10));
    await catchUpAndStop(await stage.startSink({ runRows: 40 }));
  });
  async function expectRepairNeeded(why: RegExp): Promise<void> {
    await stage.publish(inBatches(chat(20, 100), 10));
    const running = await stage.startSink();
    expect(await running.ended).toBeUndefined();
    expect([running.sink.state, running.sink.trouble]).toEqual(['needs-repair', expect.stringMatching(why)]);
    await expectExactly(messages);
  }

  it('is a lost intent where the warehouse has runs of the log', async () => {
    await (await stage.admin.jetstream().views.kv('sink-intents')).delete('p00');
    await expectRepairNeeded(/the intent is lost, but runs up to 10 of this log/);
  });

  it('is an intent older than the last run', async () => {
    await writeIntent((intent) => ({ ...intent, first: 5, last: 6 }));
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
    await writeIntent((intent) => ({ ...intent, token: `${intent.token.slice(0, -1)}x` }));
    await expectRepairNeeded(/records 9 to 10 are not what they were/);
  });

  it('is a record that is gone from the middle of the run', async () => {
    await (await stage.jsm()).streams.deleteMessage('EMOTES', 9);
    await expectRepairNeeded(/records 9 to 10 are not what they were/);
  });

  it('is a run that the log has dropped before it was known to be stored', async () => {
    await stage.store.command('TRUNCATE TABLE sink_runs');
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

describe('a log that is made anew under a running sink', () => {
  it('ends it, and the next one begins with the first record', async () => {
    const [messages, more] = [chat(100), chat(50, 100)];
    const running = await stage.startSink();
    await stage.publish(inBatches(messages, 10));
    await stage.caughtUp(running);
    await (await stage.jsm()).streams.delete('EMOTES');
    await stage.provision();
    await stage.publish(inBatches(more, 10));
    expect(await running.ended).toBeInstanceOf(LogReplaced);
    await catchUpAndStop(await stage.startSink());
    await expectExactly([...messages, ...more]);
  });
});

describe('while a server is away', () => {
  it('the sink waits for ClickHouse, says so, and is exact when it is back', async () => {
    const messages = chat(1_000);
    const running = await stage.startSink();
    await stage.publish(inBatches(messages.slice(0, 500), 10));
    const startAgain = await stage.killClickHouse();
    try {
      await stage.publish(inBatches(messages.slice(500), 10));
      await until(() => running.sink.state === 'waiting-for-store', 'the sink to see it');
      await sleep(3_000);
      expect(running.sink.state).toBe('waiting-for-store');
    } finally {
      await startAgain();
    }
    await stage.caughtUp(running);
    expect(running.sink.state).toBe('running');
    await running.stop();
    await expectExactly(messages);
  });

  it('the sink waits for the log, and is exact when it is back', async () => {
    const messages = chat(1_000);
    const running = await stage.startSink();
    const publishing = (async () => {
      for (let at = 0; at < 1_000; at += 100) {
        await stage.publish(inBatches(messages.slice(at, at + 100), 10));
        await sleep(30);
      }
    })();
    await sleep(100);
    await stage.killNats(1_000);
    await publishing;
    await catchUpAndStop(running);
    await expectExactly(messages);
  });

  it('the sink stops within two seconds, and leaves the rest to the next one', async () => {
    const messages = chat(200);
    const startAgain = await stage.killClickHouse();
    let stoppedInMs = Infinity;
    let end: unknown;
    try {
      const running = await stage.startSink();
      await stage.publish(inBatches(messages, 10));
      await until(() => running.sink.state === 'waiting-for-store', 'the sink to see it');
      const fromMs = performance.now();
      end = await running.stop();
      stoppedInMs = performance.now() - fromMs;
    } finally {
      await startAgain();
    }
    expect([end, stoppedInMs < 2_000]).toEqual([undefined, true]);
    await catchUpAndStop(await stage.startSink());
    await expectExactly(messages);
  });
});
