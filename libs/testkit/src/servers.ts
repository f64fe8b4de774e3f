import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  findNatsServer,
  startClickHouse,
  startNatsServer,
  type ClickHouseServer,
  type NatsServer,
} from '@emotide/embedded';
import { EventLog, ROLES, permissionsOf, type Role } from '@emotide/event-log';
import { createLogger } from '@emotide/service-kit';
import { RETAINED, createStore, migrate, type Retention, type Store } from '@emotide/store';

/** Says only what a failing test needs. */
export const quietLog = createLogger('test', process.env['EMOTIDE_TEST_LOG_LEVEL'] ?? 'silent');

/** Where `npm start` and the tests keep a nats-server that was fetched. */
const cacheDirectory = process.env['EMOTIDE_CACHE_DIR'] ?? join(homedir(), '.cache', 'emotide');

const passwordOf = (role: Role): string => `${role}-password`;

/** The nats-server that tests run, fetched once where none is installed. */
export const findTestNatsServer = () => findNatsServer({ env: process.env, cacheDirectory });

export interface TestNats {
  readonly server: NatsServer;
  /** Connects as one of the product's roles, with its permissions. */
  connect(role: Role): Promise<EventLog>;
  /** Settings by which an app finds it, as that role. */
  env(role: Role): Record<string, string>;
  stop(): Promise<void>;
}

/** A real nats-server with the product's users and, unless told otherwise, its streams. */
export async function startTestNats(
  directory: string,
  options: { port?: number; provision?: boolean } = {},
): Promise<TestNats> {
  const binary = await findTestNatsServer();
  const server = await startNatsServer({
    binary,
    directory,
    ...(options.port !== undefined && { port: options.port }),
    users: ROLES.map((role) => {
      const permissions = permissionsOf(role);
      return { name: role, password: passwordOf(role), ...(permissions && { permissions }) };
    }),
  });
  const connections: EventLog[] = [];
  const connect = async (role: Role): Promise<EventLog> => {
    const eventLog = await EventLog.connect({
      servers: server.url,
      user: role,
      password: passwordOf(role),
      name: `test-${role}`,
      log: quietLog,
    });
    connections.push(eventLog);
    return eventLog;
  };
  if (options.provision !== false)
    await (await connect('owner')).provision({ replicas: 1, maxBytes: 1024 ** 3, maxAgeMs: 7 * 86_400_000 });
  return {
    server,
    connect,
    env: (role) => ({
      EMOTIDE_NATS_SERVERS: server.url,
      EMOTIDE_NATS_USER: role,
      EMOTIDE_NATS_PASSWORD: passwordOf(role),
    }),
    stop: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await server.stop();
    },
  };
}

export interface TestClickHouse {
  readonly server: ClickHouseServer;
  /** The product's own user, with all migrations applied. */
  readonly store: Store;
  readonly passwords: { readonly app: string; readonly bi: string };
  env(): Record<string, string>;
  /** Empties every table, which keeps its tokens; makes the database again where a test has changed more than rows. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Rows of tests have the days that their authors wrote. */
export const KEEPS_ALL: Retention = Object.fromEntries(
  Object.keys(RETAINED).map((table) => [table, 'forever']),
);

/** The real ClickHouse engine with the product's users and tables, which keep every row. */
export async function startTestClickHouse(
  directory: string,
  options: { port?: number } = {},
): Promise<TestClickHouse> {
  const passwords = { app: 'app-password', bi: 'bi-password' };
  const server = await startClickHouse({
    directory,
    users: passwords,
    ...(options.port !== undefined && { port: options.port }),
  });
  const store = createStore({ url: server.url, username: 'app', password: passwords.app });
  const makeTables = () => migrate(store, { log: quietLog, retention: KEEPS_ALL });
  await makeTables();
  const made = await readTables(store);
  return {
    server,
    store,
    passwords,
    env: () => ({
      EMOTIDE_CLICKHOUSE_URL: server.url,
      EMOTIDE_CLICKHOUSE_USER: 'app',
      EMOTIDE_CLICKHOUSE_PASSWORD: passwords.app,
    }),
    reset: async () => {
      if (isDeepStrictEqual(await readTables(store), made)) {
        const emptied = made.filter(
          ({ name, engine }) => engine.endsWith('MergeTree') && name !== 'migrations',
        );
        await Promise.all(emptied.map(({ name }) => store.command(`TRUNCATE TABLE ${name}`)));
      } else {
        // At once: a table that waits for being dropped is loaded at a start too, with a megabyte for its tokens.
        await store.command('DROP DATABASE IF EXISTS emotide SYNC', { database: null });
        await makeTables();
      }
    },
    stop: async () => {
      await store.close();
      await server.stop();
    },
  };
}

interface Table {
  readonly name: string;
  readonly engine: string;
  readonly sql: string;
}

/** What each table is made of; none where a test has dropped the database. */
const readTables = (store: Store): Promise<readonly Table[]> =>
  store
    .select(
      `SELECT name, engine, create_table_query AS sql FROM system.tables WHERE database = 'emotide' ORDER BY name`,
    )
    .catch(() => []) as Promise<readonly Table[]>;
