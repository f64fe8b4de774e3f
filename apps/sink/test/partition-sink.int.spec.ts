import { createConnection } from 'node:net';
import { crc32 } from 'node:zlib';
import { FencedError, LogUnavailable, decodeBatch, type BatchRow, type SinkIntent } from '@emotide/event-log';
import { Registry } from '@emotide/service-kit';
import { StoreUnavailable, type Store } from '@emotide/store';
import fc from 'fast-check';
import { headers, nanos } from 'nats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PartitionLag } from '../src/partition-lag';
import { RUN_BYTES, type PartitionSinkOptions } from '../src/partition-sink';
import { createSinkMetrics } from '../src/sink-metrics';
import { toBatch, toBatchOfRows, toJsonRow, type Message } from './batches';
import { heldBytes } from './held-bytes';
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

const isLanding = (insert: string) => insert.startsWith('INSERT INTO landing');

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
    await until(() => running.sink.inHand.records === 10, 'all to be read');
    expect(running.sink.committed).toBe(0);
    await running.stop();
    expect(running.sink.committed).toBe(10);
    await expectExactly(messages);
  });
});

describe('what the server stored', () => {
  const u64 = fc.record({ hi: fc.nat(0xffff_ffff), lo: fc.nat(0xffff_ffff) });
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const count = fc.integer({ min: 1, max: 0xffff_ffff });
  const timeMs = fc.integer({
    min: Date.parse('2026-11-20T00:00:00Z'),
    max: Date.parse('2026-11-22T00:00:00Z'),
  });
  const secondMs = timeMs.map((ms) => ms - (ms % 1_000));
  const channel = { channelId: u64, channelLogin: text };
  const flags = fc.nat(0xffff);
  const rows: fc.Arbitrary<BatchRow> = fc.oneof(
    fc.record({
      kind: fc.constant('use' as const),
      ...channel,
      flags,
      sentAtMs: timeMs,
      chatter: u64,
      messageKey: u64,
      provider: fc.integer({ min: 1, max: 4 }),
      emoteId: text,
      emoteName: text,
      emoteClass: fc.nat(10),
      uses: fc.integer({ min: 1, max: 65_535 }),
    }),
    fc.record({
      kind: fc.constant('activity' as const),
      ...channel,
      flags,
      secondMs,
      session: u64,
      lastMessageKey: u64,
      messages: fc.constant(0xffff_ffff),
      messagesWithEmotes: count,
    }),
    fc.record({
      kind: fc.constant('loss' as const),
      ...channel,
      firstSecondMs: fc.constant(Date.parse('2026-11-20T00:00:00Z')),
      lastSecondMs: secondMs,
      session: u64,
      messages: fc.constant(0xffff_ffff),
      messagesWithEmotes: count,
    }),
  );

  it('is in every column what the batches say, read by our decoder and given to it as JSON', async () => {
    const batches = fc
      .sample(fc.array(rows, { minLength: 10, maxLength: 40 }), { numRuns: 40, seed: 11 })
      .map(toBatchOfRows);
    await stage.publish(batches);
    await catchUpAndStop(await stage.startSink());
    const found = await stage.contents();
    const decoded = batches.flatMap(({ payload }) => [...decodeBatch(payload)]);
    expect(decoded.length).toBeGreaterThan(400);
    expect(found).toEqual(await stage.expectedOfRows(decoded.map(toJsonRow)));
  });
});

