import { z } from 'zod';
import type { AudienceChange } from './audience';
import { MIXES, type GeneratedSettings } from './settings';

/** One run of the generator: from a start of the simulator to its end. */
export interface RunHeader {
  readonly settings: GeneratedSettings;
  /** From 1; the next start has the next. */
  readonly number: number;
  readonly startedAtMs: number;
  /** Of the rendered lines and their order: another generator would tell another truth. */
  readonly fingerprint: string;
}

/** Lines with numbers from where the record before ended to below `toNumber` were sent, all with this time. */
export interface SentRun {
  readonly type: 'sent';
  readonly toNumber: number;
  readonly atMs: number;
}

/** From here on, what is sent means what the emote sets of this revision say. */
export interface EmotesInForce {
  readonly type: 'emotes';
  readonly revision: number;
}

/** What a run's log holds, in order: who is where, how far it was sent, and under which emotes. */
export type RunRecord = SentRun | EmotesInForce | ({ readonly type: 'audience' } & AudienceChange);

/** A record's length. Of fixed size, as a hundred a second are written for as long as a run lasts: 5.8 MB an hour. */
export const RECORD_BYTES = 16;

const SENT = 0;
const EMOTES = 0xffff_ffff;

const headerSchema: z.ZodType<RunHeader> = z.object({
  settings: z.object({
    seed: z.number().int().nonnegative(),
    channels: z.number().int().positive(),
    linesPerSecond: z.number().positive().nullable(),
    mix: z.enum(MIXES),
    thirdParty: z.boolean().optional(),
    delayMs: z.number().nonnegative().optional(),
    disorderMs: z.number().nonnegative().optional(),
  }),
  number: z.number().int().positive(),
  startedAtMs: z.number().int().nonnegative(),
  fingerprint: z.string(),
});

/** A log's first line. */
export function toHeaderLine(header: RunHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/** @throws RangeError for what is no log of a run. */
export function parseHeader(bytes: Buffer): { header: RunHeader; recordsAt: number } {
  const end = bytes.indexOf(0x0a);
  try {
    if (end < 0) throw new RangeError('no first line');
    return { header: headerSchema.parse(JSON.parse(bytes.toString('utf8', 0, end))), recordsAt: end + 1 };
  } catch (error) {
    throw new RangeError('no log of generated chat', { cause: error });
  }
}

/**
 * A record's bytes, little-endian. Sent: 0 (4 bytes), first number not sent (6), epoch milliseconds (6). Audience:
 * connection (4 bytes, from 1), channel (4), 1 for came or 0 for left (8). Emotes: 2^32 - 1 (4 bytes), revision (6),
 * nothing (6).
 */
export function writeRecord(record: RunRecord, target: Buffer, at: number): void {
  if (record.type === 'sent') {
    target.writeUInt32LE(SENT, at);
    target.writeUIntLE(record.toNumber, at + 4, 6);
    target.writeUIntLE(record.atMs, at + 10, 6);
    return;
  }
  if (record.type === 'emotes') {
    target.writeUInt32LE(EMOTES, at);
    target.writeUIntLE(record.revision, at + 4, 6);
    target.writeUIntLE(0, at + 10, 6);
    return;
  }
  target.writeUInt32LE(record.connection, at);
  target.writeUInt32LE(record.channel, at + 4);
  target.writeBigUInt64LE(record.isHere ? 1n : 0n, at + 8);
}

/** The record at `bytes[at, at + 16)`. */
export function readRecord(bytes: Buffer, at: number): RunRecord {
  const connection = bytes.readUInt32LE(at);
  if (connection === EMOTES) return { type: 'emotes', revision: bytes.readUIntLE(at + 4, 6) };
  return connection === SENT
    ? { type: 'sent', toNumber: bytes.readUIntLE(at + 4, 6), atMs: bytes.readUIntLE(at + 10, 6) }
    : {
        type: 'audience',
        connection,
        channel: bytes.readUInt32LE(at + 4),
        isHere: bytes.readUInt8(at + 8) === 1,
      };
}
