/**
 * How many lines a second does an import read, up to what the log is given, and does its memory stay flat?
 *
 * `npm run bench -- import` runs it and reads one line of JSON a stage: `stage`, `lines`, `cpuSeconds` (of all threads),
 * `wallSeconds`, `peakMb`. The first argument is how many GB of lines are read: 0.5 by default; 10 is the long form.
 *
 * Lines of 20 channels are made while they are read and go through all stages but the log itself: a file of any size takes
 * no disk. Making them takes its share of the time and is measured as a stage of its own.
 */
import { createChatterKey } from '@emotide/domain';
import type { Store } from '@emotide/store';
import { emotesAlways } from './emotes-at';
import { ImportChannels } from './import-channels';
import { lineBlocks } from './line-blocks';
import { readMessages } from './read-messages';
import { SourceImport } from './source-import';
import { unpack } from './unpack';

const BYTES = Number(process.argv[2] ?? 0.5) * 1e9;
const CHUNK_BYTES = 1024 * 1024;
const START_MS = Date.UTC(2021, 0, 1);

/** A chunk of lines whose ids and times are written over for each use: a quarter has emotes. */
function* chunks(): Generator<Buffer> {
  const lines: string[] = [];
  for (let n = 0, size = 0; size < CHUNK_BYTES; n++) {
    const emotes = n % 4 === 0 ? '25:0-4,6-10' : '';
    const line =
      `@badge-info=;badges=premium/1;color=#FF0000;display-name=Someone${n % 997};emotes=${emotes};first-msg=0;flags=;` +
      `id=00000000-1111-4222-8333-444455556666;mod=0;returning-chatter=0;room-id=${71_000_000 + (n % 20)};subscriber=0;` +
      `tmi-sent-ts=0000000000000;turbo=0;user-id=${10_000 + (n % 9_973)};user-type= :someone!someone@someone.tmi.twitch.tv ` +
      `PRIVMSG #channel${n % 20} :Kappa Kappa what a play that was ${n}\n`;
    lines.push(line);
    size += line.length;
  }
  const pool = Buffer.from(lines.join(''));
  const ids: number[] = [];
  const times: number[] = [];
  for (let at = 0; (at = pool.indexOf(';id=', at)) >= 0; at++) ids.push(at + 4);
  for (let at = 0; (at = pool.indexOf('tmi-sent-ts=', at)) >= 0; at++) times.push(at + 12);
  for (let bytes = 0, n = 0; bytes < BYTES; bytes += pool.length) {
    const chunk = Buffer.from(pool);
    for (let i = 0; i < ids.length; i++, n++) {
      chunk.write(n.toString(16).padStart(8, '0'), ids[i]!, 'latin1');
      chunk.write(String(START_MS + Math.floor(n / 2)), times[i]!, 'latin1');
    }
    yield chunk;
  }
}

let peakBytes = 0;

async function* asStream(): AsyncGenerator<Buffer> {
  for (const chunk of chunks()) {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    yield chunk;
  }
}

async function measure(stage: string, work: () => Promise<number>): Promise<void> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  peakBytes = 0;
  const lines = await work();
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const measured = { stage, lines, cpuSeconds: (user + system) / 1e6, wallSeconds, peakMb: peakBytes / 1e6 };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

const countLines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = 0; (at = bytes.indexOf(10, at)) >= 0; at++) count++;
  return count;
};

await measure('made', async () => {
  let lines = 0;
  for await (const chunk of asStream()) lines += countLines(chunk);
  return lines;
});
await measure('unpacked and cut into lines', async () => {
  let lines = 0;
  for await (const { bytes } of lineBlocks(unpack(asStream()))) lines += countLines(bytes);
  return lines;
});
await measure('scanned', async () => {
  let lines = 0;
  for await (const part of readMessages(unpack(asStream()))) lines += part.read;
  return lines;
});
await measure('counted, in batches for the log', async () => {
  const nobody = { select: () => Promise.resolve([]) } as unknown as Store;
  const channels = new ImportChannels({
    store: nobody,
    beganAtMs: Date.now(),
    now: Date.now,
    emotesOf: () => emotesAlways({ index: undefined, classOf: () => 'GLOBAL' }),
    fallbackLogin: undefined,
  });
  let rows = 0;
  const reading = new SourceImport({
    channels,
    wanted: { channels: undefined, fromMs: -Infinity, toMs: Infinity },
    epoch: '0123456789abcdef',
    knownOf: () => [],
    isNot: new Set(),
    nowMs: Date.now(),
    toChatter: createChatterKey('hashed', '000102030405060708090a0b0c0d0e0f'),
    publish: (batch) => (rows += batch.rows),
  });
  let lines = 0;
  for await (const part of readMessages(unpack(asStream()))) {
    lines += part.read;
    for (const line of part.lines) while (reading.take(line) === 'open-channel') await channels.open(line);
    reading.flushTurn();
  }
  reading.end(true);
  if (reading.counts.messages !== lines || rows === 0) throw new Error('not all was counted');
  return lines;
});
