import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ReplayedChat, type ReplayCounts } from '@emotide/chat';
import {
  EMOTE_CLASSES,
  MODERATION_ACTIONS,
  PROVIDERS,
  toU64,
  type ChannelId,
  type ChannelLogin,
  type EmoteId,
} from '@emotide/domain';
import {
  createChannelIndex,
  createChannelState,
  createGlobalIndex,
  moderationStep,
  step,
  type ChannelEmotes,
} from '@emotide/emotes';
import { BatchWriter, encodeChannel, encodeEmote, walkBatch, type EncodedBatch } from '@emotide/event-log';
import { sampleData } from '@emotide/testkit';
import { FUZZ_NOW_MS, fuzzLines } from '../fuzz/fuzz-lines';
import { readChatLines } from '../bench/chat-lines';
import type { Drill } from './drill';

export interface FuzzResult {
  readonly read: ReplayCounts;
  /** Messages and acts that count, and those that don't by reason. */
  readonly counted: { messages: number; acts: number; uses: number; unreadableRanges: number };
  readonly dropped: Readonly<Record<string, number>>;
  /** What a line threw, the first few. */
  readonly faults: readonly string[];
  /** Batches that the log's readers would refuse. */
  readonly refusedBatches: number;
  /** Heap in use after a collection, ten times on the way, MB. */
  readonly heapMb: readonly number[];
  /** Longest time that 512 lines took, of all but the first tenth. */
  readonly slowestMs: number;
  readonly seconds: number;
}

const CHANNELS = [
  'tidepool',
  'lagoon',
  'pajlada',
  'xqcow',
  'forsen',
  'nymn',
  'randers',
  'a',
] as ChannelLogin[];
const SHOWN_FAULTS = 5;
const MB = 1024 * 1024;
/** Emotes that are known by their bytes, and ids of ten minutes, fill up and are bounded. */
const FLAT_WITHIN_MB = 24;
const HANG_MS = 5_000;

/** Puts mutated lines through the reader of chat and the actor's steps, and what counts into batches of the log. */
export async function drillFuzz(options: {
  lines: number;
  seed: number;
  say: (text: string) => void;
}): Promise<FuzzResult> {
  const { lines, seed, say } = options;
  const startedAt = performance.now();
  const counted = { messages: 0, acts: 0, uses: 0, unreadableRanges: 0 };
  const dropped: Record<string, number> = {};
  const faults: string[] = [];
  const heapMb: number[] = [];
  let refusedBatches = 0;
  let slowestMs = 0;
  let told = 0;
  let chunkAt = startedAt;

  const writer = new BatchWriter();
  const check = (batch: EncodedBatch | undefined): void => {
    if (batch === undefined) return;
    const shape = walkBatch(batch.payload);
    if (shape?.rows !== batch.rows) refusedBatches++;
  };
  const drop = (reason: string): void => void (dropped[reason] = (dropped[reason] ?? 0) + 1);
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      drop('fault');
      if (faults.length < SHOWN_FAULTS)
        faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  };

  const warmLines = lines / 10;
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of fuzzLines({ seed, lines, seeds: readSeeds() })) {
      yield chunk;
      const now = performance.now();
      if (chat.counts.lines > warmLines) slowestMs = Math.max(slowestMs, now - chunkAt);
      chunkAt = now;
      if (chat.counts.lines >= told + lines / 10) {
        told = chat.counts.lines;
        heapMb.push(heapAfterCollection());
        say(`${told} lines, heap ${heapMb.at(-1)!.toFixed(1)} MB`);
        chunkAt = performance.now();
      }
    }
  }
  const chat = new ReplayedChat(measured());
  for (const [i, login] of CHANNELS.entries()) {
    const channel = encodeChannel(toU64(i + 1), login);
    const state = createChannelState(String(i + 1) as ChannelId, createEmotes());
    chat.channel(login).subscribe((signal) => {
      if (signal.type === 'lines')
        for (const line of signal.lines)
          attempt(() => {
            const outcome = step(state, line, FUZZ_NOW_MS);
            if (outcome.type === 'dropped') return drop(outcome.reason);
            counted.messages++;
            counted.unreadableRanges += outcome.unreadableRanges;
            for (const { provider, emoteId, emoteName, emoteClass, uses } of outcome.uses) {
              if (!writer.hasRoomFor(1)) check(writer.finish());
              const emote = encodeEmote(PROVIDERS[provider], emoteId, emoteName, EMOTE_CLASSES[emoteClass]);
              writer.use(channel, outcome.sentAtMs, toU64(1), outcome.messageKey, emote, uses, outcome.flags);
              counted.uses += uses;
            }
          });
      else if (signal.type === 'moderation')
        for (const act of signal.acts)
          attempt(() => {
            const outcome = moderationStep(state, act, FUZZ_NOW_MS);
            if (outcome.type === 'dropped') return drop(`act-${outcome.reason}`);
            counted.acts++;
            if (!writer.hasRoomFor(1)) check(writer.finish());
            const { sentAtMs, messageKey, action } = outcome;
            writer.moderation(channel, sentAtMs, toU64(1), messageKey, MODERATION_ACTIONS[action]);
          });
    });
  }
  await chat.play();
  check(writer.finish());
  const seconds = (performance.now() - startedAt) / 1_000;
  return { read: chat.counts, counted, dropped, faults, refusedBatches, heapMb, slowestMs, seconds };
}

