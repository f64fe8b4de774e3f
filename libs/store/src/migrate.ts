import { createHash } from 'node:crypto';
import type { Logger } from '@emotide/service-kit';
import { z } from 'zod';
import { MIGRATIONS } from '../migrations';
import type { Migration } from './migration';
import { MIGRATION_LOCKS, MigrationLock, type MigrationLockOptions } from './migration-lock';
import { renderStatement, type Site } from './render-statement';
import {
  readAges,
  readUntold,
  toAgeStatements,
  toAges,
  toChangedAges,
  type Age,
  type Retention,
} from './retention';
import type { Store } from './store';

/** The recorded schema and this program's differ: the program is older, or a released step was edited. */
export class MigrationMismatch extends Error {
  override name = 'MigrationMismatch';
}

const recorded = z.object({ name: z.string(), checksum: z.string() });

/** What a step's record holds; an edited step has another. */
export function toChecksum({ statements }: Migration): string {
  return createHash('sha256').update(statements.join('\n;\n')).digest('hex');
}

/**
 * Which steps are still to be applied.
 *
 * @throws MigrationMismatch when a recorded step's text is not the one given here.
 */
export function toPending(
  known: readonly Migration[],
  done: readonly z.output<typeof recorded>[],
): readonly Migration[] {
  const checksums = new Map(done.map(({ name, checksum }) => [name, checksum]));
  const edited = known.filter((step) => {
    const checksum = checksums.get(step.name);
    return checksum !== undefined && checksum !== toChecksum(step);
  });
  if (edited.length > 0) {
    const names = edited.map(({ name }) => name).join(', ');
    throw new MigrationMismatch(
      `applied with another text: ${names}. Restore it and add a new migration instead`,
    );
  }
  return known.filter(({ name }) => !checksums.has(name));
}

const BOOKS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS migrations (
      name String COMMENT 'Number, verb and object of the step',
      checksum String COMMENT 'SHA-256 of its statements',
      applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When it was applied'
    )
    ENGINE = ReplacingMergeTree
    ORDER BY name
    COMMENT 'Steps of this schema that were applied'`,
  MIGRATION_LOCKS,
];

const CREATE_DATABASE = "CREATE DATABASE IF NOT EXISTS {database} COMMENT 'Emotes used in Twitch chat'";

export interface MigrateOptions extends Pick<MigrationLockOptions, 'renewMs' | 'termMs'> {
  readonly log: Logger;
  /** Default: all. */
  readonly migrations?: readonly Migration[];
  /** How long rows are kept, where it is not the default. */
  readonly retention?: Retention;
  /** Name of a ClickHouse cluster whose replicas get all of it; default: one server. */
  readonly cluster?: string | undefined;
}

export interface Migrated {
  /** Steps that were applied, in order. */
  readonly applied: string[];
  /** Tables whose rows are kept for another time now. */
  readonly aged: string[];
}

/**
 * Brings the database to this program's schema and retention, creating it when absent. Repeating it changes nothing. Of
 * two at once, on whichever hosts, one works and the other waits for it.
 *
 * @throws MigrationMismatch an applied step was edited since.
 * @throws MigrationLockLost start again.
 * @throws StoreUnavailable, StoreRefused as the store does.
 */
export async function migrate(
  store: Store,
  { log, migrations = MIGRATIONS, retention = {}, cluster, ...terms }: MigrateOptions,
): Promise<Migrated> {
  const site = { database: store.database, cluster };
  const isReplicated = cluster !== undefined;
  const run = (statement: string): Promise<void> => store.command(renderStatement(statement, site));
  await store.command(renderStatement(CREATE_DATABASE, site), { database: null });
  for (const book of BOOKS) await run(book);

  const wanted = toAges(retention);
  const look = async (): Promise<{ pending: readonly Migration[]; changed: readonly Age[] }> => {
    if (isReplicated) await store.command('SYSTEM SYNC REPLICA migrations LIGHTWEIGHT');
    const done = z.array(recorded).parse(await store.select('SELECT name, checksum FROM migrations FINAL'));
    const untold = await readUntold(store, wanted);
    const changed = toChangedAges(wanted, await readAges(store));
    return {
      pending: toPending(migrations, done),
      changed: wanted.filter((age) => changed.includes(age) || untold.includes(age.table)),
    };
  };
  const first = await look();
  if (first.pending.length === 0 && first.changed.length === 0) return { applied: [], aged: [] };

  const lock = await MigrationLock.take(store, { log, isReplicated, ...terms });
  try {
    const work = async (statements: readonly string[]): Promise<void> => {
      for (const statement of statements) {
        await lock.confirm();
        await run(statement);
      }
    };
    const { pending } = await look();
    for (const step of pending) {
      await work(step.statements);
      await store.command(
        'INSERT INTO migrations (name, checksum) VALUES ({name:String}, {checksum:String})',
        {
          parameters: { name: step.name, checksum: toChecksum(step) },
        },
      );
      log.info({ migration: step.name }, 'migration applied');
    }
    const { changed } = await look();
    for (const age of changed) {
      await work(toAgeStatements(age));
      log.info({ table: age.table, kept: age.kept }, 'retention changed');
    }
    return { applied: pending.map(({ name }) => name), aged: changed.map(({ table }) => table) };
  } finally {
    await lock.release().catch((error: unknown) => log.warn({ err: error }, 'could not give the lock back'));
  }
}

/** All that {@link migrate} would send to an empty server, in order. */
export function toStatements({
  database,
  cluster,
  retention = {},
  migrations = MIGRATIONS,
}: Site & Pick<MigrateOptions, 'retention' | 'migrations'>): string[] {
  const steps = migrations.flatMap(({ statements }) => statements);
  const defaults = toAges({});
  const ages = toChangedAges(toAges(retention), defaults).flatMap(toAgeStatements);
  return [CREATE_DATABASE, ...BOOKS, ...steps, ...ages].map((one) =>
    renderStatement(one, { database, cluster }),
  );
}
