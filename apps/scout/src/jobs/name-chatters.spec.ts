import type { ChannelId, ChannelLogin } from '@emotide/domain';
import type { SeenChatterRow, Store } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { createNameChatters } from './name-chatters';

const NOW_MS = 100 * 86_400_000;
const chatter = (userId: string, more: Partial<SeenChatterRow> = {}): SeenChatterRow => ({
  userId,
  firstSeenMs: 1_000,
  lastSeenMs: 2_000,
  login: '',
  displayName: '',
  namedAtMs: 0,
  ...more,
});

async function run(seen: readonly SeenChatterRow[]) {
  const asked: string[] = [];
  const recorded: Record<string, string>[] = [];
  const job = createNameChatters({
    helix: {
      users: async ({ ids = [] }) => {
        asked.push(...ids);
        return ids
          .filter((id) => (id as string) !== '404')
          .map((id) => ({
            id: id as string as ChannelId,
            login: `login${id}` as ChannelLogin,
            displayName: `Login${id}`,
            imageUrl: null,
          }));
      },
    },
    store: {
      select: async () =>
        seen.map(({ firstSeenMs, lastSeenMs, namedAtMs, ...rest }) => ({
          ...rest,
          firstSeenMs: String(firstSeenMs),
          lastSeenMs: String(lastSeenMs),
          namedAtMs: String(namedAtMs),
        })),
      send: async (_: string, [body]: readonly Uint8Array[]) => {
        for (const line of Buffer.from(body!).toString().split('\n'))
          recorded.push(JSON.parse(line) as Record<string, string>);
      },
    } as unknown as Store,
    everyMs: 1,
    nowMs: () => NOW_MS,
  });
  const { figures } = await job.run(new AbortController().signal);
  return { asked, figures, recorded };
}

describe('name-chatters', () => {
  it('asks Twitch for those without a name, or whose name is old, and no others', async () => {
    const known = { login: 'old', displayName: 'Old', namedAtMs: NOW_MS - 1_000 };
    const { asked, recorded, figures } = await run([
      chatter('1'),
      chatter('2', known),
      chatter('3', { ...known, namedAtMs: NOW_MS - 8 * 86_400_000 }),
      chatter('404'),
    ]);
    expect(asked).toEqual(['1', '3', '404']);
    expect(figures).toEqual({ seen: 4, asked: 3, named: 2 });
    expect(recorded.map(({ user_id, login, display_name }) => [user_id, login, display_name])).toEqual([
      ['1', 'login1', 'Login1'],
      ['2', 'old', 'Old'],
      ['3', 'login3', 'Login3'],
      ['404', '', ''],
    ]);
    expect(recorded[0]).toMatchObject({
      first_seen_at: '1970-01-01 00:00:01.000',
      last_seen_at: '1970-01-01 00:00:02.000',
    });
  });

  it('has nothing to do when nobody wrote', async () => {
    expect(await run([])).toEqual({ asked: [], figures: { seen: 0, asked: 0, named: 0 }, recorded: [] });
  });
});
