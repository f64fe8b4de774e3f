import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { toU64 } from '@emotide/domain';
import { createTemporaryDirectory, quietLog, startTestNats, type TestNats } from '@emotide/testkit';
import { connect, headers, type NatsConnection } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BatchWriter,
  HEADERS,
  LogUnavailable,
  SeenBatches,
  checkBatch,
  encodeChannel,
  encodeEmote,
  toHeaders,
  type EventLog,
  type LogRecord,
} from '../src';
import { LogReader } from '../src/log-reader';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function start(): Promise<TestNats> {
  const temporary = createTemporaryDirectory();
  cleanup.push(() => temporary.remove());
  const nats = await startTestNats(temporary.path);
  cleanup.push(() => nats.stop());
  return nats;
}

async function connectAdmin(nats: TestNats): Promise<NatsConnection> {
  const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
  cleanup.push(() => admin.close());
  return admin;
}

async function readAll(eventLog: EventLog, count: number): Promise<LogRecord[]> {
  const reader = eventLog.createReader(0, { fromSeq: 1 });
  const records: LogRecord[] = [];
  const untilMs = performance.now() + 20_000;
  while (records.length < count && performance.now() < untilMs) records.push(...(await reader.read(200)));
  await reader.stop();
  return records;
}

const checked = (record: LogRecord) =>
  checkBatch(
    (name) => record.header(name),
    record.payload,
    0,
    () => true,
  );

const writer = new BatchWriter();
const channel = encodeChannel(toU64(71_092_938), 'xqcow');
writer.use(channel, 1_568_505_600_861, toU64(5), toU64(7), encodeEmote(1, '25', 'Kappa', 1), 3, 1);
writer.activity(channel, 1_568_505_600_000, toU64(1), toU64(7), 12, 2, 0);
const batch = writer.finish()!;

