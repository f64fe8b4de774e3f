import type { Migration } from '../src/migration';

/** What the uses are about: channels, streams, emotes. As 0030: a contract, run with the rights of who made it. */
export const createBiKnowledge: Migration = {
  name: '0031-create-bi-knowledge',
  isForReaders: true,
  statements: [
    `CREATE OR REPLACE VIEW bi.channels (
      channel_id UInt64 COMMENT 'Twitch id of the channel; it stays when the login changes',
      channel String COMMENT 'Login as last heard',
      last_heard_at DateTime64(3, 'UTC') COMMENT 'When a message of it was last counted, by Twitch time, to the second',
      is_live Bool COMMENT 'Whether it was streaming when last looked at; false where nothing is known of its streams',
      language LowCardinality(String) COMMENT 'Language of its last stream as Twitch says it (en, es, …); empty when unknown',
      game LowCardinality(String) COMMENT 'Game or category of its last stream; empty when unknown'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      heard.channel_id AS channel_id, heard.login AS channel, heard.at AS last_heard_at,
      streams.is_live AS is_live, streams.language AS language, streams.game AS game
    FROM (
      SELECT channel_id, argMax(login, last_sent_at) AS login, max(last_sent_at) AS at
      FROM {database}.channels GROUP BY channel_id
    ) AS heard
    LEFT ANY JOIN (
      SELECT
        channel_id, argMax(stream_id, since) != 0 AS is_live,
        argMaxIf(language, since, stream_id != 0) AS language, argMaxIf(game_name, since, stream_id != 0) AS game
      FROM {database}.stream_states GROUP BY channel_id
    ) AS streams ON streams.channel_id = heard.channel_id
    COMMENT 'Every channel ever heard, one row each'`,
    `CREATE OR REPLACE VIEW bi.emotes (
      provider LowCardinality(String) COMMENT 'Who gives the emote: twitch, bttv, ffz or 7tv',
      emote_id String COMMENT 'Id as the provider gives it',
      emote String COMMENT 'Name as the provider last gave it; channels may write a third-party emote otherwise',
      emote_class LowCardinality(String) COMMENT 'What it costs in detail, as known now: GLOBAL, FOLLOWER, SUB_T1, SUB_T2, SUB_T3, BITS, LIMITED, PRIME_TURBO, THIRD_PARTY, CHANNEL_UNKNOWN, UNKNOWN',
      price LowCardinality(String) COMMENT 'FREE, PAID or OTHER, which is never guessed',
      rule LowCardinality(String) COMMENT 'By which rule the class was decided',
      owner_channel_id UInt64 COMMENT 'Twitch id of the channel that owns it; 0 when none does or nobody knows',
      is_animated Bool COMMENT 'Whether it moves',
      is_zero_width Bool COMMENT 'Whether it is drawn over the emote before it',
      updated_at DateTime64(3, 'UTC') COMMENT 'When this was last learnt, UTC'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      toString(provider) AS provider, emote_id, name AS emote, toString(class) AS emote_class,
      multiIf(
        emote_class IN ('GLOBAL', 'FOLLOWER', 'THIRD_PARTY'), 'FREE',
        emote_class IN ('SUB_T1', 'SUB_T2', 'SUB_T3', 'BITS', 'PRIME_TURBO'), 'PAID', 'OTHER') AS price,
      rule, owner_id AS owner_channel_id, is_animated, is_zero_width, updated_at
    FROM {database}.catalogue FINAL
    COMMENT 'The catalogue: every emote that a provider told us of, one row each, as known now. An emote that is used but in no catalogue is missing here'`,
    `CREATE OR REPLACE VIEW bi.emote_names (
      provider LowCardinality(String) COMMENT 'Who gives the emote: twitch, bttv, ffz or 7tv',
      emote_id String COMMENT 'Id as the provider gives it',
      emote String COMMENT 'A name that it had',
      first_seen_at DateTime64(3, 'UTC') COMMENT 'When the provider first gave it under this name, UTC',
      last_seen_at DateTime64(3, 'UTC') COMMENT 'When the provider last gave it under this name, UTC'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      toString(provider) AS provider, emote_id, name AS emote,
      min(names.first_seen_at) AS first_seen_at, max(names.last_seen_at) AS last_seen_at
    FROM {database}.catalogue_names AS names
    GROUP BY provider, emote_id, emote
    COMMENT 'Every name that an emote had with its provider, one row each'`,
    `CREATE OR REPLACE VIEW bi.stream_states (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      stream_id UInt64 COMMENT 'Twitch id of the stream; 0 while the channel is offline',
      since DateTime64(3, 'UTC') COMMENT 'When this was first seen, UTC; it holds until the next row of the channel',
      title String COMMENT 'Title as the streamer wrote it',
      game LowCardinality(String) COMMENT 'Game or category; empty when none',
      language LowCardinality(String) COMMENT 'Language as Twitch says it: en, es, …',
      viewers UInt32 COMMENT 'Viewers when it was first seen'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT channel_id, stream_id, since, title, game_name AS game, language, viewers
    FROM {database}.stream_states FINAL
    COMMENT 'What each known channel was streaming from when on: a row for every change of title, game or language'`,
    `CREATE OR REPLACE VIEW bi.stream_sessions (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      stream_id UInt64 COMMENT 'Twitch id of the stream',
      started_at DateTime64(3, 'UTC') COMMENT 'When the stream began, as Twitch says, UTC',
      ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was seen to have ended; null while it goes on',
      title String COMMENT 'Its last title',
      games Array(String) COMMENT 'Games or categories in their order, each once',
      language LowCardinality(String) COMMENT 'Its last language as Twitch says it: en, es, …',
      most_viewers UInt32 COMMENT 'Most viewers of those seen at its start and at changes of title, game or language'
    )
    DEFINER = CURRENT_USER SQL SECURITY DEFINER
    AS SELECT
      channel_id, stream_id, min(states.started_at) AS started_at,
      if(countIf(next_at IS NULL) > 0, NULL, max(next_at)) AS ended_at,
      argMax(states.title, since) AS title,
      arrayDistinct(arrayFilter(game -> game != '', arrayMap(state -> state.2, arraySort(groupArray((since, toString(game_name))))))) AS games,
      argMax(states.language, since) AS language, max(viewers) AS most_viewers
    FROM (
      SELECT
        *,
        -- An offline state knows when the stream before it ended.
        leadInFrame(toNullable(if(stream_id = 0, started_at, since))) OVER (
          PARTITION BY channel_id ORDER BY since ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS next_at
      FROM {database}.stream_states FINAL
    ) AS states
    WHERE stream_id != 0
    GROUP BY channel_id, stream_id
    COMMENT 'Streams of the known channels, one row each'`,
  ],
};
