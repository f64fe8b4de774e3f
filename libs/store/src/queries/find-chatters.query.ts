import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';

export interface FindChattersInput {
  readonly login: string;
}

const row = z.object({ userId: id, login: z.string(), displayName: z.string(), lastSeenMs: timeMs });

/** Chatters of a login, where names are kept: two ids may have had it after each other; the one last seen comes first. */
export const findChatters = defineQuery({
  sql: (_: FindChattersInput) => `
    SELECT user_id AS userId, login, display_name AS displayName, toUnixTimestamp64Milli(last_seen_at) AS lastSeenMs
    FROM chatters FINAL
    WHERE login = {login:String}
    ORDER BY last_seen_at DESC, user_id`,
  parameters: ({ login }) => ({ login }),
  row,
});
