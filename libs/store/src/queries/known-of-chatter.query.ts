import { formatU64, type U64 } from '@emotide/domain';
import { z } from 'zod';
import { count, defineQuery, timeMs } from '../query';
import { toListedIds } from '../scope';

export interface KnownOfChatterInput {
  /** Every number that the chatter has. */
  readonly chatters: readonly U64[];
}

const row = z.object({ uses: count, firstMs: timeMs, lastMs: timeMs });

/** How many raw rows are a chatter's, and of when; both times are 0 when there are none. One row. */
export const knownOfChatter = defineQuery({
  sql: (_: KnownOfChatterInput) => `
    SELECT count() AS uses,
      if(uses = 0, 0, toUnixTimestamp64Milli(min(sent_at))) AS firstMs,
      if(uses = 0, 0, toUnixTimestamp64Milli(max(sent_at))) AS lastMs
    FROM events
    WHERE user_id != 0 AND ${toListedIds('user_id', 'chatters')}`,
  parameters: ({ chatters }) => ({ chatters: chatters.map(formatU64) }),
  row,
});
