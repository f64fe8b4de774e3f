import type { Store } from '@emotide/store';

/** Rows of `landing` in words, as JSON; the binary row has its own tests. */
export async function land(
  store: Store,
  token: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const lines = rows.map((row) =>
    JSON.stringify({ partition: 0, run_last: 9, log_day: '2026-11-23', ...row }),
  );
  await store.send('INSERT INTO landing FORMAT JSONEachRow', [Buffer.from(lines.join('\n'))], {
    insert_deduplication_token: token,
    async_insert: 0,
  });
}

export const forsen = { channel_id: '22484632', channel_login: 'forsen' };
export const xqc = { channel_id: '71092938', channel_login: 'xqc' };

/** A message's uses of one emote. */
export const use = (
  sentAt: string,
  channel: object,
  actor: number,
  emote: readonly [id: string, name: string],
  count = 1,
  more: object = {},
) => ({
  kind: 'use',
  sent_at: sentAt,
  ...channel,
  actor,
  message_key: 1,
  provider: 'twitch',
  emote_id: emote[0],
  emote_name: emote[1],
  class: 'GLOBAL',
  count,
  ...more,
});

/** What one second had. */
export const activity = (
  sentAt: string,
  channel: object,
  count: number,
  withEmotes: number,
  session = 1,
) => ({
  kind: 'activity',
  sent_at: sentAt,
  ...channel,
  actor: session,
  provider: 'none',
  count,
  with_emotes: withEmotes,
});

/** One act of moderators. */
export const act = (sentAt: string, channel: object, action: number) => ({
  kind: 'moderation',
  sent_at: sentAt,
  ...channel,
  actor: 0,
  provider: 'none',
  count: 1,
  flags: action,
});
