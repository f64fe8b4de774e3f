import { z } from 'zod';
import { isEpoch } from './epoch';
import { MAX_PARTITIONS } from './partition';

/** How far a reader of chat is, as it tells a few times a second. */
export interface ReadMark {
  /** Its publisher's. */
  readonly epoch: string;
  /** All that had reached it before this is in the log. Epoch ms, its clock. */
  readonly readToMs: number;
  /** Sequence of its last record in each partition; 0 where it has none. */
  readonly seqs: readonly number[];
  /** Whoever hears nothing of it for so long may take it for gone: by then others have its work. */
  readonly goneAfterMs: number;
  /** It stops in order: nothing comes after this. */
  readonly isLast: boolean;
}

/** Bytes that are looked at: all partitions with sequences of a year. */
const MAX_BYTES = 4_096;
const LONGEST_SILENCE_MS = 600_000;

const whole = z.number().int().nonnegative();
const schema = z.object({
  epoch: z.string().refine(isEpoch),
  readToMs: whole,
  seqs: z.array(whole).max(MAX_PARTITIONS),
  goneAfterMs: whole.max(LONGEST_SILENCE_MS),
  isLast: z.boolean(),
});

/** As JSON, UTF-8. */
export function encodeReadMark(mark: ReadMark): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(mark));
}

/** @returns undefined for what is no mark; never throws, whatever was sent */
export function decodeReadMark(bytes: Uint8Array): ReadMark | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}
