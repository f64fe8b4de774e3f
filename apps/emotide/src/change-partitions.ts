import { setTimeout as delay } from 'node:timers/promises';
import { createEpoch, type EventLog } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { lastRun, type Store } from '@emotide/store';

export interface ChangePartitionsOptions {
  readonly eventLog: EventLog;
  /** Asked for when partitions go away, to see that the warehouse has all of them. */
  readonly store: Store;
  readonly partitions: number;
  /** How long to wait for sinks to store what lies in partitions that go away. Milliseconds. */
  readonly waitMs: number;
  readonly onWaiting: (partitions: readonly number[]) => void;
}

const POLL_MS = 500;

/**
 * Gives the log another number of partitions. Its records stay and keep their sequences, so no sink loses its place; a
 * partition goes away when the warehouse has all of it.
 *
 * More partitions are one step of the server's. With fewer, nothing more can come into those that go once that step is
 * done, so what came in shortly before is waited for behind it too. Cut anywhere and run again, it goes on.
 *
 * @returns the number there was; undefined when none had been fixed
 * @throws UsageError when sinks did not store in time what would be left behind
 */
export async function changePartitions(options: ChangePartitionsOptions): Promise<number | undefined> {
  const { eventLog, partitions } = options;
  const admin = eventLog.openAdmin();
  const lock = await admin.takeRepairLock({ what: 'repartition', id: createEpoch(Date.now(), Math.random) });
  try {
    const before = await admin.partitionCount();
    await waitUntilStored(options);
    await lock.confirm();
    await admin.setPartitionCount(partitions);
    await waitUntilStored(options);
    return before;
  } finally {
    await lock.release();
  }
}

async function waitUntilStored(options: ChangePartitionsOptions): Promise<void> {
  const { waitMs, onWaiting, partitions } = options;
  const deadlineMs = performance.now() + waitMs;
  let said = '';
  for (;;) {
    const waiting = await notStored(options);
    if (waiting.length === 0) return;
    if (performance.now() >= deadlineMs)
      throw new UsageError(
        `partition ${waiting.join(', ')} would go away, and the warehouse does not have all of it yet: let the sinks catch up and run it again, or take more than ${partitions}`,
      );
    if (said !== waiting.join()) onWaiting(waiting);
    said = waiting.join();
    await delay(POLL_MS);
  }
}

/** Partitions that go away and have records which the warehouse does not. */
async function notStored({ eventLog, store, partitions }: ChangePartitionsOptions): Promise<number[]> {
  const admin = eventLog.openAdmin();
  const { createdAtMs: streamCreatedAtMs } = await eventLog.streamState();
  const waiting: number[] = [];
  for (const partition of await admin.partitionsHeld()) {
    if (partition < partitions) continue;
    const lastSeq = await admin.lastSeqOf(partition);
    const known = await lastRun(store, { partition, streamCreatedAtMs });
    if ((known?.last ?? 0) < lastSeq) waiting.push(partition);
  }
  return waiting;
}
