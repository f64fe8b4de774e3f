import type { Reader } from './rooms';

/** A reader with more than this waiting holds its source back, rather than growing memory. */
const BACKLOG_BYTES = 1024 * 1024;

/** When those of `readers` that are behind took everything or are gone; undefined, at once, where none is behind. */
export function untilTaken(readers: Iterable<Reader>): Promise<unknown> | undefined {
  const slow = [...readers].filter((reader) => reader.backlogBytes() > BACKLOG_BYTES);
  return slow.length === 0 ? undefined : Promise.all(slow.map((reader) => reader.drained()));
}
