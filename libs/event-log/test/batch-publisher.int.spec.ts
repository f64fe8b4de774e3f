import { toU64 } from '@emotide/domain';
import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { connect, type Msg, type NatsConnection } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BatchWriter,
  SeenBatches,
  createEpoch,
  decodeBatch,
  encodeChannel,
  type BatchPublisher,
  type BatchPublisherOptions,
  type EncodedBatch,
  type EventLog,
  type LogRecord,
} from '../src';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function start(
  options: { port?: number; directory?: string; provision?: boolean } = {},
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

async function kill(nats: TestNats): Promise<void> {
  process.kill(nats.server.pid, 'SIGKILL');
  await nats.server.exited;
}

const restart = (nats: TestNats & { directory: string }) =>
  start({ port: Number(new URL(nats.server.url).port), directory: nats.directory });

/** The owner's client, for what no part of the product does. */
async function connectAdmin(nats: TestNats): Promise<NatsConnection> {
  const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
  cleanup.push(() => admin.close());
  return admin;
}

/** A batch that says its number by its channel: all have the same size. */
function batchOf(number: number): EncodedBatch {
  const writer = new BatchWriter();
  writer.activity(encodeChannel(toU64(number), 'tidepool'), 1_568_505_600_000, toU64(1), toU64(1), 1, 0, 0);
  return writer.finish()!;
}

const numberOf = (payload: Uint8Array): number => [...decodeBatch(payload)][0]!.channelId.lo;
const BATCH_BYTES = batchOf(1).payload.length;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

function publisherOf(eventLog: EventLog, options: Partial<BatchPublisherOptions> = {}): BatchPublisher {
  const publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: 4,
    windowBytes: 1 << 20,
    queueBytes: 1 << 24,
    ackTimeoutMs: 1_000,
    ...options,
  });
  cleanup.push(() => publisher.stop());
  return publisher;
}

async function readAll(eventLog: EventLog, count: number): Promise<LogRecord[]> {
  const reader = eventLog.createReader(0, { fromSeq: 1 });
  const records: LogRecord[] = [];
  const untilMs = performance.now() + 10_000;
  while (records.length < count && performance.now() < untilMs) records.push(...(await reader.read(200)));
  await reader.stop();
  return records;
}

const contentsOf = (records: readonly LogRecord[]) => records.map(({ payload }) => numberOf(payload));
const batchNumbersOf = (records: readonly LogRecord[]) =>
  records.map(({ header }) => Number(header('Emotide-Batch')));

describe('a publisher whose server is away', () => {
  it('keeps what its buffer holds and sends it in order when the server is back', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    publisher.publish(0, batchOf(1));
    await publisher.drained();
    await kill(nats);
    for (const number of upTo(2_000).slice(1)) publisher.publish(0, batchOf(number));
    await expect.poll(() => publisher.isConnected).toBe(false);
    expect([publisher.trouble, publisher.hasRoom]).toEqual(['the event log is away', true]);
    const again = await restart(nats);
    await publisher.drained();
    expect([publisher.trouble, publisher.counts.dropped]).toEqual([undefined, 0]);
    expect(contentsOf(await readAll(await again.connect('sink'), 2_000))).toEqual(upTo(2_000));
  });

  it('drops the oldest that it never sent past its buffer, says which, and leaves no hole in the numbers', async () => {
    const nats = await start();
    const dropped: number[] = [];
    const publisher = publisherOf(await nats.connect('collector'), {
      queueBytes: 100 * BATCH_BYTES,
      onDropped: (partition, batch) => dropped.push(partition, numberOf(batch.payload)),
    });
    publisher.publish(0, batchOf(1));
    await publisher.drained();
    await kill(nats);
    await expect.poll(() => publisher.isConnected).toBe(false);
    let mostBytes = 0;
    for (const number of upTo(1_000)) {
      publisher.publish(0, batchOf(number + 1));
      mostBytes = Math.max(mostBytes, publisher.pendingBytes);
    }
    expect(mostBytes).toBe(100 * BATCH_BYTES);
    expect(publisher.hasRoom).toBe(true);
    expect(publisher.counts.dropped).toBe(900);
    expect(dropped).toEqual(upTo(900).flatMap((number) => [0, number + 1]));
    const again = await restart(nats);
    await publisher.drained();
    const records = await readAll(await again.connect('sink'), 101);
    expect(contentsOf(records)).toEqual([1, ...upTo(100).map((number) => number + 901)]);
    expect(batchNumbersOf(records)).toEqual(upTo(101));
    const seen = new SeenBatches();
    expect(
      records.every(({ header }) => seen.accept(header('Emotide-Epoch'), Number(header('Emotide-Batch')))),
    ).toBe(true);
  });

  it('drops nothing of what may be stored already', async () => {
    const nats = await start({ provision: false });
    const admin = await connectAdmin(nats);
    const asked: number[] = [];
    admin.subscribe('emotes.v1.>', { callback: (_, { data }) => asked.push(numberOf(data)) });
    await admin.flush();
    const publisher = publisherOf(await nats.connect('collector'), { queueBytes: 2 * BATCH_BYTES });
    for (const number of upTo(4)) publisher.publish(0, batchOf(number));
    await expect.poll(() => asked).toEqual(upTo(4));
    await kill(nats);
    await expect.poll(() => publisher.isConnected).toBe(false);
    for (const number of upTo(10)) publisher.publish(0, batchOf(number + 4));
    expect([publisher.pending, publisher.counts.dropped]).toEqual([6, 8]);
    const again = await restart(nats);
    await (await again.connect('owner')).provision({ replicas: 1, maxBytes: 1 << 30, maxAgeMs: 3_600_000 });
    await publisher.drained();
    const contents = contentsOf(await readAll(await again.connect('sink'), 6));
    expect(contents.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 13, 14]);
  });

  it('tells a caller who waits for room to go on, as the oldest make room', async () => {
    const nats = await start({ provision: false });
    const admin = await connectAdmin(nats);
    // A server that is there, and does not answer.
    admin.subscribe('emotes.v1.>', { callback: () => undefined });
    await admin.flush();
    let rooms = 0;
    const publisher = publisherOf(await nats.connect('collector'), {
      queueBytes: 10 * BATCH_BYTES,
      onRoom: () => rooms++,
    });
    for (const number of upTo(50)) publisher.publish(0, batchOf(number));
    expect([publisher.hasRoom, publisher.pending, publisher.counts.dropped, rooms]).toEqual([
      false,
      50,
      0,
      0,
    ]);
    await kill(nats);
    await expect.poll(() => publisher.hasRoom).toBe(true);
    expect([publisher.isConnected, rooms]).toEqual([false, 1]);
    publisher.publish(0, batchOf(51));
    expect(publisher.counts.dropped).toBe(37);
  });
});

