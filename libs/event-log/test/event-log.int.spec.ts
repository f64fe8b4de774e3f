import { toU64 } from '@emotide/domain';
import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { connect } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BatchWriter,
  createEpoch,
  encodeChannel,
  type EncodedBatch,
  type EventLog,
  type LogRecord,
} from '../src';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function start(
  options: { port?: number; directory?: string } = {},
): Promise<TestNats & { directory: string }> {
  let { directory } = options;
  if (directory === undefined) {
    const temporary = createTemporaryDirectory();
    cleanup.push(() => temporary.remove());
    directory = temporary.path;
  }
  const nats = await startTestNats(directory, options);
  cleanup.push(() => nats.stop());
  return { ...nats, directory };
}

/** A batch that says its number by its channel. */
function batchOf(number: number): EncodedBatch {
  const writer = new BatchWriter();
  writer.activity(encodeChannel(toU64(number), 'tidepool'), 1_568_505_600_000, toU64(1), toU64(1), 1, 0, 0);
  return writer.finish()!;
}

const publisherOf = (eventLog: EventLog) =>
  eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: 64,
    windowBytes: 1 << 20,
    queueBytes: 1 << 24,
    ackTimeoutMs: 1_000,
  });

/** Reads until `count` records have come. */
async function readAll(eventLog: EventLog, count: number, fromSeq = 1): Promise<LogRecord[]> {
  const reader = eventLog.createReader(0, { fromSeq });
  cleanup.push(() => reader.stop());
  const records: LogRecord[] = [];
  const until = Date.now() + 20_000;
  while (records.length < count && Date.now() < until) records.push(...(await reader.read(200)));
  return records;
}

