import {
  LogUnavailable,
  SeenBatches,
  createEpoch,
  type LogAdmin,
  type QuarantineBox,
} from '@emotide/event-log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBatch, type Message } from './batches';
import { Stage, chat, inBatches, withSend } from './stage';

let stage: Stage;
let admin: LogAdmin;
beforeAll(async () => {
  stage = await Stage.start();
  admin = (await stage.nats.connect('owner')).openAdmin();
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  await stage.reset();
  await (await stage.jsm()).streams.purge('KV_repairs');
});
afterEach(() => stage.stopSinks());

const EPOCH = '00000000000000ee';

/** Runs a sink until it has all that the log has. */
async function sinkAll(options: Parameters<Stage['startSink']>[0] = {}): Promise<void> {
  const running = await stage.startSink(options);
  await stage.caughtUp(running);
  expect(await running.stop()).toBeUndefined();
}

async function expectExactly(messages: readonly Message[]): Promise<void> {
  const found = await stage.contents();
  expect(found).toEqual(await stage.expected(messages));
}

async function entries(): Promise<{ seq: number; reason: string }[]> {
  const found = [];
  for await (const { seq, reason } of admin.quarantine.read()) found.push({ seq, reason });
  return found;
}

/** What is written down of records that are published again. */
async function notes(): Promise<Set<string>> {
  const kv = await stage.admin.jetstream().views.kv('repairs');
  const keys: string[] = [];
  for await (const key of await kv.keys('replayed.>')) keys.push(key);
  return new Set(await Promise.all(keys.map(async (key) => (await kv.get(key))!.string())));
}

/** One replay command; its epoch is its own, as that of every command. */
async function replay(
  box?: Pick<QuarantineBox, 'read' | 'get' | 'remove'>,
): Promise<{ outcome: string; seqs: readonly number[] }[]> {
  const epoch = createEpoch(Date.now(), Math.random);
  const lock = await admin.takeRepairLock({ what: 'quarantine', id: epoch, renewMs: 100, termMs: 300 });
  try {
    return await admin.replayQuarantined({
      lock,
      epoch,
      select: () => true,
      clock: Date.now,
      ...(box && { box }),
    });
  } finally {
    await lock.release();
  }
}

class Killed extends Error {}

/** Dies at the n-th removal, with some records published again and still in quarantine. */
function dyingAtRemoval(n: number): Pick<QuarantineBox, 'read' | 'get' | 'remove'> {
  let left = n;
  return {
    read: () => admin.quarantine.read(),
    get: (seq) => admin.quarantine.get(seq),
    remove: async (seq) => {
      if (--left < 0) throw new Killed();
      await admin.quarantine.remove(seq);
    },
  };
}

/** A store that refuses landing rows of these payloads. */
function refusing(payloads: readonly Uint8Array[]) {
  return withSend(stage.store, async (insert, blocks, settings) => {
    const isRefused = blocks.some((block) => payloads.some((one) => Buffer.from(one).equals(block)));
    // A row that ClickHouse can't read: the same answer as for a row that breaks a constraint.
    const sent = insert.startsWith('INSERT INTO landing') && isRefused ? [new Uint8Array([9])] : blocks;
    await stage.store.send(insert, sent, settings);
  });
}

/** Stores `messages` but for `bad` batches of ten of them, which the warehouse refuses and quarantine has. */
async function storeBut(bad: number, messages: readonly Message[]): Promise<void> {
  const batches = inBatches(messages, 10);
  await stage.publish(batches);
  await sinkAll({ store: refusing(batches.slice(0, bad).map(({ payload }) => payload)) });
  expect(await entries()).toHaveLength(bad);
}

