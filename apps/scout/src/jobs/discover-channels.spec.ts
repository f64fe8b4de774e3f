import { decodeChannelPlan, type ChannelId, type ChannelLogin } from '@emotide/domain';
import type { HelixClient, StreamQuery } from '@emotide/emote-providers';
import type { LiveStream } from '@emotide/emotes';
import { Registry } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { KnownChannels } from '../known-channels';
import { createScoutMetrics } from '../scout-metrics';
import { createDiscoverChannels, type DiscoverChannelsOptions } from './discover-channels';

const stream = (n: number, viewers = 1_000 - n): LiveStream => ({
  streamId: String(n),
  channelId: String(n) as ChannelId,
  login: `c${n}` as ChannelLogin,
  displayName: `c${n}`,
  gameId: null,
  gameName: '',
  title: '',
  viewers,
  startedAtMs: 0,
  language: 'en',
});

function create(more: Partial<DiscoverChannelsOptions> = {}) {
  const state = { live: [1, 2, 3, 4, 5, 6].map((n) => stream(n)) };
  const asked: StreamQuery[] = [];
  const clock = { nowMs: 0 };
  const helix = {
    streams: async (query: StreamQuery) => {
      asked.push(query);
      return state.live.slice(0, query.first);
    },
    streamsOf: async (ids: readonly ChannelId[]) =>
      state.live.filter(({ channelId }) => ids.includes(channelId)),
    users: async ({ logins = [] }: { logins?: readonly ChannelLogin[] }) =>
      logins
        .filter((login) => login !== 'nobody')
        .map((login) => ({ id: login.slice(1) as ChannelId, login, displayName: login, imageUrl: null })),
  } as unknown as HelixClient;
  const writes: Uint8Array[] = [];
  const known = new KnownChannels({
    sources: ['plan', 'heard'],
    onAdded: () => undefined,
    onRemoved: () => undefined,
  });
  let came = 0;
  const job = createDiscoverChannels({
    helix,
    known,
    plan: undefined,
    channels: 2,
    gameIds: [],
    languages: [],
    always: [],
    everyMs: 60_000,
    write: (_, toBytes) => writes.push(toBytes()),
    onCame: () => came++,
    nowMs: () => clock.nowMs,
    metrics: createScoutMetrics(new Registry()),
    ...more,
  });
  const run = async (passMs = 60_000) => {
    clock.nowMs += passMs;
    return job.run(new AbortController().signal);
  };
  return {
    run,
    state,
    asked,
    known,
    came: () => came,
    plans: () => writes.map((bytes) => decodeChannelPlan(bytes)!),
  };
}

describe('the job of discovering channels', () => {
  it('plans the biggest, tells of them, and writes the plan when it changes or has grown old', async () => {
    const { run, known, plans, came, state } = create();
    expect((await run()).figures).toMatchObject({ planned: 2, came: 2, version: 1 });
    expect(known.all()).toEqual(['1', '2']);
    for (let i = 0; i < 5; i++) await run();
    expect([plans().length, came()]).toEqual([1, 1]);
    await run(600_000);
    expect(plans()).toHaveLength(2);
    state.live = [stream(9, 5_000), ...state.live];
    await run();
    expect(
      plans()
        .at(-1)!
        .channels.map(({ id }) => id),
    ).toEqual(['9', '1', '2']);
    expect(plans().at(-1)!.version).toBe(2);
  });

  it('has the listed channels in it, and says when Twitch does not know one', async () => {
    const { run, plans } = create({ always: ['c6', 'c77', 'nobody'] as ChannelLogin[] });
    expect((await run()).trouble).toMatch('does not know 1 of');
    expect(plans()[0]!.channels).toEqual([
      { id: '1', login: 'c1', viewers: 999 },
      { id: '2', login: 'c2', viewers: 998 },
      { id: '6', login: 'c6', viewers: 994 },
      { id: '77', login: 'c77', viewers: 0 },
    ]);
  });

  it('asks for each pair of game and language, and counts a channel once', async () => {
    const { run, asked, plans } = create({ gameIds: ['1', '2'], languages: ['en', 'es'] });
    await run();
    expect(asked).toEqual([
      { first: 3, gameId: '1', language: 'en' },
      { first: 3, gameId: '1', language: 'es' },
      { first: 3, gameId: '2', language: 'en' },
      { first: 3, gameId: '2', language: 'es' },
    ]);
    expect(plans()[0]!.channels).toHaveLength(2);
  });

  it('goes on from the plan that there is, before it has looked', () => {
    const plan = {
      version: 4,
      channels: [{ id: '8' as ChannelId, login: 'c8' as ChannelLogin, viewers: 5 }],
    };
    expect(create({ plan }).known.all()).toEqual(['8']);
  });
});
