import type { Migration } from '../src/migration';

/**
 * Activity is known by the second; the place in the log and in the run decides between the rows of one second. The
 * row's number within its run is sound because a run arrives as one block.
 */
export const createChannelCoverage: Migration = {
  name: '0007-create-channel-coverage',
  statements: [
    `CREATE TABLE IF NOT EXISTS channel_coverage (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      session UInt64 COMMENT 'One reader of the channel, from joining it to leaving it',
      \`partition\` UInt8 COMMENT 'Partition of the event log that carries the channel',
      first_sent_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'Start of the first second that the session read a message in',
      last_sent_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Start of the last such second',
      messages SimpleAggregateFunction(sum, UInt64) COMMENT 'Messages that the session read',
      last_message_key AggregateFunction(argMax, UInt64, Tuple(DateTime64(3, 'UTC'), UInt64, UInt64)) COMMENT 'Hash of the id of its last message; read with argMaxMerge'
    )
    ENGINE = AggregatingMergeTree
    ORDER BY (channel_id, session, \`partition\`)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Who read which channel from when to when: the time between two sessions is a gap. Kept for ever, as it is small'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS channel_coverage_view TO channel_coverage AS
    SELECT
      channel_id, actor AS session, \`partition\`,
      min(sent_at) AS first_sent_at, max(sent_at) AS last_sent_at, sum(count) AS messages,
      argMaxState(message_key, (sent_at, run_last, rowNumberInAllBlocks())) AS last_message_key
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, session, \`partition\`
    COMMENT 'Fills channel_coverage from landing'`,
  ],
};
