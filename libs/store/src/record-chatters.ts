import { toDateTime64 } from './date-time64';
import type { SeenChatterRow } from './queries/seen-chatters.query';
import type { Store } from './store';

/**
 * Puts down who chatters are and when they were seen. Repeating it changes nothing.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordChatters(store: Store, chatters: readonly SeenChatterRow[]): Promise<void> {
  if (chatters.length === 0) return;
  const rows = chatters.map(({ userId, login, displayName, namedAtMs, firstSeenMs, lastSeenMs }) =>
    JSON.stringify({
      user_id: userId,
      login,
      display_name: displayName,
      named_at: toDateTime64(namedAtMs),
      first_seen_at: toDateTime64(firstSeenMs),
      last_seen_at: toDateTime64(lastSeenMs),
    }),
  );
  await store.send('INSERT INTO chatters FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], {
    async_insert: 0,
    insert_deduplicate: 0,
  });
}
