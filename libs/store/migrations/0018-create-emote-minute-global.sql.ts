import type { Migration } from '../src/migration';

/**
 * Over all channels, so chatters of several channels count once. Copies of a shared chat are left out, as the original
 * is counted where it was written.
 */
export const createEmoteMinuteGlobal: Migration = {
  name: '0018-create-emote-minute-global',
  statements: [
    `CREATE TABLE IF NOT EXISTS emote_minute_global (
      minute DateTime('UTC') COMMENT 'Start of the minute, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote' CODEC(ZSTD(1)),
      emote_id LowCardinality(String) COMMENT 'Id as the provider gives it' CODEC(ZSTD(1)),
      emote_name LowCardinality(String) COMMENT 'Name as written; one id may have had several' CODEC(ZSTD(1)),
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time' CODEC(ZSTD(1)),
      uses SimpleAggregateFunction(sum, UInt64) COMMENT 'Occurrences; they add up over emotes and minutes' CODEC(T64, ZSTD(1)),
      messages SimpleAggregateFunction(sum, UInt64) COMMENT 'Messages with this emote; they add up over minutes, not over emotes' CODEC(T64, ZSTD(1)),
      chatters AggregateFunction(uniqCombined64, UInt64) COMMENT 'Distinct chatters over all channels, those not to be known left out; read with uniqCombined64Merge' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log; rows age from here' CODEC(ZSTD(1)),
      INDEX minute_range minute TYPE minmax GRANULARITY 1
    )
    ENGINE = AggregatingMergeTree
    PARTITION BY log_day
    ORDER BY (minute, provider, emote_id, emote_name, class, log_day)
    TTL log_day + INTERVAL 14 DAY
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Uses over all channels per minute and emote, copies of shared chats left out. A key may have several rows: aggregate them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS emote_minute_global_view TO emote_minute_global AS
    SELECT
      toStartOfMinute(toDateTime(sent_at, 'UTC')) AS minute,
      CAST(provider, 'Enum8(\\'twitch\\' = 1, \\'bttv\\' = 2, \\'ffz\\' = 3, \\'7tv\\' = 4)') AS provider,
      emote_id, emote_name, class,
      sum(count) AS uses, count() AS messages,
      uniqCombined64StateIf(actor, actor != 0) AS chatters,
      log_day
    FROM landing
    WHERE kind = 'use' AND bitAnd(flags, 2) = 0
    GROUP BY minute, provider, emote_id, emote_name, class, log_day
    COMMENT 'Fills emote_minute_global from landing'`,
  ],
};
