import type { Migration } from '../src/migration';

/**
 * Where a channel is handed over, both sessions say of the cut that they read all on their side of it: an activity row
 * without messages, in the cut's second. The first such row of a session is kept, so that one that begins with it can be
 * told from one that merely began in that second.
 *
 * The view is made anew, for the reason that 0010 gives. Apply it while no sink writes.
 */
export const addCoverageCut: Migration = {
  name: '0017-add-coverage-cut',
  statements: [
    `ALTER TABLE channel_coverage
      ADD COLUMN IF NOT EXISTS cut_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'Start of the first second in which the session says that it was handed over, and read all on its side; null: in none' CODEC(ZSTD(1))`,
    'DROP VIEW IF EXISTS channel_coverage_view',
    `CREATE MATERIALIZED VIEW IF NOT EXISTS channel_coverage_view TO channel_coverage AS
    SELECT
      channel_id, actor AS session, \`partition\`,
      min(sent_at) AS first_sent_at, max(sent_at) AS last_sent_at, sum(count) AS messages,
      argMaxState(message_key, (sent_at, run_last, rowNumberInAllBlocks())) AS last_message_key,
      log_day, max(toUInt8(bitAnd(flags, 16) != 0)) AS is_repair,
      minOrNullIf(sent_at, count = 0) AS cut_at
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, session, \`partition\`, log_day
    COMMENT 'Fills channel_coverage from landing'`,
  ],
};
