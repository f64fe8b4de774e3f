/**
 * How many use rows a second does one core fold, with expiry; what do answers cost; what does it hold?
 *
 *     npx tsx --expose-gc libs/live/src/live-windows.bench.ts
 *
 * Chat from a seed: Zipf channels and emotes, one use row a message, one activity row a channel and second, lines up
 * to 0.4 s out of order. The windows are filled with an hour first, so every second folded also expires one from each. Times are CPU time,
 * the collector's threads included.
 */
import { createLiveWindows } from './live-windows';
import type { ActivityInput, UseInput } from './rows';

const START_SECOND = 1_700_000_000;
const WARM_SECONDS = 3_600;
const ROUNDS = 9;
const ROUND_SECONDS = 20;
/** As many rows are made beforehand and used again with other times: making them is not what is asked. */
const POOL_ROWS = 400_000;

interface Load {
  readonly title: string;
  readonly channels: number;
  readonly emotesPerChannel: number;
  readonly rowsPerSecond: number;
}

const LOADS: readonly Load[] = [
  {
    title: '1,000 channels x 300 emotes, 1,000 rows/s',
    channels: 1_000,
    emotesPerChannel: 300,
    rowsPerSecond: 1_000,
  },
  {
    title: '1,000 channels x 300 emotes, 10,000 rows/s',
    channels: 1_000,
    emotesPerChannel: 300,
    rowsPerSecond: 10_000,
  },
  {
    title: '200 channels x 300 emotes, 20,000 rows/s',
    channels: 200,
    emotesPerChannel: 300,
    rowsPerSecond: 20_000,
  },
];

const GLOBAL_EMOTES = 200;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function run({ title, channels, emotesPerChannel, rowsPerSecond }: Load): void {
  const random = createRandom(42);
  const pool = makeRows(random, channels, emotesPerChannel);
  const activity: Mutable<ActivityInput>[] = Array.from({ length: channels }, (_, channel) => ({
    secondMs: 0,
    channelId: { hi: 0, lo: 1_000_000 + channel },
    messages: 3,
    messagesWithEmotes: 1,
    flags: 0,
  }));
  const offsets = Float64Array.from({ length: 4_096 }, () => Math.floor(random() * 1_000 - 400 * random()));

  const heapBefore = heldBytes();
  const live = createLiveWindows({ endSecond: START_SECOND });
  let second = START_SECOND;
  let next = 0;
  const takeRows = (): Mutable<UseInput>[] =>
    Array.from({ length: rowsPerSecond }, (_, i) => {
      const row = pool[next]!;
      next = next + 1 === pool.length ? 0 : next + 1;
      row.sentAtMs = second * 1_000 + offsets[i & 4_095]!;
      return row;
    });
  const foldRows = (rows: readonly UseInput[]): void => {
    for (const row of rows) live.foldUse(row);
  };
  const closeSecond = (): void => {
    for (const row of activity) {
      row.secondMs = second * 1_000;
      live.foldActivity(row);
    }
    live.advance(second - 2);
    second++;
  };
  for (let i = 0; i < WARM_SECONDS; i++) {
    foldRows(takeRows());
    closeSecond();
  }
  const held = heldBytes() - heapBefore;

  const foldRates: number[] = [];
  const allRates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let foldMs = 0;
    let closeMs = 0;
    for (let i = 0; i < ROUND_SECONDS; i++) {
      const rows = takeRows().map(toFresh);
      foldMs += cpuMs(() => foldRows(rows));
      closeMs += cpuMs(closeSecond);
    }
    const rows = rowsPerSecond * ROUND_SECONDS;
    foldRates.push(rows / foldMs / 1_000);
    allRates.push(rows / (foldMs + closeMs) / 1_000);
  }

  const { pairs, emotes, cellBytes } = live.stats();
  const rowsHeld = rowsPerSecond * WARM_SECONDS;
  print(`\n${title}\n`);
  print(`  held: ${pairs} pairs, ${emotes} emotes, ${rowsHeld} rows; ${toMb(held)} MB in all\n`);
  print(`  cells: ${toMb(cellBytes)} MB, ${(cellBytes / rowsHeld).toFixed(2)} bytes a row\n`);
  print(`  fold of use rows: ${summary(foldRates)} M rows/s\n`);
  print(
    `  the same with ${channels} activity rows and one advance a second: ${summary(allRates)} M use rows/s\n`,
  );
  print(
    `  topEmotes of all channels, last hour, 10: ${summary(answer(() => live.topEmotes('LAST_HOUR', {}, 10)))} ms\n`,
  );
  const channel = pool[0]!.channelId;
  print(
    `  topEmotes of one channel, last hour, 10: ${summary(answer(() => live.topEmotes('LAST_HOUR', { channel }, 10)))} ms\n`,
  );
  print(
    `  topChannels by uses, last hour, 10: ${summary(answer(() => live.topChannels('LAST_HOUR', 'uses', 10)))} ms\n`,
  );
  print(`  usage of one channel, 300 s: ${summary(answer(() => live.usage(300, { channel })))} ms\n`);
  print(`  usage of all channels, 300 s: ${summary(answer(() => live.usage(300)))} ms\n`);
}

