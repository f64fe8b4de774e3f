import { closeSync, createReadStream, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseSentRecord, type SentSegment } from './sent-record';

/** Lines `from` to `to` of one channel, both included. */
export interface Heard {
  readonly from: number;
  readonly to: number;
  readonly shiftMs: number;
  /** Of the emote sets in force; absent where third parties were left out. */
  readonly revision?: number | undefined;
}

/**
 * What was sent to whom, as NDJSON: the replay's progress and the ground of its truth in one file, so that the two
 * cannot disagree.
 *
 * Each segment is written before its lines are sent: a process killed in between loses lines, and never sends one
 * twice. (The operating system keeps what a killed process wrote; only a power cut could take it back.)
 */
export interface SentLog {
  /** @throws when the disk refuses: then nothing may be sent. */
  append(segments: readonly SentSegment[]): void;
  /** Forgets what was sent of a file, on disk too. */
  startAnew(fileId: string): void;
  /** The last line of a channel that was sent or went unheard; 0 for none. */
  doneToLine(fileId: string, channel: string): number;
  /** How many lines of a file were sent or went unheard. */
  doneLines(fileId: string): number;
  /** What was heard of a channel, by anyone, in order. */
  heard(fileId: string, channel: string): readonly Heard[];
  /** The same for each connection. */
  heardBy(fileId: string, channel: string): ReadonlyMap<number, readonly Heard[]>;
  /** The greatest number that a connection had; 0 for none. */
  readonly lastConnection: number;
  close(): void;
}

/** Opens the log at `path`, made when absent, and reads what it says. A torn last line is passed over. */
export async function openSentLog(path: string): Promise<SentLog> {
  const fd = openSync(path, 'a+');
  const state = createSentState();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const record = parseSentRecord(line);
    if (record === undefined) continue;
    if ('startAnew' in record) state.startAnew(record.startAnew);
    else state.add(record);
  }
  if (isTorn(fd)) writeSync(fd, '\n');

  return {
    append(segments) {
      if (segments.length === 0) return;
      writeAll(fd, segments.map((segment) => `${JSON.stringify(segment)}\n`).join(''));
      for (const segment of segments) state.add(segment);
    },
    startAnew(fileId) {
      writeAll(fd, `${JSON.stringify({ startAnew: fileId })}\n`);
      state.startAnew(fileId);
    },
    doneToLine: state.doneToLine,
    doneLines: state.doneLines,
    heard: state.heard,
    heardBy: state.heardBy,
    get lastConnection() {
      return state.lastConnection;
    },
    close: () => closeSync(fd),
  };
}

/** The log's content, folded. Pure; {@link openSentLog} keeps it on disk. */
export function createSentState(): Omit<SentLog, 'append' | 'close'> & { add(segment: SentSegment): void } {
  interface ChannelState {
    doneToLine: number;
    /** Where the run before the present one ended: what ended there goes on without a gap. */
    beforeTo: number;
    heard: Mutable<Heard>[];
    heardBy: Map<number, Mutable<Heard>[]>;
  }
  const files = new Map<string, { doneLines: number; channels: Map<string, ChannelState> }>();
  let lastConnection = 0;

  const extend = (list: Mutable<Heard>[], segment: SentSegment, beforeTo: number): void => {
    const last = list.at(-1);
    const { fromLine: from, toLine: to, shiftMs, revision } = segment;
    const isSame = last?.shiftMs === shiftMs && last.revision === revision;
    if (isSame && last.to === beforeTo) last.to = to;
    else if (last === undefined || last.to < from)
      list.push({ from, to, shiftMs, ...(revision !== undefined && { revision }) });
  };

  return {
    add(segment) {
      const { connection, channel, fileId } = segment;
      let file = files.get(fileId);
      if (file === undefined) files.set(fileId, (file = { doneLines: 0, channels: new Map() }));
      let state = file.channels.get(channel);
      if (state === undefined) {
        state = { doneToLine: 0, beforeTo: 0, heard: [], heardBy: new Map() };
        file.channels.set(channel, state);
      }
      if (segment.fromLine > state.doneToLine) {
        state.beforeTo = state.doneToLine;
        state.doneToLine = segment.toLine;
        file.doneLines += segment.lines;
      }
      if (connection === null) return;
      lastConnection = Math.max(lastConnection, connection);
      extend(state.heard, segment, state.beforeTo);
      let own = state.heardBy.get(connection);
      if (own === undefined) state.heardBy.set(connection, (own = []));
      extend(own, segment, state.beforeTo);
    },
    startAnew: (fileId) => void files.delete(fileId),
    doneToLine: (fileId, channel) => files.get(fileId)?.channels.get(channel)?.doneToLine ?? 0,
    doneLines: (fileId) => files.get(fileId)?.doneLines ?? 0,
    heard: (fileId, channel) => files.get(fileId)?.channels.get(channel)?.heard ?? [],
    heardBy: (fileId, channel) => files.get(fileId)?.channels.get(channel)?.heardBy ?? new Map(),
    get lastConnection() {
      return lastConnection;
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function isTorn(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