describe('the length of a run', () => {
  it('is that of the insert before it, when inserts are slow', async () => {
    const slow = withSend(stage.store, async (insert, blocks, settings) => {
      if (isLanding(insert)) await sleep(250);
      await stage.store.send(insert, blocks, settings);
    });
    const messages = chat(600);
    const running = await stage.startSink({ store: slow, runMs: 5 });
    const fromMs = performance.now();
    for (let at = 0; at < messages.length; at += 20) {
      await stage.publish([toBatch(messages.slice(at, at + 20))]);
      await sleep(20);
    }
    await catchUpAndStop(running);
    const runs = ((await recordedRuns()) as unknown[]).length;
    expect(runs).toBeGreaterThan(1);
    // The first is short, and the last one is ended by the end.
    expect(runs).toBeLessThanOrEqual(2 + (performance.now() - fromMs) / 250);
    await expectExactly(messages);
  });

  it('is that of the insert before it, also when that is over', async () => {
    const slow = withSend(stage.store, async (insert, blocks, settings) => {
      if (isLanding(insert)) await sleep(250);
      await stage.store.send(insert, blocks, settings);
    });
    const messages = chat(40);
    const running = await stage.startSink({ store: slow, runMs: 5 });
    await stage.publish([toBatch(messages.slice(0, 20))]);
    await stage.caughtUp(running);
    const fromMs = performance.now();
    await stage.publish([toBatch(messages.slice(20))]);
    await stage.caughtUp(running);
    // Its own insert takes as long again.
    expect(performance.now() - fromMs).toBeGreaterThan(2 * 250 - 20);
    await running.stop();
    await expectExactly(messages);
  });

  it('is its limit as long as the log has more, so that arrears are cheap', async () => {
    const messages = chat(40_000);
    await stage.publish(inBatches(messages, 500));
    await catchUpAndStop(await stage.startSink({ runMs: 1, runRows: 10_000 }));
    const rows = ((await recordedRuns()) as { rows: string }[]).map((run) => Number(run.rows));
    expect(rows).toEqual(Array<number>(8).fill(10_000));
    await expectExactly(messages);
  });
});

class Crash extends Error {}

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
    // The server remembers what it has for the shortest time that it can.
    const jsm = await stage.jsm();
    await jsm.streams.update('EMOTES', { duplicate_window: nanos(100) });
    const publish = async (index: number) => {
      const before = await stage.lastSeq();
      const isStored = async () =>
        (await stage.publishAs(batches[index]!, { epoch: EPOCH, batch: index + 1 })) > before;
      await until(isStored, 'the server to have forgotten it');
    };
    const first = await stage.startSink();
    for (const index of [0, 1, 2, 1]) await publish(index);
    await catchUpAndStop(first);
    // The memory of them travels in the intent.
    for (const index of [2, 0]) await publish(index);
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

describe('a sink that was frozen between its intent and its insert', () => {
  const ways: [which: string, options: () => Partial<PartitionSinkOptions>][] = [
    ['for longer than a compare-and-set proves anything', () => ({ proofMs: 300 })],
    ['and has no valid lease any more', () => ({ isLeaseValid: () => false })],
  ];
  it.each(ways)('%s, learns that it was replaced before it inserts', async (_, options) => {
    const messages = chat(300);
    const eventLog = await stage.nats.connect('sink');
    let thaw = () => {};
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    let frozenAtMs = Infinity;
    let inserts = 0;
    const older = await stage.startSink({
      ...options(),
      store: withSend(stage.store, async (insert, blocks, settings) => {
        if (isLanding(insert)) inserts++;
        await stage.store.send(insert, blocks, settings);
      }),
      eventLog: withChanges(eventLog, {
        openSinkIntents: async (partition) => {
          const intents = await eventLog.openSinkIntents(partition);
          const write = intents.write.bind(intents);
          intents.write = async (intent) => {
            await write(intent);
            if (intent.after === 0) return;
            frozenAtMs = performance.now();
            await thawed;
          };
          return intents;
        },
      }),
    });
    await stage.publish(inBatches(messages.slice(0, 100), 100));
    await stage.caughtUp(older);
    await stage.publish(inBatches(messages.slice(100, 200), 20));
    await until(() => frozenAtMs < Infinity, 'its second intent');

    // It finishes the other's run, and has none of its own yet.
    const newer = await stage.startSink();
    await stage.caughtUp(newer);
    await until(() => performance.now() - frozenAtMs > 300, 'the proof to be stale');
    const before = inserts;
    thaw();
    expect(await older.ended).toBeInstanceOf(FencedError);
    expect(inserts).toBe(before);
    await stage.publish(inBatches(messages.slice(200), 20));
    await catchUpAndStop(newer);
    await expectExactly(messages);
  });

  it('goes on when nobody came in between', async () => {
    const messages = chat(100);
    const running = await stage.startSink({ isLeaseValid: () => false });
    await stage.publish(inBatches(messages, 20));
    await catchUpAndStop(running);
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
      ['wrong-version', await stage.publishAs(bad, place(), { 'Emotide-Version': '9' })],
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
    const messages = chat(100);
    const poison = (key: number) => toBatch([{ ...chat(1)[0]!, channel: POISONED, key }]);
    /** Five good batches, and bad ones as the third and the sixth. */
    async function publishMixed(): Promise<void> {
      const batches = inBatches(messages, 20);
      batches.splice(2, 0, poison(1));
      batches.splice(5, 0, poison(2));
      for (const [index, batch] of batches.entries())
        await stage.publishAs(batch, { epoch: EPOCH, batch: index + 1 });
    }

    it('it is split from its run until it stands alone', async () => {
      await publishMixed();
      await catchUpAndStop(await stage.startSink({ runMs: 300 }));
      expect(await quarantined()).toEqual([
        ['refused-by-store', 3],
        ['refused-by-store', 6],
      ]);
      await expectExactly(messages);
    });

    it.each([1, 2, 4, 7])('a kill at request %i of that leaves it exact', async (at) => {
      await publishMixed();
      const dying = await stage.startSink({ store: crashing('before', () => true, at), runMs: 100 });
      expect(await dying.ended).toBeInstanceOf(Crash);
      await catchUpAndStop(await stage.startSink());
      expect(new Set((await quarantined()).map(([, seq]) => seq))).toEqual(new Set([3, 6]));
      await expectExactly(messages);
    });
  });
});

