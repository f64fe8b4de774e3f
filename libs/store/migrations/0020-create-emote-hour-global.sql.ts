import type { Migration } from '../src/migration';

/** Hours of emote_minute_global, partitioned as emote_hour is and for the same reason. */
export const createEmoteHourGlobal: Migration = {
  name: '0020-create-emote-hour-global',
  statements: [
    `CREATE TABLE IF NOT EXISTS emote_hour_global (
      hour DateTime('UTC') COMMENT 'Start of the hour, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote' CODEC(ZSTD(1)),
      emote_id LowCardinality(String) COMMENT 'Id as the provider gives it' CODEC(ZSTD(1)),
      emote_name LowCardinality(String) COMMENT 'Name as written; one id may have had several' CODEC(ZSTD(1)),
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time' CODEC(ZSTD(1)),
      uses SimpleAggregateFunction(sum, UInt64) COMMENT 'Occurrences; they add up over emotes and hours' CODEC(T64, ZSTD(1)),
      messages SimpleAggregateFunction(sum, UInt64) COMMENT 'Messages with this emote; they add up over hours, not over emotes' CODEC(T64, ZSTD(1)),
      chatters AggregateFunction(uniqCombined64, UInt64) COMMENT 'Distinct chatters over all channels, those not to be known left out; read with uniqCombined64Merge' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log' CODEC(ZSTD(1)),
      INDEX hour_range hour TYPE minmax GRANULARITY 1
    )
    ENGINE = AggregatingMergeTree
    PARTITION BY toYYYYMM(log_day)
    ORDER BY (hour, provider, emote_id, emote_name, class, log_day)
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Uses over all channels per hour and emote, copies of shared chats left out. A key may have several rows: aggregate them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS emote_hour_global_view TO emote_hour_global AS
    SELECT
      toStartOfHour(toDateTime(sent_at, 'UTC')) AS hour,
      CAST(provider, 'Enum8(\\'twitch\\' = 1, \\'bttv\\' = 2, \\'ffz\\' = 3, \\'7tv\\' = 4)') AS provider,
      emote_id, emote_name, class,
      sum(count) AS uses, count() AS messages,
      uniqCombined64StateIf(actor, actor != 0) AS chatters,
      log_day
    FROM landing
    WHERE kind = 'use' AND bitAnd(flags, 2) = 0
    GROUP BY hour, provider, emote_id, emote_name, class, log_day
    COMMENT 'Fills emote_hour_global from landing'`,
  ],
};
