import { createSeenIds } from './seen-ids';
import { parseSentRecord, type SentSegment } from './sent-record';
import { toTruthLine, type TruthLine } from './truth-line';

export { toTruthLine, type TruthLine } from './truth-line';

/** A run of one channel's lines of one file, as they were put on one connection. */
export interface Segment {
  /** Number of the connection; null where nobody listened. */
  readonly connection: number | null;
  readonly channel: string;
  /** Path of the source file. */
  readonly file: string;
  /** Line numbers from 1, both included; lines of other channels in between are not meant. */
  readonly fromLine: number;
  readonly toLine: number;
  /** Added to each line's `tmi-sent-ts` when it was sent; 0 unless retimed. */
  readonly shiftMs: number;
  /** When it was sent, epoch milliseconds. */
  readonly atMs: number;
}

/** Only the first `messages` messages that one connection was sent, of one channel or of all together. */
export interface Limit {
  readonly connection: number;
  readonly channel?: string;
  readonly messages: number;
}

export interface Counts {
  messages: number;
  messagesWithEmotes: number;
  /** Occurrences of emotes. */
  uses: number;
}

export interface EmoteTruth {
  uses: number;
  messages: number;
  /** Distinct user ids. */
  chatters: number;
}

export interface ChannelTruth extends Counts {
  roomId: string | null;
  /** The part of the counts above that are copies from another channel's shared chat. */
  sharedCopies: Counts;
  /** By emote id. */
  emotes: Record<string, EmoteTruth>;
  /** By start of the minute of `tmi-sent-ts`, epoch milliseconds. A message without a time is in none. */
  minutes: Record<string, Counts>;
}

export interface Truth {
  /** By login. */
  channels: Record<string, ChannelTruth>;
  /** How many messages were put on each connection, repeated ids included. */
  connections: { connection: number; channel: string; messages: number }[];
}

/** Counts lines by the truth rules. A message counts once per channel and `id`; one without an id always counts. */
export interface Tally {
  add(line: TruthLine, shiftMs?: number): void;
  /** Says that a message was put on a connection. */
  addSent(connection: number, channel: string): void;
  truth(): Truth;
}

export function createTally(): Tally {
  interface Channel {
    truth: ChannelTruth;
    chatters: Map<string, Set<string>>;
  }
  const channels = new Map<string, Channel>();
  const sent = new Map<string, { connection: number; channel: string; messages: number }>();
  const seen = createSeenIds();

  const channelOf = (login: string): Channel => {
    let channel = channels.get(login);
    if (channel === undefined) {
      const truth = { ...noCounts(), roomId: null, sharedCopies: noCounts(), emotes: {}, minutes: {} };
      channels.set(login, (channel = { truth, chatters: new Map() }));
    }
    return channel;
  };

  return {
    add(line, shiftMs = 0) {
      if (!line.isMessage || line.channel === null) return;
      if (line.id !== null && !seen.add(`${line.channel} ${line.id}`)) return;
      const { truth, chatters } = channelOf(line.channel);
      truth.roomId ??= line.roomId;
      count(truth, line);
      if (line.isSharedCopy) count(truth.sharedCopies, line);
      if (line.sentAtMs !== null) {
        const minute = Math.floor((line.sentAtMs + shiftMs) / 60_000) * 60_000;
        count((truth.minutes[minute] ??= noCounts()), line);
      }
      for (const { id } of line.emotes) {
        (truth.emotes[id] ??= { uses: 0, messages: 0, chatters: 0 }).uses += 1;
      }
      for (const id of new Set(line.emotes.map((emote) => emote.id))) {
        const emote = truth.emotes[id];
        if (emote !== undefined) emote.messages += 1;
        if (line.userId === null) continue;
        let users = chatters.get(id);
        if (users === undefined) chatters.set(id, (users = new Set()));
        users.add(line.userId);
      }
    },
    addSent(connection, channel) {
      const key = `${connection} ${channel}`;
      const entry = sent.get(key);
      if (entry === undefined) sent.set(key, { connection, channel, messages: 1 });
      else entry.messages += 1;
    },
    truth() {
      for (const { truth, chatters } of channels.values()) {
        for (const [id, emote] of Object.entries(truth.emotes)) emote.chatters = chatters.get(id)?.size ?? 0;
      }
      return {
        channels: Object.fromEntries([...channels].map(([login, { truth }]) => [login, truth])),
        connections: [...sent.values()],
      };
    },
  };
}

/**
 * The truth of what readers were sent: every line counts once, however many connections carried it.
 *
 * With `limits`, a limited connection counts only up to its number of messages, so that "the first k messages of
 * connection 1 and all of connection 2" has an exact answer. Without `segments`, the files count whole.
 *
 * @param files lines by path, as {@link Segment.file} names them; line 1 is the first.
 * @throws RangeError where a segment names a file that is not given.
 */
export function truthOf(
  files: ReadonlyMap<string, readonly string[]>,
  segments?: Iterable<Segment>,
  limits: readonly Limit[] = [],
): Truth {
  const tally = createTally();
  if (segments === undefined) {
    for (const lines of files.values()) for (const line of lines) tally.add(toTruthLine(line));
    return tally.truth();
  }
  const counted = new Set<string>();
  const left = limits.map((limit) => ({ ...limit }));
  for (const segment of segments) {
    const { connection, channel, file, shiftMs } = segment;
    if (connection === null) continue;
    const lines = files.get(file);
    if (lines === undefined) throw new RangeError(`no lines given for ${file}`);
    const bounds = left.filter(
      (limit) => limit.connection === connection && (limit.channel ?? channel) === channel,
    );
    for (let number = segment.fromLine; number <= segment.toLine; number++) {
      const line = toTruthLine(lines[number - 1] ?? '');
      if (!line.isMessage || line.channel !== channel) continue;
      if (bounds.some((limit) => limit.messages <= 0)) break;
      for (const limit of bounds) limit.messages -= 1;
      tally.addSent(connection, channel);
      const key = `${number} ${file}`;
      if (counted.has(key)) continue;
      counted.add(key);
      tally.add(line, shiftMs);
    }
  }
  return tally.truth();
}

/**
 * The segments of a log that the simulator wrote (`sent.ndjson` in its state directory), in the order of sending.
 * Those of a file that was later started anew are left out, and so is a last line that is not whole.
 */
export function toSegments(ndjson: string): Segment[] {
  let segments: SentSegment[] = [];
  for (const line of ndjson.split('\n')) {
    const record = parseSentRecord(line);
    if (record === undefined) continue;
    if ('startAnew' in record) segments = segments.filter(({ fileId }) => fileId !== record.startAnew);
    else segments.push(record);
  }
  return segments;
}

function noCounts(): Counts {
  return { messages: 0, messagesWithEmotes: 0, uses: 0 };
}

function count(counts: Counts, line: TruthLine): void {
  counts.messages += 1;
  if (line.emotes.length > 0) counts.messagesWithEmotes += 1;
  counts.uses += line.emotes.length;
}
