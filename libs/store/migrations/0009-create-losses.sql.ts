import type { Migration } from '../src/migration';

/**
 * Days of a loss stay few, so one partition a day for a year does no harm. No constraint checks the new rows: the Null
 * engine takes none later, and readers of the log refuse a loss that does not add up.
 */
export const createLosses: Migration = {
  name: '0009-create-losses',
  statements: [
    `ALTER TABLE landing MODIFY COLUMN kind Enum8('use' = 1, 'activity' = 2, 'loss' = 3) COMMENT 'use: one chat message and one distinct emote. activity: one channel and one second. loss: messages of one reading session that were read and never counted'`,
    `CREATE TABLE IF NOT EXISTS losses (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      first_second DateTime('UTC') COMMENT 'Start of the first second with a lost message, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      last_second DateTime('UTC') COMMENT 'Start of the last such second' CODEC(Delta, ZSTD(1)),
      session UInt64 COMMENT 'The reading session that read them' CODEC(ZSTD(1)),
      messages UInt64 COMMENT 'Messages that were read, then dropped before the log had them, and are in no other table' CODEC(T64, ZSTD(1)),
      messages_with_emotes UInt64 COMMENT 'Those with at least one emote' CODEC(T64, ZSTD(1)),
      \`partition\` UInt8 COMMENT 'Partition of the event log that would have had them' CODEC(ZSTD(1)),
      run_last UInt64 COMMENT 'Last sequence of the run that stored this row' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1))
    )
    ENGINE = MergeTree
    PARTITION BY log_day
    ORDER BY (channel_id, first_second)
    TTL log_day + INTERVAL 365 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Messages that a collector had to drop because the event log was away for longer than its buffer lasts, kept a year'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS losses_view TO losses AS
    SELECT
      channel_id, toDateTime(sent_at, 'UTC') AS first_second, toDateTime(intDiv(message_key, 1000), 'UTC') AS last_second,
      actor AS session, toUInt64(count) AS messages, toUInt64(with_emotes) AS messages_with_emotes,
      \`partition\`, run_last, log_day
    FROM landing
    WHERE kind = 'loss'
    COMMENT 'Fills losses from landing'`,
  ],
};