describe('while a server is away', () => {
  it('the sink waits for ClickHouse, says so, and is exact when it is back', async () => {
    const messages = chat(1_000);
    const metrics = createSinkMetrics(new Registry());
    const running = await stage.startSink({ metrics });
    await stage.publish(inBatches(messages.slice(0, 500), 10));
    const startAgain = await stage.killClickHouse();
    try {
      await stage.publish(inBatches(messages.slice(500), 10));
      const retries = async () => (await metrics.retries.get()).values[0]?.value ?? 0;
      await until(async () => (await retries()) > 3, 'the sink to try again');
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
      for (let at = 0; at < 1_000; at += 100)
        await stage.publish(inBatches(messages.slice(at, at + 100), 10));
    })();
    await until(() => running.sink.committed > 0, 'its first run');
    await stage.killNats(500);
    await publishing;
    await catchUpAndStop(running);
    await expectExactly(messages);
  });

  it('the sink holds no more than two runs and two readings, however much the log has, and tells how much that is', async () => {
    const batch = toBatch(chat(4_000));
    const batches = Array<typeof batch>(320).fill(batch);
    const logBytes = batches.length * batch.payload.length;
    const boundBytes = 2 * RUN_BYTES + 2 * 8 * 1024 * 1024;
    expect(logBytes).toBeGreaterThan(1.7 * boundBytes);
    await stage.publish(batches);
    const away = withSend(stage.store, () => Promise.reject(new StoreUnavailable('away')));

    const heldBefore = heldBytes();
    const running = await stage.startSink({ store: away, runRows: 900_000 });
    const eventLog = await stage.nats.connect('sink');
    const lag = new PartitionLag(0, running.sink, eventLog, 50);
    try {
      await until(() => running.sink.inHand.bytes > 1.9 * RUN_BYTES, 'two full runs');
      await until(() => lag.now().records === batches.length, 'the whole lag to be known');
      expect(lag.now().seconds).toBeGreaterThan(2);
      expect(running.sink.inHand.bytes).toBeLessThan(2.1 * RUN_BYTES);
      // A payload may be part of a larger buffer, and has headers beside it.
      expect(heldBytes() - heldBefore).toBeLessThan(1.5 * boundBytes);
    } finally {
      lag.stop();
    }
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
