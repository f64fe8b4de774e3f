import { UsageError, createLogger, parseConfig } from '@emotide/service-kit';
import {
  createStore,
  migrate,
  retentionEnv,
  storeEnv,
  toStatements,
  toStoreAddress,
  type StoreAddress,
} from '@emotide/store';
import type { Instance } from './instance';
import { expectRunning } from './operator';

export interface MigrateFlags {
  readonly cluster?: string;
  readonly print?: boolean;
}

/** A statement for a whole cluster waits until every replica has it. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;

/**
 * Applies the migrations and the retention to the warehouse that `EMOTIDE_CLICKHOUSE_URL` names, or else to the running
 * one of this machine; or only prints what it would send to an empty one.
 *
 * @throws UsageError
 */
export async function migrateHere(
  toInstance: () => Instance,
  { cluster, print = false }: MigrateFlags,
  write: (text: string) => void,
): Promise<void> {
  const retention = parseConfig(retentionEnv, process.env);
  if (print) {
    const statements = expectCluster(() => toStatements({ database: 'emotide', cluster, retention }));
    write(`${statements.join(';\n\n')};\n`);
    return;
  }
  const store = createStore({ ...findWarehouse(toInstance), requestTimeoutMs: REQUEST_TIMEOUT_MS });
  try {
    expectCluster(() => toStatements({ database: store.database, cluster }));
    const log = createLogger('migrate', process.env['EMOTIDE_LOG_LEVEL'] ?? 'warn');
    const { applied, aged } = await migrate(store, { log, retention, cluster });
    for (const name of applied) write(`applied ${name}\n`);
    for (const table of aged) write(`retention of ${table} changed\n`);
    if (applied.length + aged.length === 0) write('nothing to do\n');
  } finally {
    await store.close();
  }
}

function findWarehouse(toInstance: () => Instance): StoreAddress {
  if ((process.env['EMOTIDE_CLICKHOUSE_URL'] ?? '') !== '')
    return toStoreAddress(parseConfig(storeEnv, process.env));
  const { running, secrets } = expectRunning(toInstance());
  return { url: running.clickhouseUrl, username: 'app', password: secrets.clickhouse.app };
}

/** @throws UsageError for a name that no cluster has */
function expectCluster<T>(render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--cluster: ${error.message}`);
    throw error;
  }
}
