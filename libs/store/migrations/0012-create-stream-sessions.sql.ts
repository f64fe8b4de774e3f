import type { Migration } from '../src/migration';

/** Title, game and language change while a stream goes on: each state has a row, from when it was first seen. */
export const createStreamSessions: Migration = {
  name: '0012-create-stream-sessions',
  statements: [
    `CREATE TABLE IF NOT EXISTS stream_states (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      stream_id UInt64 COMMENT 'Twitch id of the stream; 0 while the channel is offline',
      started_at DateTime64(3, 'UTC') COMMENT 'When the stream began, as Twitch says; when it was seen to have ended, while offline',
      since DateTime64(3, 'UTC') COMMENT 'When this state was first seen, UTC',
      title String COMMENT 'Title as the streamer wrote it',
      game_id UInt64 COMMENT 'Twitch id of the game or category; 0 when none',
      game_name LowCardinality(String) COMMENT 'Its name',
      language LowCardinality(String) COMMENT 'Language of the stream, as Twitch says: en, es, …',
      viewers UInt32 COMMENT 'Viewers when it was first seen'
    )
    ENGINE = ReplacingMergeTree
    ORDER BY (channel_id, since)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'What each known channel was streaming from when on: a row for every change. Kept for ever'`,
  ],
};