/** What should not be, in words. */
export function fuzzFaults(lines: number, result: FuzzResult): string[] {
  const { read, counted, dropped, faults, refusedBatches, heapMb, slowestMs } = result;
  const differences = faults.map((fault) => `threw: ${fault}`);
  const differ = (what: string, wanted: number, got: number): void => {
    if (wanted !== got) differences.push(`${what}: ${wanted} wanted, ${got} got`);
  };
  const sum = (
    counts: Readonly<Record<string, number>>,
    isMeant: (reason: string) => boolean = () => true,
  ): number =>
    Object.entries(counts).reduce((total, [reason, count]) => total + (isMeant(reason) ? count : 0), 0);
  const isAct = (reason: string): boolean => reason.startsWith('act-');
  differ('lines read', lines, read.lines);
  differ('lines by outcome', read.lines, read.messages + read.acts + read.others + sum(read.rejects));
  differ(
    'messages and acts by outcome',
    read.messages + read.acts,
    read.unheard +
      counted.messages +
      counted.acts +
      sum(dropped, (reason) => !isAct(reason)) +
      sum(dropped, isAct),
  );
  differ('batches that readers refuse', 0, refusedBatches);
  if (slowestMs > HANG_MS) differences.push(`hang: 512 lines took ${slowestMs.toFixed(0)} ms`);
  const half = Math.floor(heapMb.length / 2);
  const growthMb = Math.max(...heapMb.slice(half)) - Math.max(...heapMb.slice(0, half));
  if (growthMb > FLAT_WITHIN_MB)
    differences.push(`memory: grew by ${growthMb.toFixed(1)} MB in the second half`);
  return differences;
}

/** Real chat, odd lines that clients have met, and what is rare in both. */
function readSeeds(): string[] {
  const cases =
    sampleData === undefined
      ? []
      : readFileSync(join(sampleData, 'cases/irc-cases.txt'), 'utf8').split(/\r?\n/);
  const tags = 'room-id=7;tmi-sent-ts=1767225600000';
  const own = [
    `@${tags};target-msg-id=dc8a :tmi.twitch.tv CLEARMSG #tidepool :so`,
    `@ban-duration=5;${tags};target-user-id=64 :tmi.twitch.tv CLEARCHAT #tidepool :u`,
    `@${tags} :tmi.twitch.tv CLEARCHAT #tidepool`,
    `@emotes=25:0-4/30259:6-12;id=a;${tags};source-room-id=8;user-id=64 :u!u@u PRIVMSG #tidepool :Kappa HeyGuys KEKW`,
    `@msg-id=resub;emotes=25:0-4;id=b;${tags};user-id=64 :tmi.twitch.tv USERNOTICE #tidepool :Kappa`,
  ];
  return [...cases, ...readChatLines().lines.slice(0, 500), ...own].filter(Boolean);
}

function createEmotes(): ChannelEmotes {
  const names = ['KEKW', 'peepoHappy', 'Kappa', '😂', ':)', 'é', '__proto__', 'constructor'];
  const emotes = names.map((name) => ({
    id: `id of ${name}` as EmoteId,
    name,
    isZeroWidth: false,
    isModifier: false,
    isAnimated: false,
  }));
  const globals = createGlobalIndex([{ provider: 'SEVENTV', channelId: null, setId: null, emotes }]);
  return { index: createChannelIndex(globals, []), classOf: () => 'UNKNOWN' };
}

let collect: (() => void) | undefined;

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / MB;
}

type FuzzSettings = { lines: number; seed: number };

export const fuzzDrill: Drill<FuzzSettings> = {
  name: 'fuzz',
  title: 'Ten million broken lines',
  description: 'put mutated lines through the reader of chat and the steps of an actor',
  question: 'Does any line that can be sent throw, hang, grow memory or go uncounted?',
  defaults: { lines: 10_000_000, seed: 1 },
  meanings: { lines: 'how many lines', seed: 'which lines' },
  async run(settings, say) {
    const result = await drillFuzz({ ...settings, say });
    const { read, counted, dropped, heapMb, slowestMs, seconds } = result;
    const rows = (counts: Readonly<Record<string, number>>, kind: string): string[][] =>
      Object.entries(counts)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([reason, count]) => [`${kind} ${reason}`, String(count)]);
    return {
      table: {
        head: ['what became of them', 'lines'],
        rows: [
          ['messages counted', String(counted.messages)],
          ['acts of moderators counted', String(counted.acts)],
          ['of channels that nobody reads', String(read.unheard)],
          ...rows(dropped, 'dropped:'),
          ['other commands', String(read.others)],
          ...rows(read.rejects, 'rejected:'),
        ],
      },
      notes: [
        `${read.lines} lines in ${seconds.toFixed(0)} s: a third invented by the grammar with wrong pieces, the rest real or invented ones with bytes changed; ${counted.uses} uses of emotes, ${counted.unreadableRanges} ranges that could not be read.`,
        `Every batch that the counted lines made was read again by the log's own check: ${result.refusedBatches} refused.`,
        `Heap after a collection at each tenth, MB: ${heapMb.map((mb) => mb.toFixed(1)).join(', ')}. The slowest 512 lines took ${slowestMs.toFixed(0)} ms, making them included.`,
      ],
      differences: fuzzFaults(settings.lines, result),
    };
  },
};
