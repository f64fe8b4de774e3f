import { setTimeout as delay } from 'node:timers/promises';
import { OPEN_END, type EventLog } from '@emotide/event-log';
import { UsageError, type Logger } from '@emotide/service-kit';
import {
  MIGRATIONS,
  countWarehouse,
  openWarehouse,
  replaceWarehouse,
  runningInserts,
  type Store,
} from '@emotide/store';
import type { BackupManifest } from './backup-manifest';
import { toDay } from './replay-range';

export interface RestoreOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  /** New for each command: see `createEpoch`. */
  readonly id: string;
  /** As checked, and the backup's name on the server's disk for backups. */
  readonly manifest: BackupManifest;
  readonly name: string;
  /** Whether what the warehouse has may go. */
  readonly mayReplace: boolean;
  /**
   * Called when the tables are there and before sinks go on, so that nobody has read or counted anything yet: what must
   * not come back with a backup (those who opted out since) is taken out again here. Repeating it must do no harm.
   *
   * @param confirm throws when another repair took over
   */
  readonly onRestored?: (confirm: () => Promise<void>) => Promise<void>;
  /** How long a sink may go on with an insert that it was entitled to before it was stopped. Default 10,000 ms. */
  readonly sinkGraceMs?: number;
  /** Signs of life of the lock, and after how long without a dead holder is replaced: see `RepairLock`. */
  readonly lockRenewMs?: number;
  readonly lockTermMs?: number;
  readonly say: (text: string) => void;
  readonly log: Logger;
}

const GRACE_MS = 10_000;
const POLL_MS = 200;

/**
 * Puts a backup in the place of the warehouse. Sinks are stopped, and go on behind the last run of the backup: what came
 * since is counted again from the log, each record once.
 *
 * Killed before anything was dropped, nothing has changed. Killed later, sinks wait and say so; run it again.
 *
 * @throws UsageError the warehouse has something and may not lose it, or the backup is of a newer program
 * @throws RepairLost, LogUnavailable, StoreUnavailable, Error: run it again
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { eventLog, store, id, manifest, name, mayReplace, say, log, sinkGraceMs = GRACE_MS } = options;
  const { lockRenewMs, lockTermMs } = options;
  expectKnownSchema(manifest);
  const admin = eventLog.openAdmin();
  const lock = await admin.takeRepairLock({
    what: 'restore',
    id,
    ...(lockRenewMs !== undefined && { renewMs: lockRenewMs }),
    ...(lockTermMs !== undefined && { termMs: lockTermMs }),
  });
  let isBegun = lock.unfinished !== undefined;
  try {
    await openWarehouse(store);
    const rows = await countWarehouse(store);
    if (rows > 0 && !mayReplace && !isBegun)
      throw new UsageError(
        `the warehouse is not empty: it has ${rows} rows, which the backup would replace; say --yes if they may go`,
      );
    const { createdAtMs } = await eventLog.streamState();
    if (createdAtMs !== manifest.logCreatedAtMs)
      say(
        'note: the log is not the one that was counted into this backup; sinks begin with its first record',
      );
    const history = await eventLog.streamState('HISTORY');
    if (history.createdAtMs !== manifest.historyCreatedAtMs)
      say('note: nor is the log of imported history; what it holds is counted from its first record');

    // What is begun from here on has to be finished: sinks that start wait, those that run are fenced.
    isBegun = true;
    await lock.pauseSinks({ from: toDay(manifest.madeAtMs), to: OPEN_END });
    const kept = new Map(manifest.intents.map(({ partition, intent }) => [partition, intent]));
    const partitions = [...new Set([...(await admin.sinkPartitions()), ...kept.keys()])];
    const taken = await admin.takeIntents(partitions, id);
    say('waiting until no sink writes any more');
    await delay(sinkGraceMs);
    while (((await runningInserts(store, store))[0]?.inserts ?? 0) > 0) await delay(POLL_MS);

    await lock.confirm();
    say('restoring the tables');
    await replaceWarehouse(store, name, log);
    await options.onRestored?.(() => lock.confirm());
    for (const partition of partitions) {
      const intent = kept.get(partition);
      // One that the backup knows nothing of begins with the first record of the log.
      if (intent === undefined) await taken.remove(partition);
      else await taken.put(partition, { ...intent, owner: id });
    }
    await lock.release();
  } catch (error) {
    // As long as sinks must not go on, what stands keeps them waiting.
    if (isBegun) lock.abandon();
    else await lock.release();
    throw error;
  }
}

function expectKnownSchema({ migrations }: BackupManifest): void {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const newer = migrations.filter((name) => !known.has(name));
  if (newer.length > 0)
    throw new UsageError(`the backup is of a newer program (${newer.join(', ')}): upgrade this one first`);
}
