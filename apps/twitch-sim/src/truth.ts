import type { EmoteChange } from './emote-sets/emote-change';
import { globalSets } from './emote-sets/global-sets';
import { createSetHistory } from './emote-sets/set-history';
import { withThirdParty } from './emote-sets/with-third-party';
import { createChatScript } from './generated/chat-script';
import { createRunFold } from './generated/run-fold';
import { parseHeader, RECORD_BYTES, type RunHeader } from './generated/run-record';
import { toWorldSets } from './generated/world-sets';
import type { Limit } from './limit';
import { createMessageLimits } from './message-limits';
import { parseSentRecord, type SentSegment } from './sent-record';
import { createTally, type Truth } from './tally';
import { toTruthLine } from './truth-line';

export { toEmoteChanges, type EmoteChange } from './emote-sets/emote-change';
export { CONNECTION_LOG, createReadable, toConnectionRecords, type ConnectionRecord } from './connection-log';
export { readingsOf, type Reading } from './generated/run-readings';
export { sentLinesOf, type SentLine } from './generated/sent-lines';
export type { Limit } from './limit';
export {
  createTally,
  type ChannelTruth,
  type Counts,
  type EmoteTruth,
  type Tally,
  type Truth,
} from './tally';
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
  /** Of the emote sets in force; absent where third parties were left out. */
  readonly revision?: number | undefined;
}

/** What was put on connections of a generated chat: one run's log. */
export interface GeneratedRun {
  readonly header: RunHeader;
  readonly records: Buffer;
}

/**
 * The truth of what readers were sent: every line counts once, however many connections carried it. A reader without
 * the capabilities for tags or other commands is counted as if it had them.
 *
 * With `limits`, a limited connection counts only up to its number of messages, so that "the first k messages of
 * connection 1 and all of connection 2" has an exact answer. Without `segments`, the files count whole. Generated
 * runs count after the files: a limit over all channels of a connection that was sent both takes them in this order.
 *
 * Third-party emotes count where the simulator served them, under the sets that were in force when a line was sent; their
 * key among a channel's emotes is `provider:id`, as `7tv:01H…`. A replayed line's channel is that of its `room-id`.
 *
 * @param emoteChanges what the simulator's `emotes.ndjson` holds; without third parties, nothing.
 * @param files lines by path, as {@link Segment.file} names them; line 1 is the first.
 * @throws RangeError where a segment names a file that is not given, or a run is of another version of the generator.
 */
export function truthOf(
  files: ReadonlyMap<string, readonly string[]>,
  segments?: Iterable<Segment>,
  limits: readonly Limit[] = [],
  runs: Iterable<GeneratedRun> = [],
  emoteChanges: readonly EmoteChange[] = [],
): Truth {
  const tally = createTally();
  if (segments === undefined) {
    for (const lines of files.values()) for (const line of lines) tally.add(toTruthLine(line));
  }
  const counted = new Set<string>();
  const room = createMessageLimits(limits);
  const replayed = createSetHistory(globalSets, emoteChanges);
  for (const segment of segments ?? []) {
    const { connection, channel, file, shiftMs, revision } = segment;
    if (connection === null) continue;
    const lines = files.get(file);
    if (lines === undefined) throw new RangeError(`no lines given for ${file}`);
    for (let number = segment.fromLine; number <= segment.toLine; number++) {
      const line = toTruthLine(lines[number - 1] ?? '');
      if (line.channel === channel && line.act !== null) tally.add(line, shiftMs);
      if (!line.isMessage || line.channel !== channel) continue;
      if (!room.take(connection, channel)) break;
      tally.addSent(connection, channel);
      const key = `${number} ${file}`;
      if (counted.has(key)) continue;
      counted.add(key);
      tally.add(
        revision === undefined
          ? line
          : withThirdParty(line, (word) => replayed.find(line.roomId ?? '', word, revision)),
        shiftMs,
      );
    }
  }
  for (const { header, records } of runs) {
    const script = createChatScript(header.settings);
    const history = createSetHistory(toWorldSets(script.pool.world), emoteChanges);
    const fold = createRunFold({ header, script, limits: room, history });
    drain(fold.read(records));
    drain(fold.addTo(tally));
  }
  return tally.truth();
}

/**
 * A run of generated chat, from the bytes of its log (`generated-<number>.log` in the state directory). A last record
 * that is not whole is left out.
 *
 * @throws RangeError for what is no such log.
 */
export function toGeneratedRun(log: Buffer): GeneratedRun {
  const { header, recordsAt } = parseHeader(log);
  const whole = log.length - ((log.length - recordsAt) % RECORD_BYTES);
  return { header, records: log.subarray(recordsAt, whole) };
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

/** How many messages of a run were put on connections, by channel (login) and second of their time (epoch ms). */
export function secondsOf({
  header,
  records,
}: GeneratedRun): readonly { channel: string; secondMs: number; messages: number }[] {
  const tally = createTally();
  const fold = createRunFold({ header, script: createChatScript(header.settings), minuteMs: 1_000 });
  drain(fold.read(records));
  drain(fold.addTo(tally));
  return Object.entries(tally.truth().channels).flatMap(([channel, { minutes }]) =>
    Object.entries(minutes).map(([at, { messages }]) => ({ channel, secondMs: Number(at), messages })),
  );
}

function drain(steps: Iterator<void>): void {
  while (steps.next().done !== true);
}
