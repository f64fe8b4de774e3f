import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What became of a connection: `asked-to-reconnect`, `frozen`, `thawed` and `lagged` by command; `cut-off` by command,
 * without a closing handshake; `closed` by the simulator, as Twitch does after a RECONNECT or when a limit is broken;
 * `gone`: the reader's side ended it.
 */
export const CONNECTION_EVENTS = [
  'opened',
  'asked-to-reconnect',
  'frozen',
  'thawed',
  'lagged',
  'cut-off',
  'closed',
  'gone',
] as const;

export interface ConnectionRecord {
  readonly connection: number;
  readonly what: (typeof CONNECTION_EVENTS)[number];
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Of `lagged`: how long what is put on it is under way from now on, at most. */
  readonly lagMs?: number | undefined;
}

const schema: z.ZodType<ConnectionRecord> = z.object({
  connection: z.number().int().positive(),
  what: z.enum(CONNECTION_EVENTS),
  atMs: z.number(),
  lagMs: z.number().optional(),
});

/** The file's name in the state directory. */
export const CONNECTION_LOG = 'connections.ndjson';

/** Writes what becomes of connections, as NDJSON. @throws when the disk refuses */
export interface ConnectionLog {
  append(record: ConnectionRecord): void;
  /** The greatest number that a connection had; 0 for none. */
  readonly lastConnection: number;
}

export function openConnectionLog(stateDir: string): ConnectionLog {
  const path = join(stateDir, CONNECTION_LOG);
  // A killed process may leave half a line behind, which the next record must not be joined to.
  appendFileSync(path, '\n');
  const before = toConnectionRecords(readFileSync(path, 'utf8'));
  return {
    append: (record) => appendFileSync(path, `${JSON.stringify(record)}\n`),
    lastConnection: before.reduce((most, { connection }) => Math.max(most, connection), 0),
  };
}

/** The records of a log; what is none is passed over. */
export function toConnectionRecords(ndjson: string): ConnectionRecord[] {
  return ndjson.split('\n').flatMap((line) => {
    try {
      return schema.safeParse(JSON.parse(line)).data ?? [];
    } catch {
      return [];
    }
  });
}

/**
 * Tells of a line whether it was on a connection long enough to be read: until `graceMs` and the connection's lag before
 * its end. What was put on it later may have been read or not.
 *
 * @returns a function of the connection's number and when the line was put on it, epoch milliseconds
 */
export function createReadable(
  records: readonly ConnectionRecord[],
  graceMs: number,
): (connection: number, putAtMs: number) => boolean {
  const ends = new Map<number, number>();
  const lags = new Map<number, number>();
  for (const { connection, what, atMs, lagMs = 0 } of records) {
    if (what === 'lagged') lags.set(connection, Math.max(lags.get(connection) ?? 0, lagMs));
    const isEnd = what === 'cut-off' || what === 'closed' || what === 'gone';
    if (isEnd && !ends.has(connection)) ends.set(connection, atMs);
  }
  return (connection, putAtMs) =>
    putAtMs + graceMs + (lags.get(connection) ?? 0) <= (ends.get(connection) ?? Infinity);
}
