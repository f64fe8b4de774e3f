import type { Migration } from '../src/migration';

/**
 * Messages that were found later, to repair a gap, are counted as a session of their own: it says how many they were,
 * and must not make the time of the gap look read. The view is made anew: see 0010. Apply it while no sink writes.
 */
export const addRepairSessions: Migration = {
  name: '0016-add-repair-sessions',
  statements: [
    `ALTER TABLE channel_coverage
      ADD COLUMN IF NOT EXISTS is_repair SimpleAggregateFunction(max, UInt8) COMMENT 'Whether its messages were found later, elsewhere, to repair a gap: then the time between them was not read'`,
    'DROP VIEW IF EXISTS channel_coverage_view',
    `CREATE MATERIALIZED VIEW IF NOT EXISTS channel_coverage_view TO channel_coverage AS
    SELECT
      channel_id, actor AS session, \`partition\`,
      min(sent_at) AS first_sent_at, max(sent_at) AS last_sent_at, sum(count) AS messages,
      argMaxState(message_key, (sent_at, run_last, rowNumberInAllBlocks())) AS last_message_key,
      log_day, max(toUInt8(bitAnd(flags, 16) != 0)) AS is_repair
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, session, \`partition\`, log_day
    COMMENT 'Fills channel_coverage from landing'`,
  ],
};
