import type { Migration } from '../src/migration';

/**
 * Days in any timezone are made of these, and they stay for ever. So partitions are months of the log and not days: a
 * year in 365 parts would read 365 times the least that a part can be read by. The log's day is in the key, so that one
 * day can be taken out of a month and made again.
 */
export const createEmoteHour: Migration = {
  name: '0019-create-emote-hour',
  statements: [
    `CREATE TABLE IF NOT EXISTS emote_hour (
      channel_id UInt64 COMMENT 'Twitch id of the channel' CODEC(ZSTD(1)),
      hour DateTime('UTC') COMMENT 'Start of the hour, UTC, by Twitch time' CODEC(Delta, ZSTD(1)),
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote' CODEC(ZSTD(1)),
      emote_id LowCardinality(String) COMMENT 'Id as the provider gives it' CODEC(ZSTD(1)),
      emote_name LowCardinality(String) COMMENT 'Name as written; one id may have had several' CODEC(ZSTD(1)),
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time' CODEC(ZSTD(1)),
      shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat; leave them out of sums over channels' CODEC(ZSTD(1)),
      uses SimpleAggregateFunction(sum, UInt64) COMMENT 'Occurrences; they add up over emotes and hours' CODEC(T64, ZSTD(1)),
      messages SimpleAggregateFunction(sum, UInt64) COMMENT 'Messages with this emote; they add up over hours, not over emotes' CODEC(T64, ZSTD(1)),
      chatters AggregateFunction(uniqCombined64, UInt64) COMMENT 'Distinct chatters, those not to be known left out; read with uniqCombined64Merge' CODEC(ZSTD(1)),
      log_day Date COMMENT 'UTC day of the run in the event log' CODEC(ZSTD(1)),
      INDEX hour_range hour TYPE minmax GRANULARITY 1,
      INDEX emote_ids emote_id TYPE bloom_filter GRANULARITY 4
    )
    ENGINE = AggregatingMergeTree
    PARTITION BY toYYYYMM(log_day)
    ORDER BY (channel_id, hour, provider, emote_id, emote_name, class, shared_copy, log_day)
    SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
    COMMENT 'Uses per channel, hour and emote. A key may have several rows: aggregate them'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS emote_hour_view TO emote_hour AS
    SELECT
      channel_id, toStartOfHour(toDateTime(sent_at, 'UTC')) AS hour,
      CAST(provider, 'Enum8(\\'twitch\\' = 1, \\'bttv\\' = 2, \\'ffz\\' = 3, \\'7tv\\' = 4)') AS provider,
      emote_id, emote_name, class, bitAnd(flags, 2) != 0 AS shared_copy,
      sum(count) AS uses, count() AS messages,
      uniqCombined64StateIf(actor, actor != 0) AS chatters,
      log_day
    FROM landing
    WHERE kind = 'use'
    GROUP BY channel_id, hour, provider, emote_id, emote_name, class, shared_copy, log_day
    COMMENT 'Fills emote_hour from landing'`,
  ],
};
