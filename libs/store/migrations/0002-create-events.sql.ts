import type { Migration } from '../src/migration';

export const createEvents: Migration = {
  name: '0002-create-events',
  statements: [
    `CREATE TABLE IF NOT EXISTS events (
      sent_at DateTime64(3, 'UTC') COMMENT 'When Twitch took the message, UTC' CODEC(Delta, ZSTD(1)),
      channel_id UInt64 COMMENT 'Twitch id of the channel it counts for' CODEC(ZSTD(1)),
      channel_login LowCardinality(String) COMMENT 'Login of that channel at the time; it may change, the id does not' CODEC(ZSTD(1)),
      user_id UInt64 COMMENT 'The chatter, hashed unless configured otherwise; 0 when nobody is to be known' CODEC(ZSTD(1)),
      message_key UInt64 COMMENT 'Hash of the message id: rows of one message share it' CODEC(ZSTD(1)),
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote' CODEC(ZSTD(1)),
      emote_id String COMMENT 'Id as the provider gives it' CODEC(ZSTD(1)),
      emote_name LowCardinality(String) COMMENT 'Name as written in the message' CODEC(ZSTD(1)),
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time' CODEC(ZSTD(1)),
      uses UInt16 COMMENT 'Occurrences of the emote in the message' CODEC(ZSTD(1)),
      flags UInt16 COMMENT 'Bits: 1 subscriber, 2 copy from a shared chat, 4 emote-only, 8 first message, 16 historical, 32 /me, 64 notice, 128 reply, 256 cheer, 512 moderator, 1024 VIP' CODEC(ZSTD(1)),
      \`partition\` UInt8 COMMENT 'Partition of the event log that had it' CODEC(ZSTD(1)),
      run_last UInt64 COMMENT 'Last sequence of the run that stored it: complete when sink_runs has it' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here, so a replay of old chat is kept as long as new chat' CODEC(ZSTD(1)),
      INDEX sent_at_range sent_at TYPE minmax GRANULARITY 1
    )
    ENGINE = MergeTree
    PARTITION BY log_day
    ORDER BY (channel_id, sent_at)
    TTL log_day + INTERVAL 30 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'One row per chat message and distinct emote in it, kept 30 days. Chat text is never stored'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS events_view TO events AS
    SELECT
      sent_at, channel_id, channel_login, actor AS user_id, message_key,
      CAST(provider, 'Enum8(\\'twitch\\' = 1, \\'bttv\\' = 2, \\'ffz\\' = 3, \\'7tv\\' = 4)') AS provider,
      emote_id, emote_name, class, toUInt16(count) AS uses, flags, \`partition\`, run_last, log_day
    FROM landing
    WHERE kind = 'use'
    COMMENT 'Fills events from landing'`,
  ],
};
