import type { LogReader, StoredRecord } from './log-reader';

const WAIT_MS = 1_000;

/**
 * What a reader finds up to a sequence that its stream had reached when this was called, in order; then it ends. Records
 * that were removed are not waited for.
 *
 * @throws LogReplaced as the reader does
 */
export async function* recordsUpTo(
  reader: Pick<LogReader, 'read' | 'completeAtMs'>,
  lastSeq: number,
): AsyncGenerator<StoredRecord> {
  const begunAtMs = performance.now();
  for (;;) {
    // Asked before reading: what the server said to be all may still wait in the reader.
    const isLastRead = reader.completeAtMs >= begunAtMs;
    for (const record of await reader.read(isLastRead ? 0 : WAIT_MS)) {
      if (record.seq > lastSeq) return;
      yield record;
      if (record.seq === lastSeq) return;
    }
    if (isLastRead) return;
  }
}
