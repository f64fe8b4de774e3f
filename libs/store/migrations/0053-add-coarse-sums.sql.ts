import type { Migration } from '../src/migration';

const EMOTE = 'provider, emote_id, emote_name, class';
const CHANNEL = 'channel_id, shared_copy';
/**
 * A merge that sums up rows makes them anew: sums of rows that were replaced would count twice. Four inserts a second don't
 * make any, as the next merge would throw them away.
 */
const SETTINGS = [
  "deduplicate_merge_projection_mode = 'rebuild'",
  'materialize_projections_on_insert = 0',
  'materialize_projections_on_merge = 1',
].join(', ');

/**
 * Sums by the day and the month beside the hours, in the same parts: a ranking of a month or a year reads a tenth of the
 * rows. ClickHouse keeps them, reads them where a question asks for no more than they say, and the hours where a part has
 * none yet; so no answer depends on them. Chatters are not in them, as their sketches are most of an hour's bytes.
 */
export const addCoarseSums: Migration = {
  name: '0053-add-coarse-sums',
  statements: [
    `ALTER TABLE emote_hour_global MODIFY SETTING ${SETTINGS}`,
    `ALTER TABLE emote_hour_global ADD PROJECTION IF NOT EXISTS by_day (
      SELECT toStartOfDay(hour), ${EMOTE}, sum(uses), sum(messages) GROUP BY toStartOfDay(hour), ${EMOTE})`,
    `ALTER TABLE emote_hour_global ADD PROJECTION IF NOT EXISTS by_month (
      SELECT toStartOfMonth(hour), ${EMOTE}, sum(uses), sum(messages) GROUP BY toStartOfMonth(hour), ${EMOTE})`,
    'ALTER TABLE emote_hour_global MATERIALIZE PROJECTION by_day SETTINGS mutations_sync = 0',
    'ALTER TABLE emote_hour_global MATERIALIZE PROJECTION by_month SETTINGS mutations_sync = 0',
    `ALTER TABLE emote_hour MODIFY SETTING ${SETTINGS}`,
    `ALTER TABLE emote_hour ADD PROJECTION IF NOT EXISTS by_day (
      SELECT toStartOfDay(hour), ${CHANNEL}, sum(uses) GROUP BY toStartOfDay(hour), ${CHANNEL})`,
    `ALTER TABLE emote_hour ADD PROJECTION IF NOT EXISTS by_month (
      SELECT toStartOfMonth(hour), ${CHANNEL}, sum(uses) GROUP BY toStartOfMonth(hour), ${CHANNEL})`,
    'ALTER TABLE emote_hour MATERIALIZE PROJECTION by_day SETTINGS mutations_sync = 0',
    'ALTER TABLE emote_hour MATERIALIZE PROJECTION by_month SETTINGS mutations_sync = 0',
  ],
};
