import { toDateTime64 } from './date-time64';
import type { Store } from './store';

/** A run that is stored in every table. */
export interface RecordedRun {
  readonly partition: number;
  /** Sequences of the run's first and last batch in its partition's stream. */
  readonly first: bigint | number;
  readonly last: bigint | number;
  readonly token: string;
  /** When the stream was created: with the sequences it names a place in the log, as sequences alone may return. */
  readonly streamCreatedAtMs: number;
  readonly insertedAtMs: number;
  readonly rows: number;
}

/**
 * Says that a run is complete in every table: readers' proof. Idempotent by token.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordRun(store: Store, run: RecordedRun): Promise<void> {
  const row = {
    partition: run.partition,
    run_first: String(run.first),
    run_last: String(run.last),
    token: run.token,
    stream_created_at: toDateTime64(run.streamCreatedAtMs),
    inserted_at: toDateTime64(run.insertedAtMs),
    rows: run.rows,
  };
  const insert = 'INSERT INTO sink_runs FORMAT JSONEachRow';
  await store.send(insert, [Buffer.from(JSON.stringify(row))], {
    async_insert: 0,
    insert_deduplication_token: run.token,
  });
}
