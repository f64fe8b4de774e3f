import type { Migration } from '../src/migration';

/**
 * What administrators say of emotes' classes, apart from what providers say: a provider's next word does not undo it, and it
 * can be taken back. The dictionary has it on top of the catalogue, so every answer follows, about the past too.
 */
export const createReclassified: Migration = {
  name: '0051-create-reclassified',
  statements: [
    `CREATE TABLE IF NOT EXISTS reclassified (
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote',
      emote_id String COMMENT 'Id as the provider gives it',
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What it costs, as somebody decided; UNKNOWN where that was taken back',
      is_restored Bool COMMENT 'Whether it was taken back: the class is again what the catalogue says',
      decided_at DateTime64(3, 'UTC') COMMENT 'When it was decided, UTC'
    )
    ENGINE = ReplacingMergeTree(decided_at)
    ORDER BY (provider, emote_id)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Classes of emotes that an administrator decided. An emote may have several rows: take the latest'`,
    `CREATE OR REPLACE DICTIONARY emote_classes (
      provider String,
      emote_id String,
      class UInt8
    )
    PRIMARY KEY provider, emote_id
    SOURCE(CLICKHOUSE(
      NAME emotide_dictionaries DB '{database}'
      QUERY 'SELECT of, id, argMax(said, (is_decided, at)) FROM (
        SELECT toString(provider) AS of, emote_id AS id, toUInt8(class) AS said, false AS is_decided, updated_at AS at
        FROM {database}.catalogue
        UNION ALL
        SELECT toString(provider), emote_id, toUInt8(class), true, decided_at
        FROM {database}.reclassified FINAL WHERE NOT is_restored
      ) GROUP BY of, id'
      INVALIDATE_QUERY 'SELECT concat(
        (SELECT concat(toString(max(updated_at)), toString(count())) FROM {database}.catalogue), (SELECT concat(toString(max(decided_at)), toString(count())) FROM {database}.reclassified))'
    ))
    LAYOUT(COMPLEX_KEY_HASHED())
    LIFETIME(MIN 1 MAX 3)
    COMMENT 'The class of each emote as decided, else as known now, for answers about the past; seconds behind the tables'`,
  ],
};
