import type { Migration } from '../src/migration';

/**
 * The constraints check a whole run before any view sees it, so a run that is refused is in no table at all. Times
 * may be a day later than readers of chat let through, as the clocks of two machines may differ.
 */
export const createLanding: Migration = {
  name: '0001-create-landing',
  statements: [
    `CREATE TABLE IF NOT EXISTS landing (
      kind Enum8('use' = 1, 'activity' = 2) COMMENT 'use: one chat message and one distinct emote. activity: one channel and one second',
      sent_at DateTime64(3, 'UTC') COMMENT 'use: when Twitch took the message, UTC. activity: start of the second',
      channel_id UInt64 COMMENT 'Twitch id of the channel it counts for',
      channel_login LowCardinality(String) COMMENT 'Login of that channel at the time',
      actor UInt64 COMMENT 'use: the chatter, hashed unless configured otherwise, 0 when nobody is to be known. activity: the reading session',
      message_key UInt64 COMMENT 'Hash of a message id. use: the message. activity: the last message covered',
      provider Enum8('none' = 0, 'twitch' = 1, 'bttv' = 2, 'ffz' = 3, '7tv' = 4) COMMENT 'Who gives the emote; none on activity',
      emote_id String COMMENT 'Id as the provider gives it; empty on activity',
      emote_name LowCardinality(String) COMMENT 'Name as written in the message; empty on activity',
      class Enum8('UNKNOWN' = 0, 'GLOBAL' = 1, 'FOLLOWER' = 2, 'SUB_T1' = 3, 'SUB_T2' = 4, 'SUB_T3' = 5, 'BITS' = 6, 'LIMITED' = 7, 'PRIME_TURBO' = 8, 'THIRD_PARTY' = 9, 'CHANNEL_UNKNOWN' = 10) COMMENT 'What the emote costs, as known at the time',
      count UInt32 COMMENT 'use: occurrences in the message. activity: messages',
      with_emotes UInt32 COMMENT 'use: 0. activity: messages with at least one emote',
      flags UInt16 COMMENT 'Facts about the message as bits; on activity only 2, a copy from a shared chat',
      \`partition\` UInt8 COMMENT 'Partition of the event log',
      run_last UInt64 COMMENT 'Sequence of the last batch of the run in that partition',
      log_day Date COMMENT 'UTC day of the run in the event log',
      CONSTRAINT times_are_plausible CHECK sent_at >= toDateTime64('2010-01-01 00:00:00', 3, 'UTC') AND sent_at < now64(3, 'UTC') + INTERVAL 2 DAY,
      CONSTRAINT uses_are_complete CHECK kind != 'use' OR (provider != 'none' AND emote_id != '' AND count BETWEEN 1 AND 65535),
      CONSTRAINT activity_adds_up CHECK kind != 'activity' OR with_emotes <= count
    )
    ENGINE = Null
    COMMENT 'Where every run of the event log arrives, with one INSERT. Keeps nothing: the views behind it fill all other tables'`,
  ],
};