describe('a publisher whose server is slow', () => {
  it('says that it has no room, drops nothing, and says when there is room again', async () => {
    const nats = await start({ provision: false });
    const admin = await connectAdmin(nats);
    const waiting: Msg[] = [];
    admin.subscribe('emotes.v1.>', { callback: (_, message) => void waiting.push(message) });
    await admin.flush();
    let rooms = 0;
    const publisher = publisherOf(await nats.connect('collector'), {
      queueBytes: 20 * BATCH_BYTES,
      ackTimeoutMs: 60_000,
      onRoom: () => rooms++,
    });
    for (const number of upTo(100)) publisher.publish(0, batchOf(number));
    expect(publisher.hasRoom).toBe(false);
    const stored: number[] = [];
    while (publisher.pending > 0) {
      await expect.poll(() => waiting.length > 0 || publisher.pending === 0, { interval: 1 }).toBe(true);
      for (const message of waiting.splice(0)) {
        stored.push(numberOf(message.data));
        message.respond('{"stream":"EMOTES","seq":1}');
      }
      await admin.flush();
    }
    expect(stored).toEqual(upTo(100));
    expect([publisher.hasRoom, rooms, publisher.counts.dropped]).toEqual([true, 1, 0]);
  });
});

describe('a publisher that may not publish', () => {
  it('sends nothing, neither new nor again, and goes on at once when it may', async () => {
    const nats = await start({ provision: false });
    const admin = await connectAdmin(nats);
    const asked: number[] = [];
    admin.subscribe('emotes.v1.>', { callback: (_, { data }) => asked.push(numberOf(data)) });
    await admin.flush();
    let isValid = true;
    const publisher = publisherOf(await nats.connect('collector'), {
      mayPublish: () => isValid,
      ackTimeoutMs: 200,
      queueBytes: 20 * BATCH_BYTES,
    });
    for (const number of upTo(3)) publisher.publish(0, batchOf(number));
    await expect.poll(() => asked.length).toBe(3);
    isValid = false;
    expect(publisher.trouble).toBe('the lease to publish has run out');
    publisher.publish(0, batchOf(4));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked).toEqual([1, 2, 3]);
    for (const number of upTo(30)) publisher.publish(0, batchOf(number + 4));
    expect([publisher.counts.dropped, publisher.pending]).toEqual([11, 23]);
    isValid = true;
    publisher.resume();
    await expect.poll(() => asked.includes(15), { timeout: 150 }).toBe(true);
  });

  it('sends nothing right after a reconnect', async () => {
    const nats = await start();
    let isValid = true;
    const publisher = publisherOf(await nats.connect('collector'), { mayPublish: () => isValid });
    publisher.publish(0, batchOf(1));
    await publisher.drained();
    await kill(nats);
    for (const number of upTo(10).slice(1)) publisher.publish(0, batchOf(number));
    isValid = false;
    const again = await restart(nats);
    await expect.poll(() => publisher.isConnected, { timeout: 5_000 }).toBe(true);
    const sink = await again.connect('sink');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await sink.streamState()).messages).toBe(1);
    isValid = true;
    publisher.resume();
    await publisher.drained();
    expect(contentsOf(await readAll(sink, 10))).toEqual(upTo(10));
  });
});

describe('a publisher whose stream is gone', () => {
  it('says so, keeps trying, and has lost nothing of its buffer when the stream is back', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'), { windowBatches: 64 });
    publisher.publish(0, batchOf(1));
    await publisher.drained();
    const jsm = await (await connectAdmin(nats)).jetstreamManager();
    await jsm.streams.delete('EMOTES');
    for (const number of upTo(500)) publisher.publish(0, batchOf(number + 1));
    await expect
      .poll(() => publisher.trouble, { timeout: 5_000 })
      .toBe('the event log refuses batches: status 503');
    expect([publisher.pending, publisher.counts.dropped]).toEqual([500, 0]);
    await (await nats.connect('owner')).provision({ replicas: 1, maxBytes: 1 << 30, maxAgeMs: 3_600_000 });
    await publisher.drained();
    expect(publisher.trouble).toBeUndefined();
    const contents = contentsOf(await readAll(await nats.connect('sink'), 500));
    expect(contents.sort((a, b) => a - b)).toEqual(upTo(501).slice(1));
  });
});