/** The bytes of a whole record, as they go over the wire. */
function recordOf(epoch: string): { headers: Buffer; payload: Buffer } {
  const lines = toHeaders(batch, { epoch, partition: 0, batch: 1 }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return { headers: Buffer.from(`NATS/1.0\r\n${lines.join('')}\r\n`), payload: Buffer.from(batch.payload) };
}

/** Publishes bytes that no client would write, over a socket of its own. */
async function publishRaw(
  nats: TestNats,
  records: readonly { headers: Buffer; payload: Buffer }[],
): Promise<void> {
  const url = new URL(nats.server.url);
  const socket = createConnection(Number(url.port), url.hostname);
  cleanup.push(() => socket.destroy());
  let heard = '';
  socket.on('data', (data) => (heard += data.toString()));
  const hello = {
    user: 'collector',
    pass: 'collector-password',
    headers: true,
    verbose: false,
    pedantic: false,
  };
  socket.write(`CONNECT ${JSON.stringify(hello)}\r\n`);
  for (const { headers, payload } of records) {
    socket.write(`HPUB emotes.v1.p00 ${headers.length} ${headers.length + payload.length}\r\n`);
    socket.write(Buffer.concat([headers, payload, Buffer.from('\r\n')]));
  }
  socket.write('PING\r\n');
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('PONG');
  expect(heard).not.toContain('-ERR');
}

/** Said twice, so that one wrong bit makes no other's: the server drops what has an id that it knows. */
const epochOf = (n: number) => n.toString(16).padStart(8, '0').repeat(2);

describe('a record with one wrong bit', () => {
  it('is refused wherever in headers or payload the bit is, and holds nothing up', async () => {
    const nats = await start();
    const whole = recordOf(epochOf(0));
    // What NATS puts around the headers is its own: a wrong bit there may show or not, and changes nothing that they say.
    const begin = 'NATS/1.0\r\n'.length;
    const end = whole.headers.length - '\r\n\r\n'.length;
    const bits = (end - begin + whole.payload.length) * 8;
    const bent = Array.from({ length: bits }, (_, bit) => {
      // An epoch for each, as the server drops what has the same id.
      const record = recordOf(epochOf(bit + 1));
      const at = begin + (bit >> 3);
      if (at < end) record.headers[at]! ^= 1 << (bit & 7);
      else record.payload[at - end]! ^= 1 << (bit & 7);
      return record;
    });
    await publishRaw(nats, [whole, ...bent, recordOf(epochOf(bits + 1))]);
    const sink = await nats.connect('sink');
    await expect.poll(async () => (await sink.streamState()).messages).toBe(bits + 2);
    const records = await readAll(sink, bits + 2);
    const outcomes = records.map(checked);
    const accepted = outcomes.flatMap((outcome, at) => (outcome.ok ? [at] : []));
    expect([bits > 2_500, accepted]).toEqual([true, [0, bits + 1]]);
    const reasons = new Set(outcomes.map((outcome) => (outcome.ok ? undefined : outcome.reason)));
    expect(reasons).toEqual(
      new Set([undefined, 'bad-header', 'wrong-version', 'wrong-checksum', 'wrong-rows']),
    );
  });
});

describe('what strangers publish', () => {
  it('is refused with a reason, each for its own, beside what is sound', async () => {
    const nats = await start();
    const change = (epoch: number, name: string, value: string | undefined) => {
      const record = recordOf(epochOf(epoch));
      const text = record.headers
        .toString()
        .replace(new RegExp(`${name}: .*\\r\\n`), value === undefined ? '' : `${name}: ${value}\r\n`);
      return { ...record, headers: Buffer.from(text) };
    };
    const cut = recordOf(epochOf(5));
    await publishRaw(nats, [
      { headers: Buffer.from('NATS/1.0\r\n\r\n'), payload: Buffer.from('hello') },
      change(1, HEADERS.version, '3'),
      change(2, HEADERS.version, undefined),
      change(3, HEADERS.rows, '1'),
      change(4, HEADERS.crc32, '00000000'),
      { ...cut, payload: cut.payload.subarray(0, -1) },
      { headers: Buffer.from(`NATS/1.0\r\n${'x'.repeat(5_000)}: \u0000\r\n\r\n`), payload: Buffer.alloc(0) },
      { headers: Buffer.from(`NATS/1.0 503 no\r\n: \r\n::\r\n\r\n`), payload: Buffer.alloc(100_000) },
      recordOf(epochOf(6)),
    ]);
    const records = await readAll(await nats.connect('sink'), 9);
    expect(records.map(checked).map((outcome) => (outcome.ok ? 'ok' : outcome.reason))).toEqual([
      'bad-header',
      'wrong-version',
      'bad-header',
      'wrong-rows',
      'wrong-checksum',
      'wrong-checksum',
      'bad-header',
      'bad-header',
      'ok',
    ]);
  });
});

describe('a fence', () => {
  it('stands in each partition where it was asked for, once, and ends the epoch there for every reader', async () => {
    const nats = await start();
    const collector = await nats.connect('collector');
    const old = epochOf(1);
    await publishRaw(nats, [recordOf(old), recordOf(epochOf(2))]);
    for (let times = 0; times < 2; times++) await collector.fence(old, [0, 1]);
    // Woken, it sends what it had at hand.
    const late = toHeaders(batch, { epoch: old, partition: 0, batch: 2 });
    const lines = late.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    await publishRaw(nats, [
      { headers: Buffer.from(`NATS/1.0\r\n${lines}\r\n`), payload: Buffer.from(batch.payload) },
      recordOf(epochOf(3)),
    ]);
    const sink = await nats.connect('sink');
    const seen = new SeenBatches();
    const fates = (await readAll(sink, 5)).map(checked).map((outcome) => {
      if (!outcome.ok) return outcome.reason;
      if (outcome.kind === 'batch') return seen.accept(outcome.header.epoch, outcome.header.batch);
      seen.fence(outcome.epoch);
      return `fence ${outcome.epoch}`;
    });
    expect(fates).toEqual([true, true, `fence ${old}`, false, true]);
    expect((await sink.streamState()).messages).toBe(6);
  });

  it('is not taken for done while there is no stream to hold it', async () => {
    const nats = await start();
    await (await (await connectAdmin(nats)).jetstreamManager()).streams.delete('EMOTES');
    await expect((await nats.connect('collector')).fence(epochOf(1), [0])).rejects.toThrow(LogUnavailable);
  });
});

describe('a reader', () => {
  it('goes on past records that were deleted from the middle of the log', async () => {
    const nats = await start();
    await publishRaw(
      nats,
      Array.from({ length: 20 }, (_, n) => recordOf(epochOf(n))),
    );
    const jsm = await (await connectAdmin(nats)).jetstreamManager();
    for (const seq of [1, 5, 6, 7, 20]) await jsm.streams.deleteMessage('EMOTES', seq);
    const records = await readAll(await nats.connect('sink'), 15);
    const left = [2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
    expect(records.map(({ seq }) => seq)).toEqual(left);
  });

  /** One record at a time, as if each took long: what it has not asked for stays in the log. */
  const slowReader = (nc: NatsConnection, lost: number[][]) => {
    const reader = new LogReader(nc, {
      stream: 'EMOTES',
      subject: 'emotes.v1.p00',
      fromSeq: 1,
      inboxPrefix: '_INBOX',
      batchRecords: 1,
      log: quietLog,
      onLost: (...range) => lost.push(range),
    });
    cleanup.push(() => reader.stop());
    return reader;
  };
  const recordsOf = (count: number, fromEpoch: number) =>
    Array.from({ length: count }, (_, n) => recordOf(epochOf(fromEpoch + n)));

  it('says what the log dropped while it was being read', async () => {
    const nats = await start();
    const admin = await connectAdmin(nats);
    const lost: number[][] = [];
    const reader = slowReader(admin, lost);
    await publishRaw(nats, recordsOf(20, 0));
    expect((await reader.read(5_000)).map(({ seq }) => seq)).toEqual([1]);
    await (await admin.jetstreamManager()).streams.purge('EMOTES', { seq: 15 });
    const seqs: number[] = [];
    const untilMs = performance.now() + 10_000;
    while ((seqs.at(-1) !== 20 || lost.length === 0) && performance.now() < untilMs)
      seqs.push(...(await reader.read(100)).map(({ seq }) => seq));
    expect(seqs.slice(-6)).toEqual([15, 16, 17, 18, 19, 20]);
    const [[from, to]] = lost as [[number, number]];
    expect([lost.length, from <= 3, to]).toEqual([1, true, 15]);
  });

  it('does not take a heartbeat for the end of the log: a server that was frozen sends one before what waits', async () => {
    const nats = await start();
    const admin = await connectAdmin(nats);
    const lost: number[][] = [];
    const reader = slowReader(admin, lost);
    let asked = '';
    admin.subscribe('$JS.API.CONSUMER.MSG.NEXT.EMOTES.>', { callback: (_, { reply }) => (asked = reply!) });
    await publishRaw(nats, recordsOf(10, 0));
    const seqs = (await reader.read(5_000)).map(({ seq }) => seq);
    // The reader asks once a second where the log ends, and knows it by now.
    await delay(1_200);
    seqs.push(...(await reader.read(5_000)).map(({ seq }) => seq));
    await delay(200);
    const beforeMs = performance.now();
    admin.publish(asked, new Uint8Array(), { headers: headers(100, 'Idle Heartbeat') });
    await admin.flush();
    await delay(1_200);
    seqs.push(...(await reader.read(5_000)).map(({ seq }) => seq));
    await delay(200);
    expect(reader.completeAtMs).toBeLessThan(beforeMs);
    // Whatever it goes on from now on, it must not be from behind what was still to come.
    const jsm = await admin.jetstreamManager();
    for (const { name } of await jsm.consumers.list('EMOTES').next())
      await jsm.consumers.delete('EMOTES', name);
    const untilMs = performance.now() + 20_000;
    while ((seqs.at(-1) !== 10 || reader.completeAtMs < beforeMs) && performance.now() < untilMs)
      seqs.push(...(await reader.read(100)).map(({ seq }) => seq));
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(reader.completeAtMs).toBeGreaterThan(beforeMs);
    expect(lost).toEqual([]);
  });

  it('says nothing of what the log drops when it had it all, or when it was of others', async () => {
    const nats = await start();
    const admin = await connectAdmin(nats);
    const lost: number[][] = [];
    const reader = slowReader(admin, lost);
    await publishRaw(nats, recordsOf(5, 0));
    for (let n = 0; n < 5; n++) await admin.jetstream().publish('emotes.v1.p01', 'not ours');
    const seqs: number[] = [];
    const readFor = async (ms: number) => {
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs) seqs.push(...(await reader.read(50)).map(({ seq }) => seq));
    };
    // Where the log begins and ends, and whether there is more for this reader, is asked for once a second.
    await readFor(3_500);
    await (await admin.jetstreamManager()).streams.purge('EMOTES');
    await readFor(1_500);
    await publishRaw(nats, recordsOf(1, 100));
    await readFor(500);
    expect([seqs, lost]).toEqual([[1, 2, 3, 4, 5, 11], []]);
  });
});
