import { z } from 'zod';
import { toCommittedCondition, toCommittedParameters, type CommittedRows } from '../committed-rows';
import { count, defineQuery, id } from '../query';

const row = z.object({
  channelId: id,
  /** Latest login heard. */
  login: z.string(),
  /** Raw rows of it, uses and activity: how much there is to read. */
  rows: count,
});
export type RecentChannelRow = z.output<typeof row>;

/** Channels with committed rows in the time asked for, by id. */
export const recentChannels = defineQuery({
  sql: (_: CommittedRows) => `
    SELECT recent.channel_id AS channelId, names.login AS login, recent.total AS rows
    FROM (
      SELECT channel_id, sum(part) AS total
      FROM (
        SELECT channel_id, count() AS part FROM events
        WHERE ${toCommittedCondition('sent_at')} GROUP BY channel_id
        UNION ALL
        SELECT channel_id, count() AS part FROM activity
        WHERE ${toCommittedCondition('second')} GROUP BY channel_id
      )
      GROUP BY channel_id
    ) AS recent
    LEFT JOIN (
      SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id
    ) AS names ON names.channel_id = recent.channel_id
    ORDER BY recent.channel_id`,
  parameters: toCommittedParameters,
  row,
});
