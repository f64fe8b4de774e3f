import { createHash } from 'node:crypto';
import type { Logger } from '@emotide/service-kit';
import { z } from 'zod';
import { MIGRATIONS } from '../migrations';
import type { Migration } from './migration';
import type { Store } from './store';

/** The database that people ask; any other is a workshop, which nobody reads. */
const WAREHOUSE = 'emotide';

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

/**
 * Brings the database to this program's schema, creating it when absent. Repeating it changes nothing, and two at
 * once do no harm: every statement is safe to repeat.
 *
 * @throws MigrationMismatch an applied step was edited since.
 * @throws StoreUnavailable, StoreRefused as the store does.
 */
export async function migrate(
  store: Store,
  { log, migrations = MIGRATIONS }: { log: Logger; migrations?: readonly Migration[] },
): Promise<{ applied: string[] }> {
  await store.command(
    `CREATE DATABASE IF NOT EXISTS ${store.database} COMMENT 'Emotes used in Twitch chat'`,
    {
      database: null,
    },
  );
  await store.command(
    `CREATE TABLE IF NOT EXISTS migrations (
      name String COMMENT 'Number, verb and object of the step',
      checksum String COMMENT 'SHA-256 of its statements',
      applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When it was applied'
    )
    ENGINE = ReplacingMergeTree
    ORDER BY name
    COMMENT 'Steps of this schema that were applied'`,
  );
  const done = z.array(recorded).parse(await store.select('SELECT name, checksum FROM migrations FINAL'));
  const applied: string[] = [];
  const known = migrations.filter(({ isForReaders }) => !isForReaders || store.database === WAREHOUSE);
  for (const step of toPending(known, done)) {
    for (const statement of step.statements)
      await store.command(statement.replaceAll('{database}', store.database));
    await store.command('INSERT INTO migrations (name, checksum) VALUES ({name:String}, {checksum:String})', {
      parameters: { name: step.name, checksum: toChecksum(step) },
    });
    log.info({ migration: step.name }, 'migration applied');
    applied.push(step.name);
  }
  return { applied };
}
