import type { Reader, Rooms } from './rooms';

/** A reader with more than this waiting holds its source back, or is left out, rather than growing memory. */
const BACKLOG_BYTES = 1024 * 1024;

/** What is done about readers that are behind; undefined, at once, where nothing has to be waited for. */
export type SlowReaders = (readers: Iterable<Reader>) => Promise<unknown> | undefined;

/** `wait`: all wait for the slowest, and nothing is lost. `skip`: it misses what is said until it has caught up. */
export const SLOW_READERS = ['wait', 'skip'] as const;

/** When those of `readers` that are behind took everything or are gone. */
export const untilTaken: SlowReaders = (readers) => {
  const slow = behind(readers);
  return slow.length === 0 ? undefined : Promise.all(slow.map((reader) => reader.drained()));
};

/** Takes readers that are behind out of their channels until they took everything: nobody waits for them. */
export function createSkipping(rooms: Pick<Rooms, 'holdOut' | 'letIn'>): SlowReaders {
  return (readers) => {
    for (const reader of behind(readers)) {
      rooms.holdOut(reader, 'slow');
      void reader.drained().then(() => rooms.letIn(reader, 'slow'));
    }
    return undefined;
  };
}

function behind(readers: Iterable<Reader>): Reader[] {
  return [...readers].filter((reader) => reader.backlogBytes() > BACKLOG_BYTES);
}
