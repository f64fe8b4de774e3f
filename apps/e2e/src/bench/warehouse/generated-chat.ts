/** Which messages of the invented chat: a stretch of it within an hour, as numbers from `from` on. */
export interface GeneratedSpan {
  /** Epoch ms. */
  readonly startMs: number;
  readonly lengthMs: number;
  /** First number and how many. Two stretches must not share numbers. */
  readonly from: number;
  readonly numbers: number;
}

export const CHANNELS = 1_000;
/** Of the numbers, those whose channel is live at the time; measured. */
export const LIVE_SHARE = 0.68;
/** Rows of one message: one, two or three distinct emotes. */
export const EMOTES_PER_MESSAGE = 1.27;
/** One message in so many has emotes, as in real chat. */
const MESSAGES_PER_EMOTE_MESSAGE = 4;

/** A number in [0, 1) that depends on the message's number and on `salt` only. */
const share = (salt: string): string => `(cityHash64(number, ${salt}) % 1000003 / 1000003)`;

/** 1 … most by Zipf's law: rank r in proportion to 1/r. */
const zipf = (uniform: string, most: number): string => `toUInt64(exp(${uniform} * ${Math.log(most + 1)}))`;

/**
 * Messages with emotes, one row each: `sent_at`, `rank` (the channel, greatest first), `chatter`,
 * `message_key`, `flags` and its distinct emotes as codes with their occurrences. The same numbers always give the same
 * rows, so that different tables can be fed with the same chat.
 *
 * Channels by Zipf's law, each live for ten hours a day; the greatest twenty always. Most of a channel's chatters are its
 * own, the first of them by far the busiest, a quarter roams. A quarter of the emotes are Twitch's global ones, a fifth
 * the channel's own, the rest third parties': some shared by many channels, some of one.
 */
export const toMessagesSql = ({ startMs, lengthMs, from, numbers }: GeneratedSpan): string => `
  SELECT
    number,
    fromUnixTimestamp64Milli(toInt64(${startMs} + intDiv((number - ${from}) * ${lengthMs}, ${numbers})), 'UTC') AS sent_at,
    ${zipf(share('1'), CHANNELS)} AS rank,
    if(${share('2')} < 0.25,
      cityHash64('roaming', toUInt32(50000 * pow(${share('3')}, 3))),
      cityHash64(rank, toUInt32((100 + 12000 / pow(rank, 0.8)) * pow(${share('3')}, 3)))) AS chatter,
    cityHash64(number, 4) AS message_key,
    toUInt16((cityHash64(number, 5) % 3 = 0) + 2 * (cityHash64(number, 6) % 100 = 0) + 128 * (cityHash64(number, 7) % 12 = 0)) AS flags,
    arrayDistinct(arrayMap(slot -> (
      ${share('100 + slot')} AS kind,
      ${share('200 + slot')} AS which,
      ${zipf('which', 400)} AS channel_slot,
      multiIf(
        kind < 0.25, 1000000000 + ${zipf('which', 300)},
        kind < 0.45, 2000000000 + rank * 1000 + ${zipf('which', 60)},
        kind < 0.95 AND channel_slot <= 150,
          3000000000 + ${zipf('(cityHash64(rank, channel_slot) % 1000003 / 1000003)', 20_000)},
        kind < 0.95, 4000000000 + rank * 1000 + channel_slot,
        5000000000 + ${zipf('which', 60)})
    ).4, range(multiIf(${share('8')} < 0.79, 1, ${share('8')} < 0.94, 2, 3)))) AS emotes,
    arrayMap(emote -> toUInt32(1 + (cityHash64(number, emote) % 5 = 0) * (1 + cityHash64(number, emote, 1) % 5)), emotes) AS occurrences
  FROM numbers(${from}, ${numbers})
  WHERE rank <= 20 OR (cityHash64(rank, 9) % 24 + 24 - ${new Date(startMs).getUTCHours()}) % 24 < 10`;

/** What the codes of {@link toMessagesSql} stand for, ids as long as each provider's are. */
const EMOTE = {
  provider: (code: string): string =>
    `multiIf(${code} < 3000000000, 'twitch', ['7tv', '7tv', '7tv', 'bttv', 'bttv', 'ffz'][1 + ${code} % 6])`,
  id: (code: string): string => `multiIf(
    ${code} < 2000000000, toString(${code} % 1000000 * 37),
    ${code} < 3000000000, concat('emotesv2_', lower(hex(cityHash64(${code}))), lower(hex(cityHash64(${code}, 1)))),
    ${code} % 6 < 3, concat('01', substring(concat(hex(cityHash64(${code})), hex(cityHash64(${code}, 1))), 1, 24)),
    ${code} % 6 < 5, lower(substring(concat(hex(cityHash64(${code})), hex(cityHash64(${code}, 1))), 1, 24)),
    toString(${code} % 1000000000))`,
  name: (code: string): string => `multiIf(
    ${code} < 2000000000, concat('Global', toString(${code} % 1000000)),
    ${code} < 3000000000, concat('chan', toString(intDiv(${code} % 1000000000, 1000)), 'Own', toString(${code} % 1000)),
    concat('word', toString(${code} % 1000000000)))`,
  class: (code: string): string => `multiIf(
    ${code} < 2000000000, 'GLOBAL',
    ${code} < 3000000000, ['SUB_T1', 'SUB_T1', 'SUB_T1', 'SUB_T2', 'SUB_T3', 'BITS', 'FOLLOWER'][1 + ${code} % 7],
    'THIRD_PARTY')`,
} as const;