describe('a replay out of quarantine', () => {
  const messages = chat(300);

  it('makes each record count once', async () => {
    await storeBut(4, messages);
    const outcomes = await replay();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('replayed'));
    expect(await entries()).toEqual([]);
    await sinkAll();
    await expectExactly(messages);
  });

  it.each([0, 1, 3])('killed after %i removals counts each record once when it is run again', async (n) => {
    await storeBut(4, messages);
    await expect(replay(dyingAtRemoval(n))).rejects.toBeInstanceOf(Killed);
    expect(await entries()).toHaveLength(4 - n);
    const outcomes = await replay();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(4 - n).fill('finished'));
    await sinkAll();
    await expectExactly(messages);
  });

  it('killed between writing an identity down and publishing under it uses that one', async () => {
    await storeBut(3, messages);
    const jsm = await stage.jsm();
    const { subjects } = (await jsm.streams.info('EMOTES')).config;
    await jsm.streams.update('EMOTES', { subjects: ['emotes.v1.p99'] });
    await expect(replay()).rejects.toBeInstanceOf(LogUnavailable);
    await jsm.streams.update('EMOTES', { subjects });
    const before = await notes();
    expect(before.size).toBe(3);
    expect((await replay()).map(({ outcome }) => outcome)).toEqual(Array(3).fill('replayed'));
    expect(await notes()).toEqual(before);
    await sinkAll();
    await expectExactly(messages);
  });

  it('says that it can not tell when the log has let go of that time', async () => {
    await storeBut(2, messages);
    await expect(replay(dyingAtRemoval(0))).rejects.toBeInstanceOf(Killed);
    await sinkAll();
    await (await stage.jsm()).streams.purge('EMOTES');
    expect((await replay()).map(({ outcome }) => outcome)).toEqual(['untold', 'untold']);
    expect(await entries()).toHaveLength(2);
  });

  it('counts a record once that quarantine has twice, also when the second came later', async () => {
    await storeBut(1, messages);
    // As a sink does that was killed between quarantine and intent, and was away for longer than the server remembers.
    const jsm = await stage.jsm();
    const [first] = await entries();
    const message = await jsm.streams.getMessage('QUARANTINE', { seq: first!.seq });
    const putAgain = async () => {
      const info = await jsm.streams.info('QUARANTINE');
      await jsm.streams.update('QUARANTINE', { ...info.config, duplicate_window: 100_000_000 });
      await new Promise((resolve) => setTimeout(resolve, 250));
      await stage.admin.jetstream().publish(message.subject, message.data, { headers: message.header });
    };
    await putAgain();
    expect(await entries()).toHaveLength(2);
    const outcomes = await replay();
    expect(outcomes).toMatchObject([{ outcome: 'replayed' }]);
    expect(outcomes[0]?.seqs).toHaveLength(2);
    await putAgain();
    expect(await replay()).toMatchObject([{ outcome: 'finished' }]);
    expect(await entries()).toEqual([]);
    await sinkAll();
    await expectExactly(messages);
  });

  it('leaves what no reader would take, and says why', async () => {
    const good = toBatch(messages.slice(0, 10));
    const place = (batch: number) => ({ epoch: EPOCH, batch });
    await stage.publishAs(good, place(1), { 'Emotide-Crc32': '00000000' });
    await stage.publishAs(good, place(2), { 'Emotide-Version': '9' });
    await stage.publishAs(good, place(3), {}, good.payload.subarray(0, good.payload.length - 1));
    await stage.publishRaw(new Uint8Array(5));
    // Its rows are sound, and only what names it is not: made new, it counts.
    await stage.publishAs(good, place(4), { 'Emotide-Epoch': 'x' });
    await sinkAll();
    const outcomes = await replay();
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'bad-header',
      'replayed',
      'wrong-checksum',
      'wrong-checksum',
      'wrong-version',
    ]);
    expect(await entries()).toHaveLength(4);
    await sinkAll();
    await expectExactly(messages.slice(0, 10));
  });

  it('of a thousand records takes one place in what readers remember of publishers', async () => {
    const many = chat(1_000);
    await stage.publish(inBatches(chat(10, 50_000), 10));
    const bad = inBatches(many, 1);
    for (const [index, batch] of bad.entries())
      await stage.publishAs(batch, { epoch: EPOCH, batch: index + 1 }, { 'Emotide-Epoch': 'damaged' });
    await sinkAll();
    expect((await replay()).every(({ outcome }) => outcome === 'replayed')).toBe(true);
    await sinkAll();
    await expectExactly([...many, ...chat(10, 50_000)]);
    const intent = await (await (await stage.nats.connect('sink')).openSinkIntents(0)).read();
    expect(new SeenBatches(intent!.seenBefore).state().length).toBeLessThanOrEqual(2);
  });
});

describe('the lock of repairs', () => {
  it('keeps a second command out while the first lives, and lets it in when the first is dead', async () => {
    const first = await admin.takeRepairLock({ what: 'quarantine', id: 'a', renewMs: 50, termMs: 300 });
    await expect(
      admin.takeRepairLock({ what: 'replay-log', id: 'b', renewMs: 50, termMs: 300 }),
    ).rejects.toThrow('quarantine is under way');
    first.abandon();
    const second = await admin.takeRepairLock({ what: 'replay-log', id: 'b', renewMs: 50, termMs: 300 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    // The first wakes: it is told at its next step.
    await expect(first.confirm()).rejects.toThrow('another repair took over');
    await second.release();
  });

  it('lets only a replay of the log go on where one was cut in the exchange', async () => {
    const cut = await admin.takeRepairLock({ what: 'replay-log', id: 'a', renewMs: 50, termMs: 150 });
    await cut.pauseSinks({ from: '2026-11-20', to: '2026-11-21' });
    cut.abandon();
    await expect(
      admin.takeRepairLock({ what: 'quarantine', id: 'b', renewMs: 50, termMs: 150 }),
    ).rejects.toThrow('a replay of the log from 2026-11-20 to 2026-11-21 is not finished');
    const intents = await (await stage.nats.connect('sink')).openSinkIntents(0);
    await expect(intents.read()).rejects.toThrow('emotide replay-log --from 2026-11-20');
    const again = await admin.takeRepairLock({ what: 'replay-log', id: 'c', renewMs: 50, termMs: 150 });
    expect(again.unfinished).toEqual({ from: '2026-11-20', to: '2026-11-21' });
    await again.release();
    expect(await intents.read()).toBeUndefined();
  });

  it('does not mistake a foreign value for a holder', async () => {
    const kv = await stage.admin.jetstream().views.kv('repairs');
    await kv.put('lock', 'nobody');
    const lock = await admin.takeRepairLock({ what: 'repartition', id: 'a' });
    await lock.release();
  });
});
