import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';
import { toListedIds } from '../scope';

export type FindChattersInput = { readonly login: string } | { readonly userIds: readonly string[] };

const row = z.object({ userId: id, login: z.string(), displayName: z.string(), lastSeenMs: timeMs });

/** Chatters by id, or of a login, where names are kept: two ids may have had it after each other; the one last seen comes first. */
export const findChatters = defineQuery({
  sql: (input: FindChattersInput) => `
    SELECT user_id AS userId, login, display_name AS displayName, toUnixTimestamp64Milli(last_seen_at) AS lastSeenMs
    FROM chatters FINAL
    WHERE ${'login' in input ? 'login = {login:String}' : toListedIds('user_id', 'user_ids')}
    ORDER BY last_seen_at DESC, user_id`,
  parameters: (input) => ('login' in input ? { login: input.login } : { user_ids: input.userIds }),
  row,
});
