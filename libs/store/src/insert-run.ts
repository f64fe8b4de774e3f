import type { ClickHouseSettings } from '@clickhouse/client';
import { nobodyCondition, type OptOutsAsOf } from './nobody-condition';
import type { Store } from './store';

/** What one INSERT may hold and still be one block, which is what makes repeating it harmless. */
export const RUN_LIMITS = { rows: 1_000_000, bytes: 256_000_000 } as const;

/**
 * How many inserts back each table remembers tokens. A run may be repeated safely until this many other inserts
 * followed it: 8 a second (four of the live log, four of an import) for 20 minutes.
 */
export const DEDUPLICATION_WINDOW_INSERTS = 10_000;

/**
 * The row that travels through the log, as RowBinary in this order; its first 13 columns of `landing`.
 *
 * - `kind` 1, a use: one chat message × one distinct emote. `sent_at` epoch ms; `actor` the chatter's (hashed) id,
 *   0 when nobody's; `message_key` the message; `count` occurrences; `with_emotes` 0.
 * - `kind` 2, activity: one channel × one second. `sent_at` the second's start; `actor` the reading session;
 *   `message_key` the last message covered; `provider`, `class` 0; `count` messages; `with_emotes` messages with emotes.
 * - `kind` 3, a loss: messages of one reading session that were read and never counted. `sent_at` the first second's
 *   start; `actor` the session; `message_key` the last second's start, epoch ms; the rest as in activity.
 */
export const LANDING_STRUCTURE = [
  'kind UInt8',
  "sent_at DateTime64(3, 'UTC')",
  'channel_id UInt64',
  'channel_login String',
  'actor UInt64',
  'message_key UInt64',
  'provider UInt8',
  'emote_id String',
  'emote_name String',
  'class UInt8',
  'count UInt32',
  'with_emotes UInt32',
  'flags UInt16',
].join(', ');

/**
 * A run split into blocks otherwise on its second attempt would count twice in the roll-ups, so nothing here may
 * depend on the server's defaults or on timing: one reader, one thread, blocks larger than any run.
 */
const ONE_BLOCK: ClickHouseSettings = {
  max_block_size: '1048576',
  max_insert_block_size: '1048576',
  min_insert_block_size_rows: '1048576',
  min_insert_block_size_bytes: '536870912',
  input_format_parallel_parsing: 0,
  max_insert_threads: '1',
  max_threads: 1,
  parallel_view_processing: 0,
};

export interface Run {
  /** The log's partition, 0 … 255. */
  readonly partition: number;
  /** Sequence of the run's last batch in its partition's stream. */
  readonly runLast: bigint | number;
  /** UTC day of the run in the log, `YYYY-MM-DD`: where its rows are kept and from when they age. */
  readonly logDay: string;
  /** Names the run's content. Sent again with the same token, the run changes nothing. */
  readonly token: string;
  /**
   * Who is left out of it, as nobody. Default: whoever is on the store's own list now. Said as of when the run was
   * decided, a second attempt leaves out the same chatters as the first, but for those to be forgotten meanwhile.
   */
  readonly optOuts?: OptOutsAsOf;
  /** RowBinary rows of {@link LANDING_STRUCTURE}, cut anywhere; together within {@link RUN_LIMITS}. */
  readonly blocks: readonly Uint8Array[];
}

const LOG_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Stores a run in every table at once, exactly once per token, with one INSERT.
 *
 * After a failure of any kind repeat it with the same token and the same rows: tables that have it keep it as it
 * is, the others catch up. The token alone decides, so other rows under a used token are lost: the caller fixes a
 * run's borders before its first attempt.
 *
 * @throws StoreUnavailable nothing is known about the outcome: repeat.
 * @throws StoreRefused with `blame: 'data'` when these rows can't be read or break a constraint of `landing`. Then
 *   none of them is in any table: a run is one block, read and checked whole before the first table gets it. With
 *   `blame: 'query'` no rows would do: the schema or the rights don't fit.
 * @throws RangeError when the run is not within its limits; nothing was sent.
 */
export async function insertRun(store: Store, run: Run): Promise<void> {
  const { partition, logDay, token, blocks, optOuts = { database: store.database } } = run;
  const runLast = BigInt(run.runLast);
  const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0);
  if (!Number.isInteger(partition) || partition < 0 || partition > 255) {
    throw new RangeError('partition: not within 0 … 255');
  }
  if (runLast < 0n || runLast > 0xffff_ffff_ffff_ffffn) throw new RangeError('runLast: not a UInt64');
  if (!LOG_DAY.test(logDay)) throw new RangeError('logDay: not YYYY-MM-DD');
  if (token === '') throw new RangeError('token: empty, so nothing would keep the run from counting twice');
  if (bytes === 0) throw new RangeError('blocks: empty');
  if (bytes > RUN_LIMITS.bytes) throw new RangeError(`blocks: ${bytes} bytes are more than one block holds`);

  // Constants in the text, not parameters: each was checked to be a number or a date above, and the statement's
  // FORMAT clause leaves no room for parameters behind it.
  const isNobodys = nobodyCondition({ chatter: 'actor', sentAt: 'sent_at' }, optOuts);
  const insert =
    `INSERT INTO landing SELECT * REPLACE (if(kind = 1 AND ${isNobodys}, 0, actor) AS actor), ` +
    `${partition}, ${runLast}, toDate('${logDay}') ` +
    `FROM input('${LANDING_STRUCTURE.replaceAll("'", "\\'")}') FORMAT RowBinary`;
  await store.send(insert, blocks, {
    ...ONE_BLOCK,
    async_insert: 0,
    insert_deduplication_token: token,
    deduplicate_insert_select: 'force_enable',
    deduplicate_blocks_in_dependent_materialized_views: 1,
    max_partitions_per_insert_block: '0',
  });
}
