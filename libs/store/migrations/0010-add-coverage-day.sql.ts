import type { Migration } from '../src/migration';

/**
 * Sessions are summed, so what the log gave on a day must be told apart from the rest, or a day that is built again from
 * the log would count twice in them. Rows from before have no day (1970-01-01).
 *
 * The view is made anew: after MODIFY QUERY, ClickHouse (26.7) derives other tokens for its target than after the next
 * restart, and a run that is repeated across that restart would count twice. Apply it while no sink writes.
 */
export const addCoverageDay: Migration = {
  name: '0010-add-coverage-day',
  statements: [
    `ALTER TABLE channel_coverage
      ADD COLUMN IF NOT EXISTS log_day Date COMMENT 'UTC day of the run in the event log; one session may have several' CODEC(ZSTD(1)),
      MODIFY ORDER BY (channel_id, session, \`partition\`, log_day)`,
    'DROP VIEW IF EXISTS channel_coverage_view',
    `CREATE MATERIALIZED VIEW IF NOT EXISTS channel_coverage_view TO channel_coverage AS
    SELECT
      channel_id, actor AS session, \`partition\`,
      min(sent_at) AS first_sent_at, max(sent_at) AS last_sent_at, sum(count) AS messages,
      argMaxState(message_key, (sent_at, run_last, rowNumberInAllBlocks())) AS last_message_key,
      log_day
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, session, \`partition\`, log_day
    COMMENT 'Fills channel_coverage from landing'`,
  ],
};
