import type { Migration } from '../src/migration';

export const createActivityHour: Migration = {
  name: '0021-create-activity-hour',
  statements: [
    `CREATE TABLE IF NOT EXISTS activity_hour (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      hour DateTime('UTC') COMMENT 'Start of the hour, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat; leave them out of sums over channels' CODEC(ZSTD(1)),
      messages UInt64 COMMENT 'Messages in that hour' CODEC(T64, ZSTD(1)),
      messages_with_emotes UInt64 COMMENT 'Those with at least one emote' CODEC(T64, ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log' CODEC(ZSTD(1)),
      INDEX hour_range hour TYPE minmax GRANULARITY 1
    )
    ENGINE = SummingMergeTree((messages, messages_with_emotes))
    PARTITION BY toYYYYMM(log_day)
    ORDER BY (channel_id, hour, shared_copy, log_day)
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Messages per channel and hour. An hour may have several rows: sum them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS activity_hour_view TO activity_hour AS
    SELECT
      channel_id, toStartOfHour(toDateTime(sent_at, 'UTC')) AS hour, bitAnd(flags, 2) != 0 AS shared_copy,
      sum(count) AS messages, sum(with_emotes) AS messages_with_emotes, log_day
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, hour, shared_copy, log_day
    COMMENT 'Fills activity_hour from landing'`,
  ],
};
