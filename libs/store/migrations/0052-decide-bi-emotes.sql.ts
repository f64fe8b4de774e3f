import type { Migration } from '../src/migration';

/** The catalogue for analysts, with the classes that somebody decided. As 0030: a contract, run with the rights of who made it. */
export const decideBiEmotes: Migration = {
  name: '0052-decide-bi-emotes',
  isForReaders: true,
  statements: [
    `CREATE OR REPLACE VIEW bi.emotes (
      provider LowCardinality(String) COMMENT 'Who gives the emote: twitch, bttv, ffz or 7tv',
      emote_id String COMMENT 'Id as the provider gives it',
      emote String COMMENT 'Name as the provider last gave it; channels may write a third-party emote otherwise',
      emote_class LowCardinality(String) COMMENT 'What it costs in detail, as known now: GLOBAL, FOLLOWER, SUB_T1, SUB_T2, SUB_T3, BITS, LIMITED, PRIME_TURBO, THIRD_PARTY, CHANNEL_UNKNOWN, UNKNOWN',
      price LowCardinality(String) COMMENT 'FREE, PAID or OTHER, which is never guessed',
      rule LowCardinality(String) COMMENT 'By which rule the class was decided; DECIDED: an administrator said so',
      owner_channel_id UInt64 COMMENT 'Twitch id of the channel that owns it; 0 when none does or nobody knows',
      is_animated Bool COMMENT 'Whether it moves',
      is_zero_width Bool COMMENT 'Whether it is drawn over the emote before it',
      updated_at DateTime64(3, 'UTC') COMMENT 'When this was last learnt, UTC'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      toString(known.provider) AS provider, known.emote_id AS emote_id, known.name AS emote,
      if(decided.is_decided, toString(decided.class), toString(known.class)) AS emote_class,
      multiIf(
        emote_class IN ('GLOBAL', 'FOLLOWER', 'THIRD_PARTY'), 'FREE',
        emote_class IN ('SUB_T1', 'SUB_T2', 'SUB_T3', 'BITS', 'PRIME_TURBO'), 'PAID', 'OTHER') AS price,
      if(decided.is_decided, 'DECIDED', toString(known.rule)) AS rule, known.owner_id AS owner_channel_id,
      known.is_animated AS is_animated, known.is_zero_width AS is_zero_width, known.updated_at AS updated_at
    FROM (SELECT * FROM {database}.catalogue FINAL) AS known
    LEFT ANY JOIN (
      SELECT provider, emote_id, class, true AS is_decided FROM {database}.reclassified FINAL WHERE NOT is_restored
    ) AS decided ON decided.provider = known.provider AND decided.emote_id = known.emote_id
    COMMENT 'The catalogue: every emote that a provider told us of, one row each, as known now. An emote that is used but in no catalogue is missing here'`,
  ],
};
