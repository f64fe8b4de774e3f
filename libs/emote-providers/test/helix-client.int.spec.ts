import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelId, ChannelLogin } from '@emotide/domain';
import { createHelixClient, type HelixClient, type HelixOptions } from '../src';
import { clientOptions, requestsOf } from './client-options';
import { startCountingHelix, type CountingHelix } from './counting-helix';
import { json } from './http-server';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const credentials = { clientId: 'client1', clientSecret: 'hush' };

async function start(
  more: Partial<HelixOptions> = {},
  bucket = { points: 800, perMs: 60_000 },
): Promise<{
  helix: CountingHelix;
  client: HelixClient;
  create: () => HelixClient;
  options: ReturnType<typeof clientOptions>;
}> {
  const helix = await startCountingHelix(bucket);
  stops.push(() => helix.server.stop());
  const options = clientOptions(helix.baseUrl);
  const create = (): HelixClient => {
    const made = createHelixClient({
      ...options,
      authUrl: helix.authUrl,
      credentials,
      // Fast in tests: a thousand points a second.
      budget: { points: 800, perMs: 800, share: 1, burst: 40 },
      ...more,
    });
    stops.push(() => made.stop());
    return made;
  };
  return { helix, client: create(), create, options };
}

const stream = (id: number, viewers: number) => ({
  id: String(9_000 + id),
  user_id: String(id),
  user_login: `user${id}`,
  user_name: `User${id}`,
  game_id: '1',
  game_name: 'Chess',
  type: 'live',
  title: '',
  viewer_count: viewers,
  started_at: '2026-01-01T00:00:00Z',
  language: 'en',
});