/** What the parts hold by themselves: channels that only speak; pairs that are used once. */
function parts(): void {
  const channels = 1_000;
  const before = heldBytes();
  const quiet = createLiveWindows({ endSecond: START_SECOND });
  const always = createLiveWindows({ endSecond: START_SECOND });
  for (let channel = 0; channel < channels; channel++) {
    const channelId = { hi: 0, lo: channel };
    const row = { channelId, messages: 1, messagesWithEmotes: 0, flags: 0 };
    quiet.foldActivity({ ...row, secondMs: (START_SECOND - 60) * 1_000 });
  }
  const quietBytes = heldBytes() - before;
  for (let channel = 0; channel < channels; channel++) {
    const channelId = { hi: 0, lo: channel };
    for (let second = START_SECOND - 3_600; second < START_SECOND; second++) {
      always.foldActivity({
        channelId,
        messages: 1,
        messagesWithEmotes: 0,
        flags: 0,
        secondMs: second * 1_000,
      });
    }
  }
  const alwaysBytes = heldBytes() - before - quietBytes;
  const pairs = 300_000;
  const wide = createLiveWindows({ endSecond: START_SECOND });
  const beforePairs = heldBytes();
  for (let pair = 0; pair < pairs; pair++) {
    wide.foldUse({
      sentAtMs: (START_SECOND - 1) * 1_000,
      channelId: { hi: 0, lo: pair % 1_000 },
      provider: 1,
      emoteId: `emotesv2_${Math.floor(pair / 1_000)}`,
      emoteName: 'name',
      emoteClass: 1,
      uses: 1,
      flags: 0,
    });
  }
  const pairBytes = heldBytes() - beforePairs - wide.stats().cellBytes;
  print(`  a channel heard once: ${(quietBytes / channels).toFixed(0)} bytes\n`);
  print(`  a channel heard each second of an hour: ${(alwaysBytes / channels).toFixed(0)} bytes\n`);
  print(`  a pair, without its cells: ${(pairBytes / pairs).toFixed(0)} bytes\n`);
  print(`  (${quiet.stats().channels + always.stats().channels + wide.stats().pairs} held)\n`);
}

function makeRows(random: () => number, channels: number, emotesPerChannel: number): Mutable<UseInput>[] {
  return Array.from({ length: POOL_ROWS }, () => {
    const channel = zipf(random, channels);
    const emote = zipf(random, emotesPerChannel);
    // A third of a channel's emotes are everybody's, the rest its own, of which 20 sets exist twice over channels.
    const id =
      emote % 3 === 0 ? `${emote % GLOBAL_EMOTES}` : `emotesv2_${channel % 100}_${emote}_0123456789abcdef`;
    return {
      sentAtMs: 0,
      channelId: { hi: 0, lo: 1_000_000 + channel },
      provider: emote % 3 === 0 ? 1 : 4,
      emoteId: id,
      emoteName: `name${id}`,
      emoteClass: emote % 3 === 0 ? 1 : 9,
      uses: random() < 0.8 ? 1 : 1 + Math.floor(random() * 6),
      flags: random() < 0.01 ? 2 : 0,
    };
  });
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const toFreshText = (text: string): string => decoder.decode(encoder.encode(text));

/** As it comes out of a batch: texts that nobody has compared or hashed before. */
function toFresh(row: UseInput): UseInput {
  return { ...row, emoteId: toFreshText(row.emoteId), emoteName: toFreshText(row.emoteName) };
}

/** Ranks from 0 with weights of about 1 / rank. */
function zipf(random: () => number, ranks: number): number {
  return Math.min(ranks - 1, Math.floor(Math.exp(random() * Math.log(ranks + 1))) - 1);
}

/** Times of a question, in ms: each round's mean over some calls. */
function answer(ask: () => unknown): number[] {
  const calls = 200;
  return Array.from({ length: ROUNDS }, () => {
    const spentMs = cpuMs(() => {
      for (let i = 0; i < calls; i++) ask();
    });
    return spentMs / calls;
  });
}

/** CPU time of this process: on shared cores the clock would tell what the others do. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function heldBytes(): number {
  // More than once: buffers go in the turn after the objects that held them.
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value: number): string => value.toPrecision(3);
  return `${show(sorted[sorted.length >> 1]!)} (${show(sorted[0]!)} … ${show(sorted.at(-1)!)})`;
}

function toMb(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function print(text: string): void {
  process.stdout.write(text);
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

parts();
for (const load of LOADS) run(load);