const numbersOf = (records: LogRecord[]) => records.map(({ header }) => Number(header('Emotide-Batch')));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('the event log', () => {
  it('gives a reader every batch once and in order, with its headers and bytes', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(1_500)) publisher.publish(0, batchOf(number));
    await publisher.drained();
    expect(publisher.counts).toMatchObject({ acked: 1_500, duplicates: 0, refused: 0 });

    const records = await readAll(await nats.connect('sink'), 1_500);
    expect(numbersOf(records)).toEqual(upTo(1_500));
    expect(records.map(({ seq }) => seq)).toEqual(upTo(1_500));
    expect(Buffer.from(records[6]!.payload)).toEqual(Buffer.from(batchOf(7).payload));
    expect(Math.abs(Number(records[0]!.storedAtNs.slice(0, -6)) - Date.now())).toBeLessThan(60_000);
    expect(numbersOf(await readAll(await nats.connect('sink'), 500, 1_001))).toEqual(
      upTo(1_500).slice(1_000),
    );
  });

  it('loses and doubles nothing when the server is killed while batches and readings are under way', async () => {
    let nats = await start();
    const port = Number(new URL(nats.server.url).port);
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    const reading = readAll(await nats.connect('sink'), 3_000);
    for (let number = 1; number <= 3_000; number++) {
      publisher.publish(0, batchOf(number));
      if (number % 1_000 === 0) {
        process.kill(nats.server.pid, 'SIGKILL');
        await nats.server.exited;
        nats = await start({ port, directory: nats.directory });
      } else if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await publisher.drained();
    expect(numbersOf(await reading)).toEqual(upTo(3_000));
    const stored = await (await nats.connect('sink')).streamState();
    expect(stored.messages).toBe(3_000);
  });

  it('keeps what it is given while the server is away, and says when its buffer is full', async () => {
    const nats = await start();
    const eventLog = await nats.connect('collector');
    let rooms = 0;
    const publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
      windowBatches: 4,
      windowBytes: 1 << 20,
      queueBytes: 2_000,
      ackTimeoutMs: 1_000,
      onRoom: () => rooms++,
    });
    cleanup.push(() => publisher.stop());
    publisher.publish(0, batchOf(1));
    await publisher.drained();
    process.kill(nats.server.pid, 'SIGKILL');
    await nats.server.exited;
    for (const number of upTo(100)) publisher.publish(0, batchOf(number));
    expect(publisher.hasRoom).toBe(false);
    const again = await start({ port: Number(new URL(nats.server.url).port), directory: nats.directory });
    await publisher.drained();
    expect([publisher.hasRoom, rooms]).toEqual([true, 1]);
    expect((await (await again.connect('sink')).streamState()).messages).toBe(101);
  });

  it('reads on when its consumer is deleted on the server', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    const reader = (await nats.connect('sink')).createReader(0, { fromSeq: 1 });
    cleanup.push(() => reader.stop());
    publisher.publish(0, batchOf(1));
    const records: LogRecord[] = [];
    while (records.length < 1) records.push(...(await reader.read(500)));

    const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
    cleanup.push(() => admin.close());
    const jsm = await admin.jetstreamManager();
    const names = (await jsm.consumers.list('EMOTES').next()).map(({ name }) => name);
    for (const name of names) await jsm.consumers.delete('EMOTES', name);
    for (const number of upTo(5)) publisher.publish(0, batchOf(number + 1));
    const until = Date.now() + 10_000;
    while (records.length < 6 && Date.now() < until) records.push(...(await reader.read(500)));
    expect([names.length, numbersOf(records)]).toEqual([1, upTo(6)]);
  });

  it('says from where the log goes on when what was wanted is gone', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(10)) publisher.publish(0, batchOf(number));
    await publisher.drained();
    const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
    cleanup.push(() => admin.close());
    await (await admin.jetstreamManager()).streams.purge('EMOTES', { seq: 8 });
    const lost: number[][] = [];
    const reader = (await nats.connect('sink')).createReader(0, {
      fromSeq: 3,
      onLost: (...range) => lost.push(range),
    });
    cleanup.push(() => reader.stop());
    const records: LogRecord[] = [];
    while (records.length < 3) records.push(...(await reader.read(1_000)));
    expect([lost, numbersOf(records)]).toEqual([[[3, 8]], [8, 9, 10]]);
  });

  it('replaces an intent only for who read or wrote it last', async () => {
    const nats = await start();
    const eventLog = await nats.connect('sink');
    const intent = (last: number) => ({
      version: 1 as const,
      streamCreatedAtMs: 1,
      first: 1,
      last,
      excluded: [],
      seenBefore: [],
      token: `t${last}`,
    });
    const never = () => false;
    const one = await eventLog.openSinkIntents(0);
    expect(await one.read()).toBeUndefined();
    await one.write(intent(1), never);
    const two = await eventLog.openSinkIntents(0);
    expect(await two.read()).toEqual(intent(1));
    await two.write(intent(2), never);
    await expect(one.write(intent(3), never)).rejects.toThrow('another sink owns p00');
    expect(await (await eventLog.openSinkIntents(0)).read()).toEqual(intent(2));
    expect(await (await eventLog.openSinkIntents(1)).read()).toBeUndefined();
  });

  it('lets each role do its own work only', async () => {
    const nats = await start();
    const as = async (role: string) => {
      const client = await connect({
        servers: nats.server.url,
        user: role,
        pass: `${role}-password`,
        inboxPrefix: `_INBOX_${role}`,
      });
      cleanup.push(() => client.close());
      return client.jetstream();
    };
    const options = { timeout: 500 };
    await expect((await as('collector')).publish('quarantine.v1.p00', '', options)).rejects.toThrow();
    await expect((await as('api')).publish('emotes.v1.p00', '', options)).rejects.toThrow();
    await expect((await as('sink')).publish('emotes.v1.p00', '', options)).rejects.toThrow();
    expect((await (await as('collector')).publish('emotes.v1.p00', '', options)).seq).toBe(1);
    await expect(
      connect({ servers: nats.server.url, user: 'sink', pass: 'wrong', reconnect: false }),
    ).rejects.toThrow();
  });
});