describe('the client of Helix', () => {
  it('gets a token first, for all who need one at once, and shows it with the client id', async () => {
    const { helix, client } = await start();
    await Promise.all([
      client.globalEmotes(),
      client.users({ logins: ['a' as ChannelLogin] }),
      client.games(['1']),
    ]);
    expect(helix.tokens).toEqual(['token1']);
    expect(
      helix
        .helixRequests()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/helix/chat/emotes/global', '/helix/games?id=1', '/helix/users?login=a']);
  });

  it('asks for users, games and sets in as many requests as the limits need', async () => {
    const { helix, client } = await start();
    helix.script.answer = (path, query, response) => {
      const ids = query.getAll(path === 'chat/emotes/set' ? 'emote_set_id' : 'id');
      const data = ids.map((id) =>
        path === 'users'
          ? { id, login: `user${id}` }
          : { id, name: `name${id}`, owner_id: '77', emote_set_id: id },
      );
      for (const login of query.getAll('login')) data.push({ id: '5', login });
      json(response, { data });
    };
    const ids = Array.from({ length: 150 }, (_, i) => String(i + 1));
    const users = await client.users({ ids: ids as ChannelId[], logins: ['lagoon' as ChannelLogin] });
    expect(users).toHaveLength(151);
    expect(users.at(-1)).toMatchObject({ login: 'lagoon' });
    expect(await client.games([...ids, ...ids])).toHaveLength(150);
    const emotes = await client.emoteSets(ids.slice(0, 60));
    expect(emotes).toHaveLength(60);
    expect(emotes[0]).toMatchObject({ ownerId: '77', setId: '1' });
    const counts = helix.helixRequests().map(({ path }) => new URL(path, 'http://x').searchParams.size);
    expect(counts).toEqual([100, 51, 100, 50, 25, 25, 10]);
  });

  it('gives channel emotes the channel as their owner', async () => {
    const { helix, client } = await start();
    helix.script.answer = (_path, query, response) =>
      json(response, {
        data: [
          {
            id: 'emotesv2_1',
            name: query.get('broadcaster_id') === '77' ? 'abcHi' : 'no',
            tier: '3000',
            emote_type: 'subscriptions',
          },
        ],
      });
    expect(await client.channelEmotes('77' as ChannelId)).toMatchObject([
      { name: 'abcHi', tier: 3, ownerId: '77' },
    ]);
  });

  it('reads pages of streams until it has enough, each channel once though pages shift', async () => {
    const { helix, client } = await start();
    helix.script.answer = (_path, query, response) => {
      const from = Number(query.get('after') ?? 0);
      // Each page begins ten channels before the end of the last: they moved down meanwhile.
      const data = Array.from({ length: 100 }, (_, i) => stream(from + i + 1, 10_000 - from - i));
      json(response, { data, pagination: { cursor: String(from + 90) } });
    };
    const streams = await client.streams({ first: 250, gameId: '1', language: 'en' });
    expect(streams).toHaveLength(250);
    expect(new Set(streams.map(({ channelId }) => channelId)).size).toBe(250);
    const [first, second] = helix.helixRequests();
    expect(first?.path).toBe('/helix/streams?first=100&game_id=1&language=en');
    expect(second?.path).toBe('/helix/streams?first=100&game_id=1&language=en&after=90');
    expect(helix.helixRequests()).toHaveLength(3);
  });

  it.each([
    ['an empty page', () => ({ data: [], pagination: { cursor: 'more' } })],
    ['the last page', () => ({ data: [stream(1, 5)], pagination: {} })],
    ['a cursor that leads to itself', () => ({ data: [stream(1, 5)], pagination: { cursor: 'again' } })],
  ])('stops at %s', async (_what, page) => {
    const { helix, client } = await start();
    helix.script.answer = (_path, _query, response) => json(response, page());
    expect((await client.streams({ first: 1_000 })).length).toBeLessThanOrEqual(1);
    expect(helix.helixRequests().length).toBeLessThanOrEqual(2);
  });

  it('does not page for ever when every page shows the same channels', async () => {
    const { helix, client } = await start();
    let page = 0;
    helix.script.answer = (_path, _query, response) =>
      json(response, { data: [stream(1, 5)], pagination: { cursor: `p${page++}` } });
    expect(await client.streams({ first: 1_000 })).toHaveLength(1);
    expect(helix.helixRequests().length).toBeLessThanOrEqual(14);
  });

  it('renews a token that Helix refuses, once for all who were refused', async () => {
    const { helix, client } = await start();
    await client.globalEmotes();
    helix.revoked.add('token1');
    await Promise.all(Array.from({ length: 6 }, () => client.globalEmotes()));
    expect(helix.tokens).toEqual(['token1', 'token2']);
  });

  it('renews a token before it ends, by its own clock', async () => {
    let nowMs = 0;
    const { helix, client } = await start({ monotonicMs: () => nowMs });
    helix.script.expiresIn = 100;
    await client.globalEmotes();
    nowMs = 89_000;
    await client.globalEmotes();
    expect(helix.tokens).toHaveLength(1);
    nowMs = 90_001;
    await client.globalEmotes();
    expect(helix.tokens).toHaveLength(2);
  });

  it('stops asking for tokens when Helix takes none of them', async () => {
    const { helix, client } = await start({ credentials: { clientId: 'other', clientSecret: 'hush' } });
    for (let i = 0; i < 5; i++)
      await expect(client.globalEmotes()).rejects.toMatchObject({ failure: 'unauthorized' });
    expect(helix.tokens).toHaveLength(2);
  });

  it('asks once for a token that Twitch does not give, and never says the secret', async () => {
    const lines: string[] = [];
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _e, done) => (lines.push(String(chunk)), done()) }),
    );
    const { helix, client } = await start({
      log,
      credentials: { clientId: 'client1', clientSecret: 'wrong-secret' },
    });
    const asked: readonly Promise<unknown>[] = [
      client.globalEmotes(),
      client.globalEmotes(),
      client.games(['1']),
    ];
    const errors = await Promise.all(asked.map((one) => one.catch((error: unknown) => error as Error)));
    errors.push(await client.globalEmotes().catch((error: unknown) => error as Error));
    expect(errors.every((error) => (error as { failure?: string }).failure === 'unauthorized')).toBe(true);
    expect(helix.server.heard.filter(({ path }) => path.startsWith('/oauth2'))).toHaveLength(1);
    expect(lines.length).toBeGreaterThan(0);
    const said = JSON.stringify([lines, (errors as Error[]).map((error) => [String(error), error.stack])]);
    expect(said).not.toContain('wrong-secret');
  });

  it('never says its token', async () => {
    const lines: string[] = [];
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _e, done) => (lines.push(String(chunk)), done()) }),
    );
    const { helix, client } = await start({ log });
    helix.script.answer = (_path, _query, response) => response.end('<html>');
    const error = await client.globalEmotes().catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ failure: 'not-json' });
    expect(JSON.stringify([lines, String(error), (error as Error).stack])).not.toMatch(/token1|hush/);
  });

  it('does not begin with a credential that no header can carry, and does not repeat it', async () => {
    for (const clientSecret of ['', 'hu\nsh']) {
      const create = start({ credentials: { clientId: 'client1', clientSecret } });
      await expect(create).rejects.toThrow('helix: the clientSecret is empty or unprintable');
    }
  });

  it('keeps the limit as the server counts it, however many ask, and still uses it', async () => {
    const bucket = { points: 40, perMs: 1_000 };
    const { helix, client, options } = await start({ budget: { ...bucket, share: 0.7, burst: 20 } }, bucket);
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: 45 }, () => client.games(['1'])));
    const seconds = (performance.now() - startedMs) / 1_000;
    expect(helix.violations).toBe(0);
    expect(await requestsOf(options.metrics, 'rate-limited')).toBe(0);
    expect(helix.helixRequests()).toHaveLength(45);
    // 45 at 28 a second and slower: not at once, and not for ever.
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(12);
  });

  it('keeps the limit when it is started again in the middle of a full bucket', async () => {
    const bucket = { points: 40, perMs: 2_000 };
    const { helix, create } = await start({ budget: { ...bucket, share: 0.7, burst: 20 } }, bucket);
    for (let run = 0; run < 3; run++) {
      const client = create();
      const asked = Array.from({ length: 30 }, () => client.games(['1']).catch(() => undefined));
      await new Promise((resolve) => setTimeout(resolve, 500));
      client.stop();
      await Promise.all(asked);
    }
    expect(helix.violations).toBe(0);
    expect(helix.helixRequests().length).toBeGreaterThan(3);
  });

  it('does not keep callers waiting for points when Helix fails', async () => {
    const helix = await startCountingHelix({ points: 800, perMs: 60_000 });
    stops.push(() => helix.server.stop());
    helix.script.answer = (_path, _query, response) => json(response, {}, 500);
    const circuit = { failures: 1, openMs: 60_000, longestOpenMs: 60_000 };
    const client = createHelixClient({
      ...clientOptions(helix.baseUrl, { attempts: 1, circuit }),
      authUrl: helix.authUrl,
      credentials,
      budget: { points: 60, perMs: 60_000, share: 1, burst: 1 },
    });
    stops.push(() => client.stop());
    // The server says that it has plenty, so the pace is that of its limit: 13 a second.
    const startedMs = performance.now();
    const asked = await Promise.allSettled(Array.from({ length: 60 }, () => client.games(['1'])));
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    expect(helix.helixRequests()).toHaveLength(1);
  });

  it('waits and asks again when it is refused all the same', async () => {
    const { helix, client, options } = await start({}, { points: 800, perMs: 1_000 });
    let left = 1;
    helix.script.answer = (_path, _query, response) =>
      left-- > 0
        ? json(response, { status: 429 }, 429)
        : json(response, { data: [{ id: '1', name: 'Chess' }] });
    expect(await client.games(['1'])).toMatchObject([{ name: 'Chess' }]);
    expect(await requestsOf(options.metrics, 'rate-limited')).toBe(1);
  });
});
