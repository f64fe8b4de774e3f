import { HISTORY_PARTITION } from '@emotide/domain';
import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';

export interface CoverageOfChannelInput {
  readonly channelId: string;
}

const row = z.object({
  session: id,
  /** Start of the first and of the last second that it read a message in. */
  fromMs: timeMs,
  toMs: timeMs,
  /** Read as it was said; else out of a file. */
  isLive: z.boolean(),
});
export type CoverageRow = z.output<typeof row>;

/** Who read a channel from when to when, earliest first. */
export const coverageOfChannel = defineQuery({
  sql: (_: CoverageOfChannelInput) => `
    SELECT
      session,
      toUnixTimestamp64Milli(min(first_sent_at)) AS fromMs, toUnixTimestamp64Milli(max(last_sent_at)) AS toMs,
      toBool(min(\`partition\`) < ${HISTORY_PARTITION}) AS isLive
    FROM channel_coverage
    WHERE channel_id = {channel:UInt64}
    GROUP BY session
    ORDER BY fromMs, session`,
  parameters: ({ channelId }) => ({ channel: channelId }),
  row,
});
