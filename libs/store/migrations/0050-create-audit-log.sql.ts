import type { Migration } from '../src/migration';

/** Who changed what through the api: written before it is done, and again when it was. */
export const createAuditLog: Migration = {
  name: '0050-create-audit-log',
  statements: [
    `CREATE TABLE IF NOT EXISTS audit_log (
      at DateTime64(3, 'UTC') COMMENT 'When it was begun or ended, UTC',
      id String COMMENT 'One for both rows of one change',
      key_id LowCardinality(String) COMMENT 'The key that was shown, by its id; empty for whoever needed none',
      action LowCardinality(String) COMMENT 'Name of the mutation',
      subject String COMMENT 'What was changed: channels, a theme, an emote; never a person',
      state Enum8('begun' = 1, 'done' = 2, 'failed' = 3) COMMENT 'A change that was begun and has no end may be done or not',
      detail String COMMENT 'begun: what was asked for, as JSON; failed: why; otherwise empty'
    )
    ENGINE = MergeTree
    ORDER BY (at, id)
    SETTINGS non_replicated_deduplication_window = 10000
    COMMENT 'Who changed what through the api, and when. Kept for ever'`,
  ],
};
