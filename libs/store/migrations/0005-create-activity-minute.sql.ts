import type { Migration } from '../src/migration';

export const createActivityMinute: Migration = {
  name: '0005-create-activity-minute',
  statements: [
    `CREATE TABLE IF NOT EXISTS activity_minute (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      minute DateTime('UTC') COMMENT 'Start of the minute, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat; leave them out of sums over channels' CODEC(ZSTD(1)),
      messages UInt64 COMMENT 'Messages in that minute' CODEC(T64, ZSTD(1)),
      messages_with_emotes UInt64 COMMENT 'Those with at least one emote' CODEC(T64, ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX minute_range minute TYPE minmax GRANULARITY 1
    )
    ENGINE = SummingMergeTree((messages, messages_with_emotes))
    PARTITION BY log_day
    ORDER BY (channel_id, minute, shared_copy)
    TTL log_day + INTERVAL 14 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Messages per channel and minute, kept 14 days. A minute may have several rows: sum them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS activity_minute_view TO activity_minute AS
    SELECT
      channel_id, toStartOfMinute(toDateTime(sent_at, 'UTC')) AS minute, bitAnd(flags, 2) != 0 AS shared_copy,
      sum(count) AS messages, sum(with_emotes) AS messages_with_emotes, log_day
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, minute, shared_copy, log_day
    COMMENT 'Fills activity_minute from landing'`,
  ],
};
