import { EMOTE_CLASSES, PROVIDERS, toU64 } from '@emotide/domain';
import {
  BatchWriter,
  createEpoch,
  encodeChannel,
  encodeEmote,
  toHeaders,
  type LogReader,
  type StoredRecord,
} from '@emotide/event-log';
import { createMetrics } from '@emotide/service-kit';
import { createLiveMetrics } from './live-metrics';
import { LiveDraft } from './live-draft';
import { LogTail } from './log-tail';

/**
 * What does following the log cost a row, from a record as it lies in memory to the live windows? Checks, duplicates, rows
 * read, rows counted: all that the api does at 100,000 rows a second but for the socket.
 *
 * Run: npx tsx apps/api/src/live/log-tail.bench.ts
 */
const ROUNDS = 7;
const SECONDS = 20;
const ROWS_PER_SECOND = 50_000;
const BATCH_ROWS = 256;
const CHANNELS = 1_000;
const EMOTES_PER_CHANNEL = 300;

const START_MS = Date.UTC(2026, 10, 23, 18);
let seed = 1;
const random = (): number => (seed = (Math.imul(seed, 48_271) >>> 0) % 0x7fff_ffff) / 0x7fff_ffff;
/** Small numbers often, large ones seldom, as channels and emotes are used. */
const zipf = (count: number): number => Math.floor(count ** random()) - 1;

function makeRecords(): StoredRecord[] {
  const channels = Array.from({ length: CHANNELS }, (_, n) => encodeChannel(toU64(n + 1), `channel_${n}`));
  const emotes = Array.from({ length: CHANNELS * 3 }, (_, n) =>
    encodeEmote(
      PROVIDERS.TWITCH,
      `emotesv2_${n.toString(16).padStart(32, '0')}`,
      `emote${n}`,
      EMOTE_CLASSES.GLOBAL,
    ),
  );
  const epoch = createEpoch(START_MS, random);
  const records: StoredRecord[] = [];
  const writer = new BatchWriter();
  for (let row = 0, batch = 1; row < SECONDS * ROWS_PER_SECOND; batch++) {
    const atMs = START_MS + Math.floor(row / (ROWS_PER_SECOND / 1_000));
    for (let n = 0; n < BATCH_ROWS; n++, row++) {
      const channel = zipf(CHANNELS);
      if (n % 4 === 3) {
        writer.activity(channels[channel]!, Math.floor(atMs / 1_000) * 1_000, toU64(1), toU64(row), 3, 2, 0);
      } else {
        const emote = emotes[(channel * 7 + zipf(EMOTES_PER_CHANNEL)) % emotes.length]!;
        writer.use(channels[channel]!, atMs, toU64(row), toU64(row), emote, 1, 0);
      }
    }
    const made = writer.finish()!;
    const headers = new Map(toHeaders(made, { epoch, partition: 0, batch }));
    records.push({
      seq: batch,
      storedAtNs: `${atMs + 20}000000`,
      subject: 'emotes.v1.p00',
      payload: made.payload,
      header: (name) => headers.get(name) ?? '',
    });
  }
  return records;
}

async function follow(records: readonly StoredRecord[]): Promise<number> {
  const draft = new LiveDraft(START_MS / 1_000);
  let endSecond = START_MS / 1_000;
  const parts = Array.from({ length: Math.ceil(records.length / 40) }, (_, n) =>
    records.slice(n * 40, n * 40 + 40),
  );
  let done = (): void => undefined;
  const whenDone = new Promise<void>((resolve) => (done = resolve));
  const reader: Pick<LogReader, 'read' | 'stop' | 'caughtUpAtMs' | 'answeredAtMs'> = {
    caughtUpAtMs: -Infinity,
    answeredAtMs: 0,
    read: () => {
      const part = parts.shift();
      if (!part) done();
      return Promise.resolve([...(part ?? [])]);
    },
    stop: () => Promise.resolve(),
  };
  const tail = new LogTail({
    partition: 0,
    start: { fromSeq: 1, seen: [], excluded: new Set() },
    createReader: () => reader as LogReader,
    fold: (payload) => draft.fold(payload),
    onProgress: () => {
      const second = Math.floor((tail.progress.completeToMs - 2_000) / 1_000);
      if (second > endSecond) draft.windows.advance((endSecond = second));
    },
    clock: () => START_MS + 3_600_000,
    metrics: createLiveMetrics(createMetrics('bench')),
  });
  const startedAtMs = performance.now();
  void tail.run();
  await whenDone;
  const tookMs = performance.now() - startedAtMs;
  await tail.stop();
  return (tookMs * 1_000) / (records.length * BATCH_ROWS);
}

const records = makeRecords();
const costs: number[] = [];
for (let round = 0; round < ROUNDS; round++) costs.push(await follow(records));
costs.sort((a, b) => a - b);
const show = (cost: number): string => cost.toFixed(2);
process.stdout.write(
  `µs a row: median ${show(costs[ROUNDS >> 1]!)}, range ${show(costs[0]!)} to ${show(costs.at(-1)!)}; ` +
    `${Math.round(1_000_000 / costs[ROUNDS >> 1]!)} rows/s on one core (${records.length} batches of ${BATCH_ROWS})\n`,
);
