import type { Migration } from '../src/migration';

/** Only an installation that keeps ids (users: full) fills it; elsewhere it stays empty. */
export const createChatters: Migration = {
  name: '0041-create-chatters',
  statements: [
    `CREATE TABLE IF NOT EXISTS chatters (
      user_id UInt64 COMMENT 'Twitch id of the chatter',
      login SimpleAggregateFunction(anyLast, String) COMMENT 'Login when Twitch was last asked; empty when it named nobody',
      display_name SimpleAggregateFunction(anyLast, String) COMMENT 'Name as it is shown',
      named_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'When Twitch was last asked',
      first_seen_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First message with an emote, as far as raw rows reached',
      last_seen_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last message with an emote, some minutes behind'
    )
    ENGINE = AggregatingMergeTree
    ORDER BY user_id
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Who chatters are, only where ids are kept (users: full). A chatter may have several rows: read FINAL. Kept until forgotten'`,
  ],
};
