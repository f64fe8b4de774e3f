import type { Reader } from './rooms';
import type { SentLog } from './sent-log';
import type { SentSegment } from './sent-record';

/** Twitch puts several lines into a frame under load; this is about fifty of average length. */
const FRAME_BYTES = 16 * 1024;
const CRLF = Buffer.from('\r\n');

export interface BatchLine {
  readonly channel: string;
  readonly number: number;
  readonly command: string;
  readonly bytes: Buffer;
  /** Length of the tags in front, 0 for none. */
  readonly tagsEnd: number;
}

/** Lines on their way: logged together, then sent together. */
export interface LineBatch {
  add(line: BatchLine): void;
  /**
   * Writes down who gets what, then sends it.
   *
   * @returns the readers that were sent something.
   * @throws when the log cannot be written; then nothing was sent.
   */
  flush(): ReadonlySet<Reader>;
}

export function createLineBatch(options: {
  file: { path: string; id: string };
  log: Pick<SentLog, 'append'>;
  readers: (channel: string) => ReadonlySet<Reader>;
  nowMs: () => number;
  shiftMs: number;
  /** The revision of the emote sets that are in force. */
  emoteRevision?: (() => number) | undefined;
}): LineBatch {
  const { file, log, readers, nowMs, shiftMs, emoteRevision } = options;
  let lines: BatchLine[] = [];

  const toSegments = (): SentSegment[] => {
    const runs = new Map<string, { fromLine: number; toLine: number; lines: number }>();
    for (const { channel, number } of lines) {
      const run = runs.get(channel);
      if (run === undefined) runs.set(channel, { fromLine: number, toLine: number, lines: 1 });
      else {
        run.toLine = number;
        run.lines += 1;
      }
    }
    const common = {
      file: file.path,
      fileId: file.id,
      shiftMs,
      atMs: nowMs(),
      ...(emoteRevision && { revision: emoteRevision() }),
    };
    return [...runs].flatMap(([channel, run]) => {
      const connections = [...readers(channel)].map((reader) => reader.connection);
      return (connections.length === 0 ? [null] : connections).map((connection) => ({
        connection,
        channel,
        ...run,
        ...common,
      }));
    });
  };

  return {
    add: (line) => void lines.push(line),
    flush() {
      log.append(toSegments());
      const outboxes = new Map<Reader, { parts: Buffer[]; bytes: number }>();
      for (const line of lines) {
        for (const reader of readers(line.channel)) {
          const shaped = toShape(line, reader.caps);
          if (shaped === undefined) continue;
          let outbox = outboxes.get(reader);
          if (outbox === undefined) outboxes.set(reader, (outbox = { parts: [], bytes: 0 }));
          outbox.parts.push(shaped, CRLF);
          outbox.bytes += shaped.length + CRLF.length;
          if (outbox.bytes < FRAME_BYTES) continue;
          reader.deliver(Buffer.concat(outbox.parts, outbox.bytes));
          outbox.parts = [];
          outbox.bytes = 0;
        }
      }
      for (const [reader, { parts, bytes }] of outboxes) {
        if (bytes > 0) reader.deliver(Buffer.concat(parts, bytes));
      }
      lines = [];
      return new Set(outboxes.keys());
    },
  };
}

/** The line as a reader with these capabilities gets it; undefined where it gets none. */
function toShape(line: BatchLine, caps: Reader['caps']): Buffer | undefined {
  if (!caps.commands && line.command !== 'PRIVMSG') return undefined;
  return caps.tags || line.tagsEnd === 0 ? line.bytes : line.bytes.subarray(line.tagsEnd + 1);
}
