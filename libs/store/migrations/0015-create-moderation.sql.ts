import type { Migration } from '../src/migration';

const ACTION = `Enum8('MESSAGE_DELETED' = 1, 'TIMEOUT' = 2, 'BAN' = 3, 'CHAT_CLEARED' = 4, 'TIMEOUT_OR_BAN' = 5)`;

/** Whom an act hit is not kept, but for the message that was deleted: its uses can be found by it while raw rows last. */
export const createModeration: Migration = {
  name: '0015-create-moderation',
  statements: [
    `ALTER TABLE landing MODIFY COLUMN kind Enum8('use' = 1, 'activity' = 2, 'loss' = 3, 'moderation' = 4) COMMENT 'use: one chat message and one distinct emote. activity: one channel and one second. loss: messages of one reading session that were read and never counted. moderation: one act of a channel''s moderators, its number in flags'`,
    `CREATE TABLE IF NOT EXISTS moderation (
      sent_at DateTime64(3, 'UTC') COMMENT 'When it was done, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      action ${ACTION} COMMENT 'What was done: a message deleted, a chatter timed out or banned, the whole chat cleared; TIMEOUT_OR_BAN where the source does not say which' CODEC(ZSTD(1)),
      message_key UInt64 COMMENT 'Hash of the id of the message that was deleted, as in events; 0 for other actions' CODEC(ZSTD(1)),
      \`partition\` UInt8 COMMENT 'Partition of the event log that had it' CODEC(ZSTD(1)),
      run_last UInt64 COMMENT 'Last sequence of the run that stored it: complete when sink_runs has it' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX sent_at_range sent_at TYPE minmax GRANULARITY 1
    )
    ENGINE = MergeTree
    PARTITION BY log_day
    ORDER BY (channel_id, sent_at)
    TTL log_day + INTERVAL 30 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'One row per act of moderators that a channel was told of, kept 30 days. Messages stay counted when they are deleted'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS moderation_view TO moderation AS
    SELECT
      sent_at, channel_id, CAST(flags, '${ACTION.replaceAll("'", "\\'")}') AS action, message_key,
      \`partition\`, run_last, log_day
    FROM landing
    WHERE kind = 'moderation'
    COMMENT 'Fills moderation from landing'`,
    `CREATE TABLE IF NOT EXISTS moderation_minute (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      minute DateTime('UTC') COMMENT 'Start of the minute, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      action ${ACTION} COMMENT 'What was done, as in moderation' CODEC(ZSTD(1)),
      acts UInt64 COMMENT 'How often' CODEC(T64, ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX minute_range minute TYPE minmax GRANULARITY 1
    )
    ENGINE = SummingMergeTree(acts)
    PARTITION BY log_day
    ORDER BY (channel_id, minute, action)
    TTL log_day + INTERVAL 365 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Acts of moderators per channel and minute, kept a year, as they are few. A minute may have several rows: sum them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS moderation_minute_view TO moderation_minute AS
    SELECT
      channel_id, toStartOfMinute(toDateTime(sent_at, 'UTC')) AS minute,
      CAST(flags, '${ACTION.replaceAll("'", "\\'")}') AS action, sum(count) AS acts, log_day
    FROM landing
    WHERE kind = 'moderation'
    GROUP BY channel_id, minute, action, log_day
    COMMENT 'Fills moderation_minute from landing'`,
  ],
};