/** Twitch's id of the channel of a rank. */
export const CHANNEL_ID = 'toUInt64(20000000 + cityHash64(rank) % 900000000)';
const CHANNEL_LOGIN = "concat('channel_', toString(rank))";

/** Rows of `landing`, uses and activity, as one block of the log's bytes would give them. */
export const toLandingSql = (generated: GeneratedSpan): string => `
  SELECT
    CAST('use', 'Enum8(\\'use\\' = 1, \\'activity\\' = 2, \\'loss\\' = 3)') AS kind, sent_at, ${CHANNEL_ID} AS channel_id, ${CHANNEL_LOGIN} AS channel_login, chatter AS actor, message_key,
    ${EMOTE.provider('code')} AS provider, ${EMOTE.id('code')} AS emote_id, ${EMOTE.name('code')} AS emote_name,
    ${EMOTE.class('code')} AS class, occurrence AS count, toUInt32(0) AS with_emotes, flags,
    toUInt8(0) AS \`partition\`, toUInt64(${generated.from}) AS run_last, toDate('${new Date(generated.startMs).toISOString().slice(0, 10)}') AS log_day
  FROM (${toMessagesSql(generated)})
  ARRAY JOIN emotes AS code, occurrences AS occurrence
  UNION ALL
  SELECT
    'activity', toDateTime64(toStartOfSecond(sent_at), 3, 'UTC') AS second, ${CHANNEL_ID}, ${CHANNEL_LOGIN}, rank, max(message_key),
    'none', '', '', 'UNKNOWN', toUInt32(${MESSAGES_PER_EMOTE_MESSAGE} * count()), toUInt32(count()), toUInt16(bitAnd(flags, 2)) AS copies,
    0, ${generated.from}, toDate('${new Date(generated.startMs).toISOString().slice(0, 10)}')
  FROM (${toMessagesSql(generated)})
  GROUP BY second, rank, copies`;

/** One row per occurrence: `channel_id`, `user_id`, `created_at`, `emote`. */
export const toOccurrencesSql = (generated: GeneratedSpan): string => `
  SELECT toString(${CHANNEL_ID}) AS channel_id, toString(chatter % 1000000000) AS user_id, toDateTime(sent_at) AS created_at, ${EMOTE.name('code')} AS emote
  FROM (${toMessagesSql(generated)})
  ARRAY JOIN arrayFlatten(arrayMap((emote, occurrence) -> arrayWithConstant(occurrence, emote), emotes, occurrences)) AS code`;

/**
 * One row per message with emotes, its text being the names of its emotes between other words, and `emotes` what Twitch's
 * tag says of its own.
 */
export const toTextsSql = (generated: GeneratedSpan): string => `
  SELECT
    toString(${CHANNEL_ID}) AS channel_id, ${CHANNEL_LOGIN} AS channel_login, sent_at AS timestamp,
    reinterpretAsUUID(toUInt128(message_key) + bitShiftLeft(toUInt128(cityHash64(number, 10)), 64)) AS id,
    toString(chatter % 1000000000) AS user_id, concat('chatter', toString(chatter % 100000000)) AS user_login,
    concat('Chatter', toString(chatter % 100000000)) AS display_name, toUInt32(chatter % 16777216) AS color,
    if(flags % 2 = 1, ['subscriber/12'], []) AS badges, lower(concat(hex(cityHash64(number, 11)), hex(cityHash64(number, 12)))) AS client_nonce,
    arrayStringConcat(arrayFilter(tag -> tag != '', arrayMap(
      code -> if(code < 3000000000, concat(${EMOTE.id('code')}, ':', toString(number % 50), '-', toString(number % 50 + 8)), ''), emotes)), '/') AS emotes_tag,
    arrayStringConcat(arrayFlatten(arrayMap((code, occurrence) -> arrayConcat(
      arrayMap(i -> ['the', 'that was', 'no way', 'chat', 'he is', 'so good', 'what', 'again'][1 + cityHash64(number, i) % 8], range(number % 4)),
      arrayWithConstant(occurrence, ${EMOTE.name('code')})), emotes, occurrences)), ' ') AS text
  FROM (${toMessagesSql(generated)})`;
