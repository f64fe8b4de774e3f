import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@emotide/service-kit';
import { z } from 'zod';
import { count } from './query';
import type { Store } from './store';

/** The lock was taken by another program, as this one gave no sign of life for too long. */
export class MigrationLockLost extends Error {
  override name = 'MigrationLockLost';
}

/** Where locks are written down. On a cluster its inserts are replicated, tokens included. */
export const MIGRATION_LOCKS = `CREATE TABLE IF NOT EXISTS migration_locks (
      term UInt64 COMMENT 'Counts who had the lock: the greatest one has it, or had it last',
      holder String COMMENT 'Host and process that wrote the row, and a name of its own',
      beat UInt64 COMMENT 'Grows while the holder lives; 0 is the row that took the lock',
      is_released Bool COMMENT 'Whether the holder gave it back',
      written_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the row was written; nothing is decided by it'
    )
    ENGINE = MergeTree
    ORDER BY (term, beat)
    TTL toDateTime(written_at) + INTERVAL 7 DAY
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Who changes the schema: one program at a time. Rows of a lock that is held and was held'`;

export interface MigrationLockOptions {
  readonly log: Logger;
  /** Whether the tables are replicated, so that a replica may have to catch up before it is read. */
  readonly isReplicated?: boolean;
  /** How often the holder gives a sign of life. Default 2,000 ms. */
  readonly renewMs?: number;
  /** How long a holder may be silent, by the clock of who waits for it. Default 15,000 ms. */
  readonly termMs?: number;
}

const RENEW_MS = 2_000;
const TERM_MS = 15_000;
const POLL_MS = 200;

const stateRow = z.object({ term: count, holder: z.string(), beat: count, isReleased: z.boolean() });
type State = z.output<typeof stateRow>;

/**
 * Keeps two programs from changing the schema at the same time, on one host or several.
 *
 * ClickHouse has no locks, but it takes an insert's token once, whoever sends it and to whichever replica: so the row that
 * takes term `n` is inserted under the token of term `n`, and of all who try one has it. A holder that was silent for too
 * long on the clock of who waits is dead, and the next term is taken. One that wakes finds it out before its next
 * statement; the one statement that it may still send is safe to repeat, as all are.
 */
export class MigrationLock {
  readonly #store: Store;
  readonly #options: MigrationLockOptions;
  readonly #term: number;
  readonly #holder: string;
  readonly #timer: NodeJS.Timeout;
  readonly #renewMs: number;
  #beat = 0;
  /** When the lock was last known to be held, by `performance.now()`. */
  #heldSinceMs: number;

  private constructor(
    store: Store,
    options: MigrationLockOptions,
    { term, holder, heldSinceMs }: { term: number; holder: string; heldSinceMs: number },
  ) {
    this.#store = store;
    this.#options = options;
    this.#term = term;
    this.#holder = holder;
    this.#heldSinceMs = heldSinceMs;
    this.#renewMs = options.renewMs ?? RENEW_MS;
    // A sign of life that fails is followed by others; if none arrives, the next confirm says what came of it.
    this.#timer = setInterval(
      () => void this.#write({ beat: ++this.#beat, isReleased: false }).catch(() => undefined),
      this.#renewMs,
    );
  }

  /**
   * Takes the lock, at once or when its holder has given it back or fallen silent.
   *
   * @throws StoreUnavailable, StoreRefused
   */
  static async take(store: Store, options: MigrationLockOptions): Promise<MigrationLock> {
    const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
    for (;;) {
      const found = await read(store, options);
      if (found !== undefined && !found.isReleased) await outwait(store, found, options);
      const term = (found?.term ?? 0) + 1;
      const heldSinceMs = performance.now();
      await insert(store, { term, holder, beat: 0, isReleased: false });
      const now = await read(store, options);
      if (now?.term === term && now.holder === holder)
        return new MigrationLock(store, options, { term, holder, heldSinceMs });
    }
  }

  /**
   * Makes sure that the lock is still held: at once when it was lately, else by asking.
   *
   * @throws MigrationLockLost stop at once. @throws StoreUnavailable nothing is known
   */
  async confirm(): Promise<void> {
    const askedAtMs = performance.now();
    if (askedAtMs - this.#heldSinceMs <= this.#renewMs) return;
    const now = await read(this.#store, this.#options);
    if (now?.term !== this.#term || now.holder !== this.#holder)
      throw new MigrationLockLost(
        `${now?.holder ?? 'somebody'} changes the schema now, as this one was silent for too long: start again`,
      );
    this.#heldSinceMs = askedAtMs;
  }

  /** Gives the lock back. Without it the next one waits until this one counts as dead. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write({ beat: ++this.#beat, isReleased: true });
  }

  #write(row: Pick<State, 'beat' | 'isReleased'>): Promise<void> {
    return insert(this.#store, { term: this.#term, holder: this.#holder, ...row });
  }
}

/** Waits while the holder lives. Returns when the lock is free to be taken, or another has it. */
async function outwait(
  store: Store,
  first: State,
  { log, termMs = TERM_MS, ...options }: MigrationLockOptions,
): Promise<void> {
  log.info({ holder: first.holder }, 'another program changes the schema: waiting for it');
  let last = first;
  let heardAtMs = performance.now();
  while (performance.now() - heardAtMs < termMs) {
    await delay(POLL_MS);
    const now = await read(store, { log, ...options });
    if (now === undefined || now.term !== first.term || now.isReleased) return;
    if (now.beat === last.beat) continue;
    last = now;
    heardAtMs = performance.now();
  }
  log.warn({ holder: first.holder }, 'whoever changed the schema has fallen silent: taking over');
}

async function read(
  store: Store,
  { isReplicated = false }: MigrationLockOptions,
): Promise<State | undefined> {
  if (isReplicated) await store.command('SYSTEM SYNC REPLICA migration_locks LIGHTWEIGHT');
  const rows = await store.select(
    `SELECT term, argMin(l.holder, (l.beat, l.written_at, l.holder)) AS holder, max(l.beat) AS beat,
       max(l.is_released) AS isReleased
     FROM migration_locks AS l
     GROUP BY term
     ORDER BY term DESC
     LIMIT 1`,
  );
  return z.array(stateRow).parse(rows)[0];
}

function insert(store: Store, { term, holder, beat, isReleased }: State): Promise<void> {
  const row = JSON.stringify({ term, holder, beat, is_released: isReleased });
  return store.send(
    'INSERT INTO migration_locks (term, holder, beat, is_released) FORMAT JSONEachRow',
    [Buffer.from(row)],
    {
      async_insert: 0,
      // Whoever's token arrives first has the term; the holder's name is not in it.
      insert_deduplication_token: `${term} ${beat}${isReleased ? ' released' : ''}`,
    },
  );
}
