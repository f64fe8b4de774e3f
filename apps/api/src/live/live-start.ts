import type { EventLog, SeenBatchesState, StreamState } from '@emotide/event-log';
import { lastRun, type Store } from '@emotide/store';

/** Where one partition's reading of the log begins: everything before it is in the warehouse, nothing from it on is taken from there. */
export interface PartitionStart {
  readonly fromSeq: number;
  /** Which batches came before. */
  readonly seen: SeenBatchesState;
  /** Records from there on that the warehouse does not have, as its sink put them aside. */
  readonly excluded: ReadonlySet<number>;
}

/**
 * Finds that place where the partition's own sink would go on after a crash: at the first record of the run that it last
 * said it would insert. All runs before it are complete in every table, and the intent holds what is needed to tell
 * batches that come twice.
 *
 * @throws LogUnavailable, StoreUnavailable while they are away. @throws SyntaxError an intent of another version.
 */
export async function findPartitionStart(
  partition: number,
  stream: StreamState,
  { eventLog, store }: { eventLog: EventLog; store: Store },
): Promise<PartitionStart> {
  const intent = await (await eventLog.openSinkIntents(partition)).read();
  // An empty stream says 0 for its first record, which will be 1.
  const firstSeq = Math.max(1, stream.firstSeq);
  const none = { seen: [], excluded: new Set<number>() };
  // No sink has written anything of this log yet.
  if (intent === undefined || intent.streamCreatedAtMs !== stream.createdAtMs)
    return { fromSeq: firstSeq, ...none };
  const { first, seenBefore: seen, excluded } = intent;
  if (first >= firstSeq) return { fromSeq: first, seen, excluded: new Set(excluded) };
  // The log has dropped records since (age, size, a purge): what was stored of them is in the warehouse only.
  const last = await lastRun(store, { partition, streamCreatedAtMs: stream.createdAtMs });
  return { ...none, fromSeq: Math.max(firstSeq, (last?.last ?? 0) + 1), seen };
}
