/**
 * Tables of the shape that two open projects in this field describe, made by ourselves: what they keep and in which
 * order, not their code.
 */
export interface PeerTable {
  readonly name: string;
  readonly create: string;
}

/** As twir keeps emotes: one row per occurrence, the emote by its name, nothing rolled up. */
export const OCCURRENCES_TABLE: PeerTable = {
  name: 'peer_occurrences',
  create: `CREATE TABLE peer_occurrences (
    channel_id String, user_id String, created_at DateTime('UTC'), emote LowCardinality(String)
  ) ENGINE = MergeTree PARTITION BY toYYYYMM(created_at) ORDER BY (channel_id, emote, user_id, created_at)`,
};

/** As rustlog keeps chat: one row per message with its text, strings at a high level of ZSTD, by channel and chatter. */
export const TEXTS_TABLE: PeerTable = {
  name: 'peer_texts',
  create: `CREATE TABLE peer_texts (
    channel_id LowCardinality(String) CODEC(ZSTD(8)), channel_login LowCardinality(String) CODEC(ZSTD(8)),
    timestamp DateTime64(3, 'UTC') CODEC(T64, ZSTD(5)), id UUID CODEC(ZSTD(1)), message_type UInt8 CODEC(ZSTD(8)),
    user_id String CODEC(ZSTD(8)), user_login String CODEC(ZSTD(8)), display_name String CODEC(ZSTD(8)),
    color Nullable(UInt32) CODEC(ZSTD(8)), user_type LowCardinality(String) CODEC(ZSTD(8)),
    badges Array(LowCardinality(String)) CODEC(ZSTD(8)), badge_info String CODEC(ZSTD(8)), client_nonce String CODEC(ZSTD(1)),
    emotes String CODEC(ZSTD(8)), automod_flags String CODEC(ZSTD(8)), text String CODEC(ZSTD(8)),
    message_flags UInt16 CODEC(ZSTD(8)), extra_tags Map(LowCardinality(String), String) CODEC(ZSTD(8))
  ) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (channel_id, user_id, timestamp)`,
};

export const PEER_TABLES: readonly PeerTable[] = [OCCURRENCES_TABLE, TEXTS_TABLE];

const IN_DAY = (time: string): string =>
  `${time} >= toDateTime({from:UInt32}, 'UTC') AND ${time} < toDateTime({to:UInt32}, 'UTC')`;
const ONE_CHANNEL = 'channel_id = toString({channel_id:UInt64})';
const topOccurrences = (condition: string): string => `
  SELECT emote, count() AS uses FROM peer_occurrences WHERE ${condition} AND ${IN_DAY('created_at')}
  GROUP BY emote ORDER BY uses DESC LIMIT 10`;
/** Texts know no emotes: the ten most frequent words, of which a reader would have to know which are emotes. */
const topWords = (condition: string): string => `
  SELECT arrayJoin(splitByChar(' ', text)) AS word, count() AS uses FROM peer_texts WHERE ${condition} AND ${IN_DAY('timestamp')}
  GROUP BY word ORDER BY uses DESC LIMIT 10`;

/** The question of the day's ten emotes, of all channels and of one. */
export const PEER_QUESTIONS = [
  {
    what: 'a row per occurrence (twir)',
    table: OCCURRENCES_TABLE.name,
    all: topOccurrences('true'),
    channel: topOccurrences(ONE_CHANNEL),
  },
  {
    what: 'a row per message with its text (rustlog)',
    table: TEXTS_TABLE.name,
    all: topWords('true'),
    channel: topWords(ONE_CHANNEL),
  },
] as const;
