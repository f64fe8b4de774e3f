import type { Migration } from '../src/migration';

/*
 * What analysts read. The views are a contract: names and meanings stay, whatever becomes of the tables behind them, and
 * columns are only added. They run with the rights of who made them, so that their readers see nothing else.
 *
 * Rows come as the tables have them, not summed: a filter on time and channel then reaches the primary key, and a column
 * that nobody asks for costs nothing.
 */

const CHANNEL_NAMES =
  '(SELECT channel_id, argMax(login, last_sent_at) AS login FROM {database}.channels GROUP BY channel_id) AS names';

/** As the catalogue knows it now; where it says nothing, as it was known when the use was read. */
const CLASS_NOW = `if(
        dictGetOrDefault('{database}.emote_classes', 'class', (toString(provider), emote_id), toUInt8(0)) IN (0, 10),
        toString(class),
        toString(CAST(dictGetOrDefault('{database}.emote_classes', 'class', (toString(provider), emote_id), toUInt8(0)), 'Enum8(\\'UNKNOWN\\' = 0, \\'GLOBAL\\' = 1, \\'FOLLOWER\\' = 2, \\'SUB_T1\\' = 3, \\'SUB_T2\\' = 4, \\'SUB_T3\\' = 5, \\'BITS\\' = 6, \\'LIMITED\\' = 7, \\'PRIME_TURBO\\' = 8, \\'THIRD_PARTY\\' = 9, \\'CHANNEL_UNKNOWN\\' = 10)')))`;

const PRICE_OF_CLASS = `multiIf(
        emote_class IN ('GLOBAL', 'FOLLOWER', 'THIRD_PARTY'), 'FREE',
        emote_class IN ('SUB_T1', 'SUB_T2', 'SUB_T3', 'BITS', 'PRIME_TURBO'), 'PAID', 'OTHER')`;

const EMOTE_COLUMNS = `provider LowCardinality(String) COMMENT 'Who gives the emote: twitch, bttv, ffz or 7tv',
      emote_id String COMMENT 'Id as the provider gives it; with provider it says which emote, as names change and collide',
      emote LowCardinality(String) COMMENT 'Name as written in chat; one id may have had several',
      emote_class LowCardinality(String) COMMENT 'What the emote costs in detail, as known now: GLOBAL, FOLLOWER, SUB_T1, SUB_T2, SUB_T3, BITS, LIMITED, PRIME_TURBO, THIRD_PARTY, CHANNEL_UNKNOWN, UNKNOWN',
      price LowCardinality(String) COMMENT 'FREE (GLOBAL, FOLLOWER, THIRD_PARTY), PAID (SUB_T1, SUB_T2, SUB_T3, BITS, PRIME_TURBO) or OTHER, which is never guessed'`;

const CHANNEL_COLUMNS = `channel_id UInt64 COMMENT 'Twitch id of the channel; filters on it are the fast ones',
      channel LowCardinality(String) COMMENT 'Login of the channel as last heard'`;

const SHARED_COPY =
  "shared_copy Bool COMMENT 'Whether these messages are copies from another channel of a shared chat: leave them out (NOT shared_copy) of sums over channels'";

const chattersComment = (of: string): string =>
  `chatters AggregateFunction(uniqCombined64, UInt64) COMMENT 'Distinct chatters${of} as a mergeable sketch, those not to be known left out: read with uniqCombined64Merge(chatters), which counts a person once however many rows are merged'`;

interface UsesView {
  readonly name: string;
  readonly table: string;
  /** Column of the view, its type, and what it is made of. */
  readonly time: readonly [column: string, type: string, expression: string, comment: string];
  readonly isGlobal?: true;
  readonly comment: string;
}

const usesView = ({ name, table, time, isGlobal, comment }: UsesView): string => {
  const [column, type, expression, timeComment] = time;
  return `CREATE OR REPLACE VIEW bi.${name} (
      ${column} ${type} COMMENT '${timeComment}',
      ${isGlobal ? '' : `${CHANNEL_COLUMNS},\n      `}${EMOTE_COLUMNS},
      ${isGlobal ? '' : `${SHARED_COPY},\n      `}uses UInt64 COMMENT 'Occurrences in chat; they add up over everything',
      messages UInt64 COMMENT 'Messages with this emote; they add up over time and channels, not over emotes, as one message may have several',
      ${chattersComment(isGlobal ? ' over all channels' : '')}
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      ${expression} AS ${column},${isGlobal ? '' : ' used.channel_id AS channel_id, names.login AS channel,'}
      toString(provider) AS provider, emote_id, emote_name AS emote,
      ${CLASS_NOW} AS emote_class,
      ${PRICE_OF_CLASS} AS price,
      ${isGlobal ? '' : 'shared_copy, '}uses, messages, chatters
    FROM {database}.${table} AS used${isGlobal ? '' : `\n    LEFT ANY JOIN ${CHANNEL_NAMES} ON names.channel_id = used.channel_id`}
    COMMENT '${comment}'`;
};

