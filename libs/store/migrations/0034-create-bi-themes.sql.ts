import type { Migration } from '../src/migration';

/** Themes, and which emotes are theirs. As 0030: a contract. */
export const createBiThemes: Migration = {
  name: '0034-create-bi-themes',
  isForReaders: true,
  statements: [
    `CREATE OR REPLACE VIEW bi.themes (
      theme String COMMENT 'Key of the theme, for good',
      name String COMMENT 'What people call it',
      from_at DateTime('UTC') COMMENT 'From when on uses are its own, UTC; 1970 where open',
      to_at DateTime('UTC') COMMENT 'First moment at which they are no more, UTC; 2106 where open',
      channel_ids Array(UInt64) COMMENT 'Only uses in these channels are its own; empty: in all',
      languages Array(String) COMMENT 'Only uses in channels that last streamed in one of these languages are its own; empty: in all'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT slug AS theme, name, span.1 AS from_at, span.2 AS to_at, channel_ids, languages
    FROM {database}.themes FINAL
    ARRAY JOIN windows AS span
    COMMENT 'Emotes that are told of together, such as those of an event; one row for each time at which a theme counts'`,
    `CREATE OR REPLACE VIEW bi.theme_emotes (
      theme String COMMENT 'Key of the theme',
      provider LowCardinality(String) COMMENT 'Who gives the emote: twitch, bttv, ffz or 7tv',
      emote_id String COMMENT 'Id as the provider gives it',
      emote String COMMENT 'Name by which it was used'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT DISTINCT theme, used.provider AS provider, used.emote_id AS emote_id, used.emote AS emote
    FROM (
      SELECT DISTINCT toString(provider) AS provider, emote_id, toString(emote_name) AS emote
      FROM {database}.emote_hour_global
    ) AS used
    CROSS JOIN (
      SELECT slug AS theme, emote_ids, emote_names, emote_patterns FROM {database}.themes FINAL
    ) AS themes
    WHERE has(emote_ids, (used.provider, used.emote_id))
      OR has(emote_names, ('', used.emote)) OR has(emote_names, (used.provider, used.emote))
      OR arrayExists(of -> (of.1 = '' OR of.1 = used.provider) AND used.emote LIKE of.2, emote_patterns)
    COMMENT 'Emotes of each theme that were ever used, by id, name or pattern, one row for each name. Join it with uses on provider, emote_id and emote, and with themes for the time at which they count'`,
  ],
};
