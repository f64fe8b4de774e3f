import type { Migration } from '../src/migration';

/**
 * The one roll-up that knows persons: nobody's rows (user 0) are left out. Days are UTC's, as a person's hours would be
 * as many rows as raw has.
 */
export const createChatterDay: Migration = {
  name: '0022-create-chatter-day',
  statements: [
    `CREATE TABLE IF NOT EXISTS chatter_day (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      day Date COMMENT 'Day, UTC, by Twitch time' CODEC(ZSTD(1)),
      user_id UInt64 COMMENT 'The chatter, hashed unless configured otherwise' CODEC(ZSTD(1)),
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote' CODEC(ZSTD(1)),
      emote_id LowCardinality(String) COMMENT 'Id as the provider gives it' CODEC(ZSTD(1)),
      emote_name LowCardinality(String) COMMENT 'Name as written; one id may have had several' CODEC(ZSTD(1)),
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time' CODEC(ZSTD(1)),
      shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat; leave them out of sums over channels' CODEC(ZSTD(1)),
      uses UInt64 COMMENT 'Occurrences; they add up over emotes and days' CODEC(T64, ZSTD(1)),
      messages UInt64 COMMENT 'Messages with this emote; they add up over days, not over emotes' CODEC(T64, ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX user_ids user_id TYPE bloom_filter GRANULARITY 1,
      INDEX emote_ids emote_id TYPE bloom_filter GRANULARITY 4
    )
    ENGINE = SummingMergeTree((uses, messages))
    PARTITION BY log_day
    ORDER BY (channel_id, day, user_id, provider, emote_id, emote_name, class, shared_copy)
    TTL log_day + INTERVAL 90 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Uses per channel, day, chatter and emote; chatters not to be known left out. A key may have several rows: sum them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS chatter_day_view TO chatter_day AS
    SELECT
      channel_id, toDate(sent_at, 'UTC') AS day, actor AS user_id,
      CAST(provider, 'Enum8(\\'twitch\\' = 1, \\'bttv\\' = 2, \\'ffz\\' = 3, \\'7tv\\' = 4)') AS provider,
      emote_id, emote_name, class, bitAnd(flags, 2) != 0 AS shared_copy,
      sum(count) AS uses, count() AS messages, log_day
    FROM landing
    WHERE kind = 'use' AND actor != 0
    GROUP BY channel_id, day, user_id, provider, emote_id, emote_name, class, shared_copy, log_day
    COMMENT 'Fills chatter_day from landing'`,
  ],
};
