import type { Migration } from '../src/migration';

/**
 * What was done for whom, and what a forget that was cut has still to do. The scope says which sketches of chatters are
 * being made again; it would say where somebody chatted, so it is emptied at the end of each forget.
 */
export const createPrivacyLog: Migration = {
  name: '0040-create-privacy-log',
  statements: [
    `CREATE TABLE IF NOT EXISTS privacy_log (
      at DateTime64(3, 'UTC') COMMENT 'When it was begun or done, UTC',
      id String COMMENT 'One for all rows of one command',
      action Enum8('opt-out' = 1, 'opt-back-in' = 2, 'forget' = 3) COMMENT 'What was asked for',
      state Enum8('begun' = 1, 'done' = 2) COMMENT 'A forget that was begun and not done is finished by the next one',
      form LowCardinality(String) COMMENT 'Fingerprint of the key that the chatter was hashed with; empty when there is none',
      chatter UInt64 COMMENT 'The chatter, hashed; 0 when there is no key',
      before DateTime64(3, 'UTC') COMMENT 'forget: messages sent before this were to be forgotten; otherwise 1970',
      report String COMMENT 'forget, done: what was changed and what remains until when, as JSON'
    )
    ENGINE = MergeTree
    ORDER BY (at, id)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'What was asked for by or for chatters, and what was done. Names nobody. Kept for ever'`,
    `CREATE TABLE IF NOT EXISTS forget_scope (
      log_day Date COMMENT 'UTC day of the run in the event log',
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      hour DateTime('UTC') COMMENT 'Start of the hour, UTC, by Twitch time',
      provider Enum8('twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote',
      emote_id String COMMENT 'Id as the provider gives it'
    )
    ENGINE = MergeTree
    ORDER BY (log_day, hour, provider, emote_id, channel_id)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Where the distinct chatters are being counted again; empty unless a forget is under way, or was cut'`,
  ],
};
