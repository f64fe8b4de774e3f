import type { ChannelId, ChannelLogin } from '@emotide/domain';
import type { LiveStream } from '@emotide/emotes';
import { describe, expect, it } from 'vitest';
import { followStream, type StreamFollowed } from './follow-stream';

const xqc = '71092938' as ChannelId;
const stream: LiveStream = {
  streamId: '4001',
  channelId: xqc,
  login: 'xqc' as ChannelLogin,
  displayName: 'xQc',
  gameId: '516575',
  gameName: 'VALORANT',
  title: 'ranked',
  viewers: 60_000,
  startedAtMs: 500,
  language: 'en',
};
const nothing: StreamFollowed = { state: undefined, goneSinceMs: undefined };
const live = followStream(nothing, xqc, stream, 1_000);

describe('followStream', () => {
  it('records a stream when it is first seen, and again only when something but its viewers changes', () => {
    expect(live.state).toMatchObject({ streamId: '4001', startedAtMs: 500, sinceMs: 1_000, viewers: 60_000 });
    expect(followStream(live, xqc, { ...stream, viewers: 5 }, 2_000).state).toBe(live.state);
    for (const change of [
      { title: 'unranked' },
      { gameId: '32982', gameName: 'Grand Theft Auto V' },
      { gameId: null, gameName: '' },
      { language: 'fr' },
      { streamId: '4002', startedAtMs: 1_900 },
    ])
      expect(followStream(live, xqc, { ...stream, ...change }, 2_000).state).toMatchObject({
        ...change,
        sinceMs: 2_000,
      });
  });

  it('believes that a stream has ended at the second look, from the first on', () => {
    const once = followStream(live, xqc, undefined, 2_000);
    expect(once.state).toBe(live.state);
    expect(followStream(once, xqc, stream, 3_000)).toEqual(live);
    const twice = followStream(once, xqc, undefined, 3_000);
    expect(twice.state).toMatchObject({ streamId: null, sinceMs: 2_000, startedAtMs: 2_000, title: '' });
    expect(followStream(twice, xqc, undefined, 4_000)).toBe(twice);
    expect(followStream(twice, xqc, stream, 5_000).state).toMatchObject({ streamId: '4001', sinceMs: 5_000 });
  });

  it('records nothing of a channel that was never seen live', () => {
    expect(followStream(nothing, xqc, undefined, 1)).toBe(nothing);
  });
});
