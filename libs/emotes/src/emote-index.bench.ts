/**
 * How many messages a second does one core match against a channel of 1,000 emotes, and what does another set cost?
 *
 *     npx tsx --expose-gc libs/emotes/src/emote-index.bench.ts < a-log-of-raw-irc-lines.txt
 *
 * From a terminal, without a log: chat made from a seed. Emotes are the log's own frequent words (a hit costs more
 * than a miss, and chat's frequent words are emotes or should be), filled up to 1,000 with made ones. Times are CPU
 * time, the collector's threads included.
 */
import type { EmoteId } from '@emotide/domain';
import { createChannelIndex, createGlobalIndex, withGlobalIndex } from './emote-index';
import type { EmoteSet, SetEmote } from './emote-set';
import { decodeEmoteSets, encodeEmoteSets } from './emote-sets-codec';
import { findThirdPartyEmotes } from './third-party-emotes';

const ROUNDS = 9;
const ROUND_MESSAGES = 200_000;
const EMOTES = 1_000;
const GLOBAL_EMOTES = 100;
/** How many of the emotes are words of the texts. */
const SPOKEN = 60;

interface Message {
  readonly tag: string;
  readonly text: string;
}

function bench(messages: readonly Message[]): void {
  const global = createGlobalIndex([toSet('BTTV', null, names('Global', GLOBAL_EMOTES))]);
  const set = toSet('SEVENTV', '1', [
    ...frequentWords(messages, SPOKEN),
    ...names('peepoMade', EMOTES - SPOKEN),
  ]);
  const index = createChannelIndex(global, [set]);

  let uses = 0;
  const rates = measure(() => {
    for (let i = 0; i < ROUND_MESSAGES; i++) {
      const { tag, text } = messages[i % messages.length]!;
      for (const use of findThirdPartyEmotes(index, tag, text)) uses += use.uses;
    }
  }).map((ms) => ROUND_MESSAGES / ms / 1_000);
  const units = messages.reduce((sum, { text }) => sum + text.length, 0) / messages.length;
  const perMessage = uses / ((ROUNDS + 1) * ROUND_MESSAGES);
  print(`${messages.length} messages of ${units.toFixed(0)} units, ${perMessage.toFixed(2)} uses each\n`);
  print(`  match: ${summary(rates)} M messages/s\n`);

  const { bytes } = encodeEmoteSets([set]);
  print(`  a set of ${EMOTES} as a value: ${(bytes.length / EMOTES).toFixed(1)} bytes an emote\n`);
  const repeat = 100;
  const each = (work: () => unknown): string =>
    summary(
      measure(() => {
        for (let i = 0; i < repeat; i++) work();
      }).map((ms) => ms / repeat),
    );
  print(`  encode: ${each(() => encodeEmoteSets([set]))} ms\n`);
  print(`  decode: ${each(() => decodeEmoteSets(bytes))} ms\n`);
  print(`  index: ${each(() => createChannelIndex(global, [set]))} ms\n`);
  print(`  take other global emotes: ${each(() => withGlobalIndex(index, global))} ms\n`);
}

function toSet(provider: EmoteSet['provider'], channelId: string | null, words: readonly string[]): EmoteSet {
  const emotes = words.map((name, i): SetEmote => ({
    id: `01F6MQ33FG000FFJ97ZB${String(i).padStart(6, '0')}` as EmoteId,
    name,
    isZeroWidth: i % 20 === 0,
    isModifier: false,
    isAnimated: i % 2 === 0,
  }));
  return { provider, channelId: channelId as EmoteSet['channelId'], setId: null, emotes };
}

function names(stem: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${stem}${i}`);
}

function frequentWords(messages: readonly Message[], count: number): string[] {
  const counts = new Map<string, number>();
  for (const { text } of messages)
    for (const word of text.split(' ')) if (word.length > 3) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byCount = Array.from(counts).sort(([, a], [, b]) => b - a);
  return byCount.slice(0, count).map(([word]) => word);
}

/** Texts as slices of one long text, which is how a connection's frames give them. */
function readLog(log: string): readonly Message[] {
  const messages: Message[] = [];
  for (let from = 0; from < log.length;) {
    const newline = log.indexOf('\n', from);
    const end = newline < 0 ? log.length : newline;
    const command = log.indexOf(' PRIVMSG #', from);
    const colon = command < 0 ? -1 : log.indexOf(' :', command);
    if (colon >= 0 && colon < end) {
      const tagAt = log.indexOf('emotes=', from);
      const tagEnd = log.indexOf(';', tagAt);
      const text = log.slice(colon + 2, log[end - 1] === '\r' ? end - 1 : end);
      messages.push({ tag: tagAt < 0 || tagEnd > command ? '' : log.slice(tagAt + 7, tagEnd), text });
    }
    from = end + 1;
  }
  return messages;
}

function madeChat(): readonly Message[] {
  const random = createRandom(42);
  const words = names('word', 5_000);
  return Array.from({ length: 5_000 }, () => {
    const length = 1 + Math.floor(random() * random() * 20);
    return {
      tag: '',
      text: Array.from({ length }, () => words[Math.floor(5_000 * random() ** 4)]).join(' '),
    };
  });
}

/** CPU milliseconds of each round, after one that warms up. On shared cores the clock would tell what others do. */
function measure(work: () => void): number[] {
  work();
  return Array.from({ length: ROUNDS }, () => {
    globalThis.gc?.();
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
}

function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value: number): string => value.toPrecision(3);
  return `${show(sorted[sorted.length >> 1]!)} (${show(sorted[0]!)} … ${show(sorted.at(-1)!)})`;
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

const chunks: string[] = [];
if (!process.stdin.isTTY)
  for await (const chunk of process.stdin.setEncoding('utf8')) chunks.push(String(chunk));
const logged = readLog(chunks.join(''));
bench(logged.length > 0 ? logged : madeChat());
