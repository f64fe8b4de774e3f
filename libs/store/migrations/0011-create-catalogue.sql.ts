import type { Migration } from '../src/migration';

/**
 * What is known about emotes now, and which names they had. Answers about the past take an emote's class from here
 * through the dictionary, so they follow when the catalogue learns better.
 */
export const createCatalogue: Migration = {
  name: '0011-create-catalogue',
  statements: [
    `CREATE TABLE IF NOT EXISTS catalogue (
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote',
      emote_id String COMMENT 'Id as the provider gives it',
      name String COMMENT 'Name as the provider last gave it; channels may write a third-party emote otherwise',
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What it costs, as known now',
      rule LowCardinality(String) COMMENT 'By which rule the class was decided',
      owner_id UInt64 COMMENT 'Twitch id of the channel that owns it; 0 when none does or nobody knows',
      set_id String COMMENT 'Set that it came in, as the provider gives it; empty when unknown',
      is_animated Bool COMMENT 'Whether it moves',
      is_zero_width Bool COMMENT 'Whether it is drawn over the emote before it',
      updated_at DateTime64(3, 'UTC') COMMENT 'When this was last learnt'
    )
    ENGINE = ReplacingMergeTree(updated_at)
    ORDER BY (provider, emote_id)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Every emote that a provider told us of. An emote may have several rows: take the latest'`,
    `CREATE TABLE IF NOT EXISTS catalogue_names (
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote',
      emote_id String COMMENT 'Id as the provider gives it',
      name String COMMENT 'A name that it had',
      first_seen_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When the provider first gave it under this name',
      last_seen_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'When the provider last gave it under this name'
    )
    ENGINE = AggregatingMergeTree
    ORDER BY (provider, emote_id, name)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Every name that an emote had with its provider, and from when to when'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS catalogue_names_view TO catalogue_names AS
    SELECT provider, emote_id, name, min(updated_at) AS first_seen_at, max(updated_at) AS last_seen_at
    FROM catalogue
    GROUP BY provider, emote_id, name
    COMMENT 'Fills catalogue_names from catalogue'`,
    `CREATE DICTIONARY IF NOT EXISTS emote_classes (
      provider String,
      emote_id String,
      class UInt8
    )
    PRIMARY KEY provider, emote_id
    SOURCE(CLICKHOUSE(
      NAME emotide_dictionaries DB '{database}'
      QUERY 'SELECT toString(provider), emote_id, toUInt8(argMax(class, updated_at)) FROM {database}.catalogue GROUP BY provider, emote_id'
      INVALIDATE_QUERY 'SELECT concat(toString(max(updated_at)), toString(count())) FROM {database}.catalogue'
    ))
    LAYOUT(COMPLEX_KEY_HASHED())
    LIFETIME(MIN 1 MAX 3)
    COMMENT 'The class of each emote as known now, for answers about the past; seconds behind the catalogue'`,
  ],
};
