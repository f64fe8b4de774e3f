import { isUtf8 } from 'node:buffer';
import type { Clock } from './clock';
import type { Gate } from './gate';
import { parseTarget, sentAtMsOf } from './irc-target';
import { createLineBatch } from './line-batch';
import { FILE_START, linesOf, type FilePlace, type LineBlock } from './line-blocks';
import type { ReplayFile } from './replay-file';
import { retimed } from './retime';
import type { Rooms } from './rooms';
import type { SentLog } from './sent-log';
import { untilTaken, type SlowReaders } from './slow-readers';
import type { Speed } from './speed';
import { createTimeline } from './timeline';

export interface ReplayProgress {
  readonly path: string;
  /** Lines sent, or gone unheard. */
  readonly sent: number;
  readonly total: number;
  readonly done: boolean;
}

/** The replay of one file. */
export interface Replay {
  /** To be called when somebody may have joined a channel: channels that wait for a reader start. */
  wake(): void;
  progress(): ReplayProgress;
  /** Ends what runs, once slow readers took what they have or are gone; the rest stays for the next start. */
  stop(): Promise<void>;
}

/** Where one channel of the file is. */
interface Cursor {
  readonly login: string;
  readonly lastLine: number;
  /** A place before its next line, to begin the next pass at. */
  resumeAt: FilePlace;
  isInPass: boolean;
}

/**
 * Replays one file to whoever is in its channels. Each channel starts when it is joined for the first time.
 *
 * The file is read in passes, each for the channels that were waiting when it began, so that many channels share one
 * reading. At `max`, one pass runs at a time, and a channel whose readers have all left waits, at its place, for the
 * next one. At a pace, a pass starts for each channel as it is joined and runs through to the end, heard or not.
 *
 * A slow reader holds its pass back at any speed, rather than growing memory.
 */
