import type { Migration } from '../src/migration';

/**
 * The list that decides what a run may say of chatters, and the copy of the log's bucket that outlives it. Times only
 * grow, so rows about one chatter are merged by taking the latest of each, in whatever order they come.
 */
export const createOptOuts: Migration = {
  name: '0039-create-opt-outs',
  statements: [
    `CREATE TABLE IF NOT EXISTS opt_outs (
      form LowCardinality(String) COMMENT 'Which number of the chatter this is: id for Twitch\\'s own, else the fingerprint of the key that it was hashed with',
      chatter UInt64 COMMENT 'That number; the list has no names',
      out_since SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'When the chatter last opted out; 1970 for never',
      back_since SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'When that was last taken back; 1970 for never',
      forgotten_before SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Messages sent before this are nobody\\'s; 1970 for none'
    )
    ENGINE = AggregatingMergeTree
    ORDER BY (form, chatter)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Chatters who are to be nobody. A chatter may have several rows: take the latest of each column. Kept for ever'`,
  ],
};
