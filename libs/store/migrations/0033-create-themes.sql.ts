import type { Migration } from '../src/migration';

/** What the themes match, flat, so that plain SQL can join it. An open window ends where DateTime does. */
export const createThemes: Migration = {
  name: '0033-create-themes',
  statements: [
    `CREATE TABLE IF NOT EXISTS themes (
      slug String COMMENT 'Key of the theme, for good',
      name String COMMENT 'What people call it',
      windows Array(Tuple(from_at DateTime('UTC'), to_at DateTime('UTC'))) COMMENT 'When it counts: from, and up to but without; 1970 and 2106 where open',
      emote_ids Array(Tuple(provider String, emote_id String)) COMMENT 'Emotes by id',
      emote_names Array(Tuple(provider String, emote_name String)) COMMENT 'Emotes by exact name; provider empty: of any',
      emote_patterns Array(Tuple(provider String, pattern String)) COMMENT 'Emotes by LIKE over names; provider empty: of any',
      channel_ids Array(UInt64) COMMENT 'Only uses in these channels are its own; empty: in all',
      languages Array(String) COMMENT 'Only uses in channels that last streamed in one of these; empty: in all',
      updated_at DateTime64(3, 'UTC') COMMENT 'When this was put down'
    )
    ENGINE = ReplacingMergeTree(updated_at)
    ORDER BY slug
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Emotes that are told of together. A theme may have several rows: take the latest'`,
  ],
};
