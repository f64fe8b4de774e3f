import { z } from 'zod';
import { count, id } from './query';
import type { CommittedEndRow } from './queries/committed-ends.query';
import { IS_MOVING, LANDING_COLUMNS, toLandingRows, toMovingParameters } from './raw-rows';
import type { RollUp } from './roll-ups';
import type { Store } from './store';

/** Raw rows that go through the views with one statement. */
const CHUNK_ROWS = 4_000_000;
/** … and in one block, all columns of which are in memory. */
const BLOCK_ROWS = 262_144;

const viewRow = z.object({ name: z.string() });
const channelRow = z.object({ channel: id, rows: count });
const contentRow = z.object({ rows: count, sum: count });

/** Leaves only the views of these roll-ups in the database of a rebuild, so that nothing else is filled. */
export async function keepViewsOf(rebuilt: Store, rollUps: readonly RollUp[]): Promise<void> {
  const rows = await rebuilt.select(
    `SELECT name FROM system.tables WHERE database = {database:String} AND engine = 'MaterializedView'`,
    { database: rebuilt.database },
  );
  const kept = rollUps.map(({ name }) => `${name}_view`);
  for (const { name } of z.array(viewRow).parse(rows))
    if (!kept.includes(name)) await rebuilt.command(`DROP VIEW ${name} SYNC`);
}

/** Which raw rows of a day: those of runs that were noted by then, or those that came behind. */
export type Share = 'noted' | 'moving';

export interface FillInput {
  readonly raw: RollUp['raw'];
  readonly day: string;
  readonly share: Share;
  /** Where {@link Share} is cut. */
  readonly ends: readonly CommittedEndRow[];
}

/**
 * Sends raw rows of a day through the views in the database of a rebuild, once; whoever is cut begins with an empty one.
 *
 * @returns how many rows
 * @throws StoreUnavailable, StoreRefused begin anew
 */
export async function fillRollUps(store: Store, rebuilt: Store, input: FillInput): Promise<number> {
  const { raw, day, ends } = input;
  const condition = toCondition(input);
  const parameters = { day, ...toMovingParameters(ends) };
  const channels = z
    .array(channelRow)
    .parse(
      await store.select(
        `SELECT channel_id AS channel, count() AS rows FROM ${raw} WHERE ${condition} GROUP BY channel_id ORDER BY channel_id`,
        parameters,
      ),
    );
  for (const { first, last } of toChunks(channels)) {
    const rows = toLandingRows(
      store.database,
      raw,
      `${condition} AND channel_id BETWEEN {first:UInt64} AND {last:UInt64}`,
    );
    await rebuilt.command(
      `INSERT INTO landing (${LANDING_COLUMNS}) SELECT ${LANDING_COLUMNS} FROM ${rows}
       SETTINGS async_insert = 0, insert_deduplicate = 0, deduplicate_blocks_in_dependent_materialized_views = 0,
         max_insert_threads = 1, max_partitions_per_insert_block = 0,
         min_insert_block_size_rows = ${BLOCK_ROWS}, min_insert_block_size_bytes = 0`,
      { parameters: { ...parameters, first, last } },
    );
  }
  return channels.reduce((sum, { rows }) => sum + rows, 0);
}

/** What tells that raw rows are what they were: of a table that sums, the sum. */
export async function readContent(store: Store, input: FillInput): Promise<{ rows: number; sum: number }> {
  const { raw, day, ends } = input;
  const [rows, sum] = raw === 'events' ? ['count()', 'sum(uses)'] : ['toUInt64(0)', 'sum(messages)'];
  const found = await store.select(
    `SELECT ${rows} AS rows, ${sum} AS sum FROM ${raw} WHERE ${toCondition(input)}`,
    { day, ...toMovingParameters(ends) },
  );
  return z.array(contentRow).parse(found)[0]!;
}

const toCondition = ({ share }: FillInput): string =>
  `log_day = toDate({day:String}) AND ${share === 'moving' ? IS_MOVING : `NOT ${IS_MOVING}`}`;

/** Ranges of channels with some {@link CHUNK_ROWS} rows each; raw tables lie in the order of channels. */
export function toChunks(
  channels: readonly { channel: string; rows: number }[],
  chunkRows = CHUNK_ROWS,
): { first: string; last: string }[] {
  const chunks: { first: string; last: string; rows: number }[] = [];
  for (const { channel, rows } of channels) {
    const open = chunks.at(-1);
    if (open === undefined || open.rows + rows > chunkRows)
      chunks.push({ first: channel, last: channel, rows });
    else {
      open.last = channel;
      open.rows += rows;
    }
  }
  return chunks.map(({ first, last }) => ({ first, last }));
}
