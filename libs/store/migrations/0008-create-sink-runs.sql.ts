import type { Migration } from '../src/migration';

/** Kept longer than the raw rows, so that every stored row's run can be found. */
export const createSinkRuns: Migration = {
  name: '0008-create-sink-runs',
  statements: [
    `CREATE TABLE IF NOT EXISTS sink_runs (
      \`partition\` UInt8 COMMENT 'Partition of the event log',
      run_first UInt64 COMMENT 'Sequence of the first batch of the run in that partition',
      run_last UInt64 COMMENT 'Sequence of its last batch',
      token String COMMENT 'Names the content of the run; a run sent again has the same one',
      stream_created_at DateTime64(3, 'UTC') COMMENT 'When the stream was created: sequences count from there',
      inserted_at DateTime64(3, 'UTC') COMMENT 'When every table had the run',
      rows UInt64 COMMENT 'Rows of the run, uses and activity'
    )
    ENGINE = ReplacingMergeTree(inserted_at)
    ORDER BY (\`partition\`, stream_created_at, run_last, token)
    TTL toDateTime(inserted_at) + INTERVAL 35 DAY
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Every run that is complete in all tables, kept 35 days'`,
  ],
};
