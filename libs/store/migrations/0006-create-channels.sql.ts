import type { Migration } from '../src/migration';

export const createChannels: Migration = {
  name: '0006-create-channels',
  statements: [
    `CREATE TABLE IF NOT EXISTS channels (
      channel_id UInt64 COMMENT 'Twitch id of the channel',
      login String COMMENT 'Its login when last heard; two ids may have had the same one after each other',
      last_sent_at DateTime64(3, 'UTC') COMMENT 'When it was last heard under this login, by Twitch time'
    )
    ENGINE = ReplacingMergeTree(last_sent_at)
    ORDER BY channel_id
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Every channel ever heard and its latest login. A channel may have several rows: take the latest'`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS channels_view TO channels AS
    SELECT
      channel_id, argMax(channel_login, sent_at) AS login, max(sent_at) AS last_sent_at
    FROM landing
    WHERE kind = 'activity'
    GROUP BY channel_id
    COMMENT 'Fills channels from landing'`,
  ],
};
