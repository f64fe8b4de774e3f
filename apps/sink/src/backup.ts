import { setTimeout as delay } from 'node:timers/promises';
import { logOf, type EventLog, type LogAdmin, type LogName, type SinkIntent } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import {
  appliedMigrations,
  dropStill,
  holdStill,
  lastRun,
  serverVersion,
  writeBackup,
  type Store,
  type TableRows,
} from '@emotide/store';
import { describeFiles, writeManifest, type BackupManifest } from './backup-manifest';

export interface BackupOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  /** New for each command: see `createEpoch`. */
  readonly id: string;
  /** Name of the backup on the server's disk for backups, and where that folder is. */
  readonly name: string;
  readonly directory: string;
  /** Signs of life of the lock, and after how long without a dead holder is replaced: see `RepairLock`. */
  readonly lockRenewMs?: number;
  readonly lockTermMs?: number;
  readonly say: (text: string) => void;
  readonly log: Logger;
}

interface Still {
  readonly madeAtMs: number;
  readonly intents: BackupManifest['intents'];
  readonly tables: readonly TableRows[];
}

/** When each log was made, epoch ms. */
type Births = Readonly<Record<LogName, number>>;

const ATTEMPTS = 10;
/** A run that was begun is in all tables by then, unless its sink died. */
const RUN_WITHIN_MS = 10_000;
const POLL_MS = 50;
const PAUSE_MS = 1_000;

/**
 * Copies the warehouse, at a border between two runs, while everything goes on.
 *
 * Each partition's intent gets another owner, so that its sink can begin nothing more; what it had begun is waited for;
 * the tables are held still, in moments; and if no sink took its intent back meanwhile, they are at one border, all of
 * them. Otherwise it is tried again. Sinks start again by themselves, and nothing waits for the copying.
 *
 * Killed anywhere it has changed nothing; the folder has no manifest then, and is no backup.
 *
 * @throws UsageError when another repair is under way. @throws LogUnavailable, StoreUnavailable, Error: run it again
 */
export async function backup(options: BackupOptions): Promise<BackupManifest> {
  const { eventLog, store, id, name, directory, say, lockRenewMs, lockTermMs } = options;
  const admin = eventLog.openAdmin();
  const lock = await admin.takeRepairLock({
    what: 'backup',
    id,
    ...(lockRenewMs !== undefined && { renewMs: lockRenewMs }),
    ...(lockTermMs !== undefined && { termMs: lockTermMs }),
  });
  try {
    const births: Births = {
      EMOTES: (await eventLog.streamState()).createdAtMs,
      HISTORY: (await eventLog.streamState('HISTORY')).createdAtMs,
    };
    const still = await holdAtBorder(options, admin, births);
    say(`the tables stand still; ${still.tables.reduce((sum, { rows }) => sum + rows, 0)} rows are copied`);
    await writeBackup(store, name);
    const manifest: BackupManifest = {
      version: 2,
      ...still,
      tables: [...still.tables],
      serverVersion: await serverVersion(store),
      migrations: await appliedMigrations(store),
      logCreatedAtMs: births.EMOTES,
      historyCreatedAtMs: births.HISTORY,
      files: await describeFiles(directory),
    };
    await writeManifest(directory, manifest);
    return manifest;
  } finally {
    await dropStill(store).catch(() => undefined);
    await lock.release();
  }
}

async function holdAtBorder(
  { store, id, say }: BackupOptions,
  admin: LogAdmin,
  births: Births,
): Promise<Still> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await delay(PAUSE_MS);
    const partitions = await admin.sinkPartitions();
    const before = await admin.lookAtIntents(partitions);
    const begun = partitions.filter((partition) => before.get(partition) !== undefined);
    const taken = await admin.takeIntents(begun, id);
    if (!(await areStored(store, taken.before, births))) {
      say('a run that was begun is not stored; trying again when its sink has finished it');
      continue;
    }
    const madeAtMs = Date.now();
    const tables = await holdStill(store);
    const after = await admin.lookAtIntents(partitions);
    const isStill = partitions.every((partition) => {
      const [was, is] = [taken.before.get(partition), after.get(partition)];
      return was === undefined ? is === undefined : is?.owner === id && is.token === was.token;
    });
    if (isStill) {
      const intents = [...taken.before].flatMap(([partition, intent]) =>
        intent === undefined ? [] : [{ partition, intent }],
      );
      return { madeAtMs, intents, tables };
    }
    say('a sink was faster; trying again');
  }
  throw new Error('the warehouse did not come to rest: are its sinks started again and again?');
}

/** Whether all tables have what was begun: then nothing of it is under way any more. */
async function areStored(
  store: Store,
  intents: ReadonlyMap<number, SinkIntent | undefined>,
  births: Births,
): Promise<boolean> {
  const deadlineMs = performance.now() + RUN_WITHIN_MS;
  for (const [partition, intent] of intents) {
    const streamCreatedAtMs = births[logOf(partition)];
    // Of another log: nobody writes on behalf of it.
    if (intent === undefined || intent.streamCreatedAtMs !== streamCreatedAtMs) continue;
    for (;;) {
      const known = await lastRun(store, { partition, streamCreatedAtMs });
      if (known?.token === intent.token) break;
      if (performance.now() >= deadlineMs) return false;
      await delay(POLL_MS);
    }
  }
  return true;
}