export function createReplay(options: {
  file: ReplayFile;
  /** The file's lines from a place on. */
  read: (from: FilePlace) => AsyncIterable<LineBlock>;
  log: Pick<SentLog, 'append' | 'doneToLine' | 'doneLines'>;
  rooms: Pick<Rooms, 'readers'>;
  speed: Speed;
  /** Shift `tmi-sent-ts` so that the file starts at the first join. */
  retime: boolean;
  clock: Clock;
  /** While it is shut nothing is sent, and at a pace the file's time stands still. */
  gate: Gate;
  /** The revision of the emote sets that are in force. */
  emoteRevision?: (() => number) | undefined;
  slowReaders?: SlowReaders | undefined;
  /** The replay cannot go on: the file went away, or the log cannot be written. */
  onError: (error: unknown) => void;
  onDone?: () => void;
}): Replay {
  const { file, read, log, rooms, speed, retime, clock, gate, emoteRevision, onError } = options;
  const { slowReaders = untilTaken, onDone = () => undefined } = options;
  const stopping = new AbortController();
  const passes = new Set<Promise<void>>();
  const cursors = new Map<string, Cursor>(
    [...file.channels.values()].map(({ login, lastLine }) => [
      login,
      { login, lastLine, resumeAt: FILE_START, isInPass: false },
    ]),
  );
  let shiftMs: number | undefined;
  let isWakeDue = false;

  const isChannelDone = ({ login, lastLine }: Cursor): boolean => log.doneToLine(file.id, login) >= lastLine;
  const isDone = (): boolean => [...cursors.values()].every(isChannelDone);
  let wasDone = isDone();

  const startPass = (): void => {
    if (stopping.signal.aborted || (speed.type === 'max' && passes.size > 0)) return;
    const waiting = [...cursors.values()].filter(
      (cursor) => !cursor.isInPass && rooms.readers(cursor.login).size > 0 && !isChannelDone(cursor),
    );
    if (waiting.length === 0) return;
    shiftMs ??= retime && file.firstSentAtMs !== null ? clock.nowMs() - file.firstSentAtMs : 0;
    for (const cursor of waiting) cursor.isInPass = true;
    const pass = runPass(new Map(waiting.map((cursor) => [cursor.login, cursor])), shiftMs)
      .catch((error: unknown) => {
        stopping.abort();
        onError(error);
      })
      .finally(() => {
        for (const cursor of waiting) cursor.isInPass = false;
        passes.delete(pass);
        if (!wasDone && isDone()) {
          wasDone = true;
          onDone();
        }
        startPass();
      });
    passes.add(pass);
  };

  const runPass = async (channels: Map<string, Cursor>, shiftMs: number): Promise<void> => {
    const { readers } = rooms;
    const batch = createLineBatch({ file, log, readers, nowMs: clock.nowMs, shiftMs, emoteRevision });
    const timeline = createTimeline();
    const places = [...channels.values()].map((cursor) => cursor.resumeAt);
    const from = places.reduce((least, place) => (place.line < least.line ? place : least));
    let startedAtMs = clock.nowMs();
    // A channel that was replayed in part goes on at once; the others keep the file's own opening silence.
    let skippedMs = [...channels.keys()].some((login) => log.doneToLine(file.id, login) === 0)
      ? 0
      : undefined;

    for await (const block of read(from)) {
      const isClean = isUtf8(block.bytes);
      for (const { start, end, number } of linesOf(block)) {
        const target = parseTarget(block.bytes, start, end);
        if (target === undefined) continue;
        const isPaced = speed.type === 'paced';
        const elapsedMs = isPaced
          ? timeline.elapsedMs(sentAtMsOf(block.bytes, start, target.tagsEnd))
          : undefined;
        const cursor = channels.get(target.channel);
        if (cursor === undefined || number <= log.doneToLine(file.id, cursor.login)) continue;

        if (isPaced && elapsedMs !== undefined) {
          skippedMs ??= elapsedMs;
          const dueAtMs = startedAtMs + (elapsedMs - skippedMs) / speed.factor;
          if (dueAtMs > clock.nowMs()) {
            await slowReaders(batch.flush());
            await clock.sleep(dueAtMs - clock.nowMs(), stopping.signal);
          }
          if (stopping.signal.aborted) return;
        } else if (readers(cursor.login).size === 0) {
          channels.delete(cursor.login);
          cursor.resumeAt = { offsetBytes: block.offsetBytes, line: block.firstLine };
          continue;
        }

        if (gate.isShut) {
          await slowReaders(batch.flush());
          const shutAtMs = clock.nowMs();
          await gate.opened(stopping.signal);
          if (stopping.signal.aborted) return;
          startedAtMs += clock.nowMs() - shutAtMs;
        }
        const line = toSendable(block.bytes.subarray(start, end), target.tagsEnd - start, isClean, shiftMs);
        batch.add({ channel: cursor.login, number, command: target.command, ...line });
      }
      await slowReaders(batch.flush());
      if (stopping.signal.aborted || channels.size === 0) return;
    }
    // Without this, a file that was cut short meanwhile would be read again and again.
    if (![...channels.values()].every(isChannelDone))
      throw new Error(`${file.path} changed while it was replayed`);
  };

  return {
    wake() {
      if (isWakeDue) return;
      isWakeDue = true;
      // Channels joined in one line share a pass.
      setImmediate(() => {
        isWakeDue = false;
        startPass();
      });
    },
    progress: () => ({
      path: file.path,
      sent: log.doneLines(file.id),
      total: file.lines,
      done: isDone(),
    }),
    async stop() {
      stopping.abort();
      await Promise.all(passes);
    },
  };
}

/** A line's bytes as they go out: the same, unless they are no UTF-8 or their time is shifted. */
function toSendable(
  line: Buffer,
  tagsEnd: number,
  isUtf8Line: boolean,
  shiftMs: number,
): { bytes: Buffer; tagsEnd: number } {
  if (isUtf8Line && shiftMs === 0) return { bytes: line, tagsEnd };
  let tags = line.subarray(0, tagsEnd);
  let rest = line.subarray(tagsEnd);
  if (!isUtf8Line) {
    // A text frame must be UTF-8, or the reader closes the connection (RFC 6455, section 8.1).
    tags = Buffer.from(tags.toString());
    rest = Buffer.from(rest.toString());
  }
  tags = retimed(tags, shiftMs);
  return { bytes: Buffer.concat([tags, rest]), tagsEnd: tags.length };
}
