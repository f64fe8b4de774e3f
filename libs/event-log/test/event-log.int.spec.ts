import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { toU64 } from '@emotide/domain';
import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { connect, type Msg, type NatsConnection } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BATCH_COLUMNS,
  BatchWriter,
  HEADERS,
  LogReplaced,
  REFUSAL_REASONS,
  SeenBatches,
  createEpoch,
  encodeChannel,
  encodeEmote,
  type EncodedBatch,
  type EventLog,
  type LogRecord,
} from '../src';
import { TRACED_HEADER } from '../src/traced-messages';

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

/** The owner's client, for what no part of the product does. */
async function connectAdmin(nats: TestNats): Promise<NatsConnection> {
  const admin = await connect({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
  cleanup.push(() => admin.close());
  return admin;
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

  it('reads on when its consumer is deleted on the server', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    const reader = (await nats.connect('sink')).createReader(0, { fromSeq: 1 });
    cleanup.push(() => reader.stop());
    publisher.publish(0, batchOf(1));
    const records: LogRecord[] = [];
    while (records.length < 1) records.push(...(await reader.read(500)));

    const admin = await connectAdmin(nats);
    const jsm = await admin.jetstreamManager();
    const names = (await jsm.consumers.list('EMOTES').next()).map(({ name }) => name);
    for (const name of names) await jsm.consumers.delete('EMOTES', name);
    for (const number of upTo(5)) publisher.publish(0, batchOf(number + 1));
    const until = Date.now() + 10_000;
    while (records.length < 6 && Date.now() < until) records.push(...(await reader.read(500)));
    expect([names.length, numbersOf(records)]).toEqual([1, upTo(6)]);
  });

  it('leaves no consumer behind, and stops at once when the server is away', async () => {
    const nats = await start();
    const eventLog = await nats.connect('sink');
    const [one, two] = [eventLog.createReader(0, { fromSeq: 1 }), eventLog.createReader(1, { fromSeq: 1 })];
    await Promise.all([one.read(50), two.read(50)]);
    const jsm = await (await connectAdmin(nats)).jetstreamManager();
    const count = async () => (await jsm.consumers.list('EMOTES').next()).length;
    expect(await count()).toBe(2);
    await one.stop();
    const until = Date.now() + 2_000;
    while ((await count()) > 1 && Date.now() < until);
    expect(await count()).toBe(1);

    process.kill(nats.server.pid, 'SIGKILL');
    await nats.server.exited;
    const fromMs = performance.now();
    expect(await two.read(300)).toEqual([]);
    const reading = two.read(60_000);
    await two.stop();
    expect(await reading).toEqual([]);
    await eventLog.close();
    expect(performance.now() - fromMs).toBeLessThan(3_000);
  });

  it('does not take a stream made anew for the one that was to be read', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(3)) publisher.publish(0, batchOf(number));
    await publisher.drained();
    const eventLog = await nats.connect('sink');
    const { createdAtMs } = await eventLog.streamState();
    const reader = eventLog.createReader(0, { fromSeq: 1, streamCreatedAtMs: createdAtMs });
    cleanup.push(() => reader.stop());
    expect(numbersOf(await reader.read(5_000))[0]).toBe(1);

    await (await (await connectAdmin(nats)).jetstreamManager()).streams.delete('EMOTES');
    await (await nats.connect('owner')).provision({ replicas: 1, maxBytes: 1 << 30, maxAgeMs: 3_600_000 });
    const readOn = async () => {
      for (let reads = 0; reads < 50; reads++) await reader.read(200);
    };
    await expect(readOn()).rejects.toThrow(LogReplaced);
  });

  it('says from where the log goes on when what was wanted is gone', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(10)) publisher.publish(0, batchOf(number));
    await publisher.drained();
    const admin = await connectAdmin(nats);
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
      generation: 0,
      first: 1,
      last,
      after: 0,
      excluded: [],
      seenBefore: [],
      token: `t${last}`,
      writtenAtMs: 1,
      owner: 'one',
    });
    const one = await eventLog.openSinkIntents(0);
    expect(await one.read()).toBeUndefined();
    await one.write(intent(1));
    const two = await eventLog.openSinkIntents(0);
    expect(await two.read()).toEqual(intent(1));
    await two.write(intent(2));
    await expect(one.write(intent(3))).rejects.toThrow('another sink owns p00');
    expect(await (await eventLog.openSinkIntents(0)).read()).toEqual(intent(2));
    expect(await (await eventLog.openSinkIntents(1)).read()).toBeUndefined();
  });

  it('reads a log that is far larger than what it holds at a time', async () => {
    const nats = await start();
    const admin = await connectAdmin(nats);
    const payload = new Uint8Array(50_000);
    const total = 5_000;
    const js = admin.jetstream();
    for (let sent = 0; sent < total; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => js.publish('emotes.v1.p00', payload)));

    const reader = (await nats.connect('sink')).createReader(0, { fromSeq: 1 });
    cleanup.push(() => reader.stop());
    let next = 1;
    let mostBytes = 0;
    let mostHeldBytes = 0;
    for (let reads = 0; next <= total; reads++) {
      const records = await reader.read(5_000);
      if (records.length === 0) break;
      let bytes = 0;
      for (const record of records) {
        if (record.seq === next) next++;
        bytes += record.payload.length;
      }
      mostBytes = Math.max(mostBytes, bytes);
      // A consumer that is slow at first: all that comes meanwhile has to wait somewhere.
      if (reads < 5) await new Promise((resolve) => setTimeout(resolve, 100));
      mostHeldBytes = Math.max(mostHeldBytes, process.memoryUsage().arrayBuffers);
    }
    expect(next).toBe(total + 1);
    expect(mostBytes).toBeLessThanOrEqual(8 * 1024 * 1024);
    // 250 MB went through; garbage that is not yet collected counts here too.
    expect(mostHeldBytes).toBeLessThan(150 * 1024 * 1024);
  });

  it('gives a reader what lies beside other partitions and strangers in their order', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    const admin = await connectAdmin(nats);
    publisher.publish(0, batchOf(1));
    publisher.publish(1, batchOf(2));
    await publisher.drained();
    await admin.jetstream().publish('emotes.v1.p00', 'a stranger');
    publisher.publish(0, batchOf(3));
    await publisher.drained();
    const records = await readAll(await nats.connect('sink'), 3);
    expect(records.map(({ seq, header }) => [seq, header('Emotide-Batch')])).toEqual([
      [1, '1'],
      [3, ''],
      [4, '2'],
    ]);
  });

  it('refuses an intent that is none', async () => {
    const nats = await start();
    const kv = await (await connectAdmin(nats)).jetstream().views.kv('sink-intents');
    const intents = await (await nats.connect('sink')).openSinkIntents(0);
    const intent = {
      version: 1,
      streamCreatedAtMs: 1,
      generation: 0,
      first: 1,
      last: 2,
      after: 0,
      excluded: [],
      seenBefore: [['e', 3, 1, 2]],
      token: 't',
      writtenAtMs: 1,
      owner: '',
    };
    await kv.put('p00', JSON.stringify(intent));
    expect(await intents.read()).toEqual(intent);
    for (const change of [
      { version: 2 },
      { first: 3 },
      { after: 1 },
      { after: undefined },
      { last: '2' },
      { token: '' },
      { excluded: null },
      { seenBefore: [['e']] },
    ]) {
      await kv.put('p00', JSON.stringify({ ...intent, ...change }));
      await expect(intents.read(), JSON.stringify(change)).rejects.toThrow(SyntaxError);
    }
    await kv.put('p00', '{');
    await expect(intents.read()).rejects.toThrow(SyntaxError);
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

describe('the publisher', () => {
  it('keeps trying while there is no stream, and then stores every batch once', async () => {
    const nats = await start({ provision: false });
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(300)) publisher.publish(0, batchOf(number));
    const until = Date.now() + 5_000;
    while (publisher.counts.refused < 64 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(publisher.counts.refused).toBeGreaterThanOrEqual(64);
    expect(publisher.pending).toBe(300);
    await (await nats.connect('owner')).provision({ replicas: 1, maxBytes: 1 << 30, maxAgeMs: 3_600_000 });
    await publisher.drained();

    const records = await readAll(await nats.connect('sink'), 300);
    expect(numbersOf(records).sort((a, b) => a - b)).toEqual(upTo(300));
    const seen = new SeenBatches();
    expect(
      records.every(({ header }) => seen.accept(header('Emotide-Epoch'), Number(header('Emotide-Batch')))),
    ).toBe(true);
  });

  /** Stands in for the stream: a server that answers as the test wants. */
  async function startPretender(
    answer: (batch: number, message: Msg) => void,
  ): Promise<{ nats: TestNats; asked: number[] }> {
    const nats = await start({ provision: false });
    const asked: number[] = [];
    const admin = await connectAdmin(nats);
    admin.subscribe('emotes.v1.>', {
      callback: (_, message) => {
        const batch = Number(message.headers?.get('Emotide-Batch'));
        asked.push(batch);
        answer(batch, message);
      },
    });
    await admin.flush();
    return { nats, asked };
  }
  const stored = (message: Msg) => void message.respond('{"stream":"EMOTES","seq":1}');
  const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

  it('has no more unanswered than its windows hold', async () => {
    const waiting: Msg[] = [];
    const { nats } = await startPretender((_, message) => void waiting.push(message));
    const bytes = batchOf(1).payload.length;
    const limits = [
      { windowBatches: 10, windowBytes: 1 << 20, most: 10 },
      { windowBatches: 100, windowBytes: 5 * bytes, most: 5 },
    ];
    for (const { most, ...windows } of limits) {
      const publisher = (await nats.connect('collector')).createPublisher(
        createEpoch(Date.now(), Math.random),
        { ...windows, queueBytes: 1 << 20, ackTimeoutMs: 60_000 },
      );
      cleanup.push(() => publisher.stop());
      for (const number of upTo(25)) publisher.publish(0, batchOf(number));
      const answered: number[] = [];
      while (publisher.pending > 0) {
        await settled();
        answered.push(waiting.length);
        for (const message of waiting.splice(0)) stored(message);
        await settled();
      }
      expect([Math.max(...answered), publisher.counts.acked]).toEqual([most, 25]);
    }
  });

  it('goes no further past an unanswered batch than readers would still take it for new', async () => {
    let isFifthAnswered = false;
    const { nats, asked } = await startPretender((batch, message) => {
      if (batch !== 5 || isFifthAnswered) stored(message);
    });
    const publisher = (await nats.connect('collector')).createPublisher(
      createEpoch(Date.now(), Math.random),
      { windowBatches: 64, windowBytes: 1 << 20, queueBytes: 1 << 24, ackTimeoutMs: 500 },
    );
    cleanup.push(() => publisher.stop());
    for (const number of upTo(3_000)) publisher.publish(0, batchOf(number));
    const until = Date.now() + 20_000;
    while (Math.max(...asked) < 5 + 1_023 && Date.now() < until) await settled();
    await settled();
    expect(Math.max(...asked)).toBe(5 + 1_023);
    isFifthAnswered = true;
    await publisher.drained();
    expect(new Set(asked)).toEqual(new Set(upTo(3_000)));

    // Stored with the fifth last of all, every one counts. On a busy machine some were asked twice.
    const order = [...[...new Set(asked)].filter((batch) => batch !== 5).slice(0, 1_027), 5];
    const seen = new SeenBatches();
    expect(order.every((batch) => seen.accept('e', batch))).toBe(true);
  });

  it('sends what was refused again, whatever the answer was', async () => {
    const refusals = [
      '{"error":{"code":503,"err_code":10077,"description":"maximum bytes exceeded"}}',
      'not json',
      'null',
      '{}',
      '[]',
      '',
    ];
    const { nats, asked } = await startPretender((_, message) => {
      const refusal = refusals.shift();
      if (refusal === undefined) stored(message);
      else message.respond(refusal);
    });
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    for (const number of upTo(3)) publisher.publish(0, batchOf(number));
    await publisher.drained();
    expect(publisher.counts).toMatchObject({ acked: 3, refused: 6, resent: 6 });
    expect(asked).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });
});

describe('the batch format', () => {
  it('can be read by another process with nothing but a NATS client', async () => {
    const nats = await start();
    const publisher = publisherOf(await nats.connect('collector'));
    cleanup.push(() => publisher.stop());
    const writer = new BatchWriter();
    const channel = encodeChannel(toU64(71_092_938), 'xqcow');
    const emote = encodeEmote(3, '25', 'x'.repeat(200), 9);
    const [chatter, key] = [{ hi: 1, lo: 2 }, toU64(7)];
    writer.use(channel, 1_568_505_600_861, chatter, key, emote, 3, 257);
    writer.activity(channel, 1_568_505_600_000, toU64(5), key, 70_000, 2, 0);
    publisher.publish(0, writer.finish()!);
    await publisher.drained();
    await (await nats.connect('collector')).fence(createEpoch(0, Math.random), [0, 1]);
    publisher.publish(1, batchOf(2));
    await publisher.drained();

    const example = fileURLToPath(new URL('../examples/read-batches.mjs', import.meta.url));
    const reader = spawn(process.execPath, [example], {
      env: { PATH: process.env['PATH'], ...nats.env('api') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((resolve) => reader.once('exit', resolve));
    cleanup.push(() => (reader.kill(), exited));
    const rows: unknown[] = [];
    for await (const line of createInterface({ input: reader.stdout })) {
      rows.push(JSON.parse(line));
      if (rows.length === 3) break;
    }
    expect(rows).toEqual([
      [
        ...[1, '2019-09-15T00:00:00.861Z', '71092938', 'xqcow', '4294967298', '7'],
        ...[3, '25', 'x'.repeat(200), 9, 3, 0, 257],
      ],
      [2, '2019-09-15T00:00:00.000Z', '71092938', 'xqcow', '5', '7', 0, '', '', 0, 70_000, 2, 0],
      [2, '2019-09-15T00:00:00.000Z', '2', 'tidepool', '1', '1', 0, '', '', 0, 1, 0, 0],
    ]);
  });

  it('has a page that names every column in order, every header and every reason', async () => {
    const page = await readFile(new URL('../../../docs/batch-format.md', import.meta.url), 'utf8');
    const firstCells = [...page.matchAll(/^\| `([^`]+)` +\|(?: `([^`]+)` +\|)?/gm)].map(
      ([, name, type]) => [name, type] as const,
    );
    const named = (from: string, to: string) => {
      const cells = firstCells.map(([name]) => name);
      return firstCells.slice(cells.indexOf(from), cells.indexOf(to) + 1);
    };
    expect(named('kind', 'flags')).toEqual(BATCH_COLUMNS);
    const headers = firstCells.map(([name]) => name).filter((name) => name && /^(Nats|Emotide)-/.test(name));
    expect([...new Set(headers)]).toEqual([...Object.values(HEADERS), TRACED_HEADER]);
    expect(named('bad-header', 'absurd-time').map(([name]) => name)).toEqual(REFUSAL_REASONS);
  });
});
