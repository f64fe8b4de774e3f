import { closeSync, openSync, readSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseHeader,
  readRecord,
  RECORD_BYTES,
  toHeaderLine,
  writeRecord,
  type RunHeader,
  type RunRecord,
} from './run-record';

/** The log of a run that goes on: written before anything is sent, as the log of a replay is. */
export interface RunLog {
  /** @throws when the disk refuses: then nothing may be sent. */
  append(records: readonly RunRecord[]): void;
  close(): void;
}

/** A run's log, as far as it is written. */
export interface StoredRun {
  readonly path: string;
  readonly header: RunHeader;
  /** The whole records from byte `from` of the records on, at most some hundred thousand at once; empty at the end. */
  read(from: number): Buffer;
}

const NAME = /^generated-(\d{1,9})\.log$/;
const HEADER_BYTES = 4_096;
const READ_BYTES = RECORD_BYTES * 65_536;

/** Begins the log of a run. @throws where there is one already, or the disk refuses. */
export function createRunLog(stateDir: string, header: RunHeader): RunLog {
  const fd = openSync(join(stateDir, `generated-${header.number}.log`), 'wx');
  writeAll(fd, Buffer.from(toHeaderLine(header)));
  return {
    append(records) {
      if (records.length === 0) return;
      const bytes = Buffer.alloc(records.length * RECORD_BYTES);
      for (const [i, record] of records.entries()) writeRecord(record, bytes, i * RECORD_BYTES);
      writeAll(fd, bytes);
    },
    close: () => closeSync(fd),
  };
}

/** The runs that a state directory has logs of, the oldest first. A log without a whole first line sent nothing. */
export function listRuns(stateDir: string): StoredRun[] {
  return readdirSync(stateDir)
    .flatMap((name) => {
      const path = join(stateDir, name);
      return NAME.test(name) ? (openRun(path) ?? []) : [];
    })
    .sort((a, b) => a.header.number - b.header.number);
}

/** The next run's number: greater than that of any log, also of one that cannot be read. */
export function nextRunNumber(stateDir: string): number {
  return (
    1 + readdirSync(stateDir).reduce((most, name) => Math.max(most, Number(NAME.exec(name)?.[1] ?? 0)), 0)
  );
}

/** The greatest number that a connection had in a run; 0 for none. */
export function lastConnectionOf(run: StoredRun): number {
  let last = 0;
  for (let from = 0; ;) {
    const bytes = run.read(from);
    if (bytes.length === 0) return last;
    for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
      const record = readRecord(bytes, at);
      if (record.type === 'audience') last = Math.max(last, record.connection);
    }
    from += bytes.length;
  }
}

function openRun(path: string): StoredRun | undefined {
  const head = readAt(path, 0, HEADER_BYTES);
  if (!head.includes(0x0a)) return undefined;
  const { header, recordsAt } = headerOf(path, head);
  return {
    path,
    header,
    read(from) {
      const bytes = readAt(path, recordsAt + from, READ_BYTES);
      // A killed process may leave half a record behind.
      return bytes.subarray(0, bytes.length - (bytes.length % RECORD_BYTES));
    },
  };
}

function headerOf(path: string, head: Buffer): ReturnType<typeof parseHeader> {
  try {
    return parseHeader(head);
  } catch (error) {
    throw new RangeError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function readAt(path: string, from: number, length: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
