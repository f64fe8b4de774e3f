import { z } from 'zod';
import type { Segment } from './truth';

/** A segment with what the replay needs to go on after a restart. */
export interface SentSegment extends Segment {
  /** Identity of the file's content. */
  readonly fileId: string;
  /** How many lines it holds; the same for each connection that was sent them. */
  readonly lines: number;
}

/** One line of the log of what was sent: a segment, or the word that a file's earlier segments are void. */
export type SentRecord = SentSegment | { readonly startAnew: string };

const schema = z.union([
  z.object({ startAnew: z.string() }),
  z.object({
    connection: z.number().int().nullable(),
    channel: z.string(),
    file: z.string(),
    fileId: z.string(),
    fromLine: z.number().int(),
    toLine: z.number().int(),
    lines: z.number().int(),
    shiftMs: z.number(),
    atMs: z.number(),
    revision: z.number().int().optional(),
  }),
]);

/** Undefined for what is no record, as a line that a killed process left half written. */
export function parseSentRecord(line: string): SentRecord | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
