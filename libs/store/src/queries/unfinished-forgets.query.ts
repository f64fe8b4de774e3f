import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';

const row = z.object({ id: z.string(), form: z.string(), chatter: id, beforeMs: timeMs });

/** Forgets that were begun and never done: they were cut, or are under way. */
export const unfinishedForgets = defineQuery({
  sql: (_: Readonly<Record<string, never>>) => `
    SELECT id, any(form) AS form, any(chatter) AS chatter, toUnixTimestamp64Milli(max(before)) AS beforeMs
    FROM privacy_log
    WHERE action = 'forget'
    GROUP BY id
    HAVING countIf(state = 'done') = 0
    ORDER BY beforeMs`,
  parameters: () => ({}),
  row,
});
