import type { Migration } from '../src/migration';

/**
 * `partition` and `run_last` are in the key, so seconds are summed within a run only: a reader who starts from a
 * committed place in the log can take exactly what was stored up to there.
 */
export const createActivity: Migration = {
  name: '0003-create-activity',
  statements: [
    `CREATE TABLE IF NOT EXISTS activity (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      second DateTime('UTC') COMMENT 'Start of the second, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat; leave them out of sums over channels' CODEC(ZSTD(1)),
      messages UInt64 COMMENT 'Messages in that second' CODEC(T64, ZSTD(1)),
      messages_with_emotes UInt64 COMMENT 'Those with at least one emote' CODEC(T64, ZSTD(1)),
      \`partition\` UInt8 COMMENT 'Partition of the event log that had it' CODEC(ZSTD(1)),
      run_last UInt64 COMMENT 'Last sequence of the run that stored it: complete when sink_runs has it' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX second_range second TYPE minmax GRANULARITY 1
    )
    ENGINE = SummingMergeTree((messages, messages_with_emotes))
    PARTITION BY log_day
    ORDER BY (channel_id, second, shared_copy, \`partition\`, run_last)
    TTL log_day + INTERVAL 30 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Messages per channel and second, with emotes or without, kept 30 days. A second may have several rows: sum them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS activity_view TO activity AS
    SELECT
      channel_id, toDateTime(sent_at, 'UTC') AS second, bitAnd(flags, 2) != 0 AS shared_copy,
      sum(count) AS messages, sum(with_emotes) AS messages_with_emotes,
      \`partition\`, run_last, log_day
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id, second, shared_copy, \`partition\`, run_last, log_day
    COMMENT 'Fills activity from landing'`,
  ],
};
