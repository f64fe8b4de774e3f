import { findNatsServer, lockDirectory, startClickHouse, startNatsServer } from '@emotide/embedded';
import {
  MAX_PARTITIONS,
  ROLES,
  eventLogEnv,
  permissionsOf,
  toEventLogAddress,
  type EventLog,
} from '@emotide/event-log';
import { UsageError, createLogger, parseConfig } from '@emotide/service-kit';
import { createStore, migrate, retentionEnv, storeEnv, toStoreAddress, type Store } from '@emotide/store';
import { changePartitions } from './change-partitions';
import { openSecrets, readRunning, type Instance } from './instance';
import { createLogView } from './log-view';
import { startNodeService } from './node-service';
import { isElsewhere, withLog } from './operator';
import { STORE_BYTES, cacheDirectory } from './up';

export interface RepartitionFlags {
  readonly partitions: string;
  readonly wait: string;
}

type Write = (text: string) => void;

/**
 * Changes how many partitions the log has: of the system that the settings name, or of the instance here, which has to be
 * stopped, as all its parts read the number when they start.
 *
 * @throws UsageError
 */
export async function repartition(instance: Instance, flags: RepartitionFlags, write: Write): Promise<void> {
  const partitions = parseCount('--partitions', flags.partitions, MAX_PARTITIONS);
  const waitMs = parseCount('--wait', flags.wait, 86_400) * 1_000;
  const change = async (eventLog: EventLog, store: Store): Promise<void> => {
    const before = await changePartitions({
      eventLog,
      store,
      partitions,
      waitMs,
      onWaiting: (waiting) =>
        write(`waiting until the warehouse has all of partition ${waiting.join(', ')}\n`),
    });
    write(
      `the log has ${partitions} partition${partitions === 1 ? '' : 's'} now (before: ${before ?? 'any'})\n`,
    );
  };
  if (!isElsewhere(process.env)) return repartitionHere(instance, partitions, change, write);
  const store = createStore(toStoreAddress(parseConfig(storeEnv, process.env)));
  try {
    await withLog(toEventLogAddress(parseConfig(eventLogEnv, process.env)), (eventLog) =>
      change(eventLog, store),
    );
  } finally {
    await store.close();
  }
}

/** Starts the log, the warehouse and a sink, which empties what goes away, and stops them again. */
async function repartitionHere(
  instance: Instance,
  partitions: number,
  change: (eventLog: EventLog, store: Store) => Promise<void>,
  write: Write,
): Promise<void> {
  if (readRunning(instance) !== undefined)
    throw new UsageError(
      `Emotide runs on ${instance.directory}: stop it first, and start it with --partitions ${partitions} then`,
    );
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const lock = await lockDirectory(instance.directory, 'Emotide');
    undo.push(() => lock.release());
    const secrets = openSecrets(instance);
    const nats = await startNatsServer({
      binary: await findNatsServer({ env: process.env, cacheDirectory: cacheDirectory(process.env) }),
      directory: instance.natsDirectory,
      // With less, the server leaves out the streams that would not fit, without a word.
      maxStoreBytes: STORE_BYTES,
      users: ROLES.map((role) => {
        const permissions = permissionsOf(role);
        return { name: role, password: secrets.nats[role], ...(permissions && { permissions }) };
      }),
    });
    undo.push(() => nats.stop());
    const clickhouse = await startClickHouse({
      directory: instance.clickhouseDirectory,
      users: secrets.clickhouse,
    });
    undo.push(() => clickhouse.stop());
    const address = { url: clickhouse.url, username: 'app', password: secrets.clickhouse.app };
    const store = createStore(address);
    undo.push(() => store.close());
    await migrate(store, {
      log: createLogger('emotide', 'silent'),
      retention: parseConfig(retentionEnv, process.env),
    });

    await withLog({ servers: nats.url, user: 'owner', password: secrets.nats.owner }, async (eventLog) => {
      const admin = eventLog.openAdmin();
      const held = await admin.partitionsHeld();
      if (held.some((partition) => partition >= partitions)) {
        const count = (await admin.partitionCount()) ?? Math.max(...held) + 1;
        const view = createLogView({ write, isColoured: false, least: 'warn', now: () => new Date() });
        const sink = await startNodeService(
          { name: 'sink', program: 'sink' },
          {
            EMOTIDE_NATS_SERVERS: nats.url,
            EMOTIDE_NATS_USER: 'sink',
            EMOTIDE_NATS_PASSWORD: secrets.nats.sink,
            // Also those that an earlier attempt took away already and that still have something.
            EMOTIDE_PARTITIONS: String(Math.max(count, ...held.map((partition) => partition + 1))),
            EMOTIDE_CLICKHOUSE_URL: clickhouse.url,
            EMOTIDE_CLICKHOUSE_USER: 'app',
            EMOTIDE_CLICKHOUSE_PASSWORD: secrets.clickhouse.app,
            EMOTIDE_INSTANCE: 'sink-1',
            EMOTIDE_LOG_LEVEL: 'info',
          },
          view,
        );
        undo.push(() => sink.stop());
      }
      await change(eventLog, store);
    });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** @throws UsageError */
function parseCount(flag: string, text: string, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= most))
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is no number from 1 to ${most}`);
  return value;
}