const MINUTE = ['minute', "DateTime('UTC')", 'minute', 'Start of the minute, UTC, by Twitch time'] as const;
const HOUR = ['hour', "DateTime('UTC')", 'hour', 'Start of the hour, UTC, by Twitch time'] as const;
const DAY = [
  'day',
  'Date',
  "toDate(hour, 'UTC')",
  'Day in UTC; days of another timezone are made of hours',
] as const;

const messagesView = (
  name: string,
  table: string,
  [column, type, expression, timeComment]: UsesView['time'],
  comment: string,
): string => `CREATE OR REPLACE VIEW bi.${name} (
      ${column} ${type} COMMENT '${timeComment}',
      ${CHANNEL_COLUMNS},
      ${SHARED_COPY},
      messages UInt64 COMMENT 'Chat messages; they add up over time and channels',
      messages_with_emotes UInt64 COMMENT 'Those with at least one emote'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      ${expression} AS ${column}, said.channel_id AS channel_id, names.login AS channel,
      shared_copy, messages, messages_with_emotes
    FROM {database}.${table} AS said
    LEFT ANY JOIN ${CHANNEL_NAMES} ON names.channel_id = said.channel_id
    COMMENT '${comment}'`;

export const createBiUses: Migration = {
  name: '0030-create-bi-uses',
  isForReaders: true,
  statements: [
    "CREATE DATABASE IF NOT EXISTS bi COMMENT 'Views for analysts: stable names, a comment on everything'",
    usesView({
      name: 'emote_uses_minute',
      table: 'emote_minute',
      time: MINUTE,
      comment:
        'Uses of each emote in each channel by minute, the last 14 days. The same key may have several rows: sum uses and messages',
    }),
    usesView({
      name: 'emote_uses_hour',
      table: 'emote_hour',
      time: HOUR,
      comment:
        'Uses of each emote in each channel by hour, for ever. The same key may have several rows: sum uses and messages',
    }),
    usesView({
      name: 'emote_uses_day',
      table: 'emote_hour',
      time: DAY,
      comment:
        'Uses of each emote in each channel by day in UTC, for ever. A day has several rows of the same key: sum uses and messages',
    }),
    usesView({
      name: 'emote_uses_minute_global',
      table: 'emote_minute_global',
      time: MINUTE,
      isGlobal: true,
      comment:
        'Uses of each emote over all channels by minute, copies of shared chats left out, the last 14 days. The same key may have several rows: sum uses and messages',
    }),
    usesView({
      name: 'emote_uses_hour_global',
      table: 'emote_hour_global',
      time: HOUR,
      isGlobal: true,
      comment:
        'Uses of each emote over all channels by hour, copies of shared chats left out, for ever. The same key may have several rows: sum uses and messages',
    }),
    messagesView(
      'messages_minute',
      'activity_minute',
      MINUTE,
      'Chat messages of each channel by minute, the last 14 days. A minute may have several rows: sum them',
    ),
    messagesView(
      'messages_hour',
      'activity_hour',
      HOUR,
      'Chat messages of each channel by hour, for ever. An hour may have several rows: sum them',
    ),
    messagesView(
      'messages_day',
      'activity_hour',
      DAY,
      'Chat messages of each channel by day in UTC, for ever. A day has several rows: sum them',
    ),
    `CREATE OR REPLACE VIEW bi.emote_uses (
      sent_at DateTime64(3, 'UTC') COMMENT 'When Twitch took the message, UTC',
      ${CHANNEL_COLUMNS},
      message_key UInt64 COMMENT 'Which message: rows of one message share it',
      ${EMOTE_COLUMNS},
      uses UInt16 COMMENT 'Occurrences of the emote in the message',
      from_subscriber Bool COMMENT 'Whether the chatter subscribes to the channel',
      ${SHARED_COPY},
      is_emote_only Bool COMMENT 'Whether the message has nothing but emotes',
      is_first_message Bool COMMENT 'Whether it was the first message of the chatter in the channel',
      is_historical Bool COMMENT 'Whether it was imported and not read live'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      sent_at, used.channel_id AS channel_id, names.login AS channel, message_key,
      toString(provider) AS provider, emote_id, emote_name AS emote,
      ${CLASS_NOW} AS emote_class,
      ${PRICE_OF_CLASS} AS price,
      uses, bitAnd(flags, 1) != 0 AS from_subscriber, bitAnd(flags, 2) != 0 AS shared_copy,
      bitAnd(flags, 4) != 0 AS is_emote_only, bitAnd(flags, 8) != 0 AS is_first_message,
      bitAnd(flags, 16) != 0 AS is_historical
    FROM {database}.events AS used
    LEFT ANY JOIN ${CHANNEL_NAMES} ON names.channel_id = used.channel_id
    COMMENT 'Every use: one row per chat message and distinct emote in it, the last 30 days. Without the text, which is never stored, and without the chatter'`,
  ],
};
