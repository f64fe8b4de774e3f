import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import {
  type ProviderError,
  createBttvClient,
  createFfzClient,
  createSevenTvClient,
  type EmoteSetClient,
  type ProviderClientOptions,
} from '../src';
import { clientOptions, requestsOf } from './client-options';
import { json, startHttpServer, type Answer, type TestHttpServer } from './http-server';

const CHANNEL = '22484632' as ChannelId;
const sevenTvEmote = { id: 'e1', name: 'Wave', flags: 0, data: { id: 'e1', name: 'Wave', animated: false } };

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** What the three have in common, and where they differ. */
const providers: readonly {
  name: string;
  create: (options: ProviderClientOptions) => EmoteSetClient;
  globalPath: string;
  channelPath: string;
  global: unknown;
  channel: unknown;
  unknown: unknown;
}[] = [
  {
    name: 'BTTV',
    create: createBttvClient,
    globalPath: '/base/cached/emotes/global',
    channelPath: `/base/cached/users/twitch/${CHANNEL}`,
    global: [{ id: 'e1', code: 'Wave' }],
    channel: { channelEmotes: [{ id: 'e1', code: 'Wave' }], sharedEmotes: [] },
    unknown: { message: 'user not found' },
  },
  {
    name: 'FFZ',
    create: createFfzClient,
    globalPath: '/base/set/global',
    channelPath: `/base/room/id/${CHANNEL}`,
    global: { default_sets: [3], sets: { 3: { emoticons: [{ id: 1, name: 'Wave' }] } } },
    channel: { room: { set: 4 }, sets: { 4: { emoticons: [{ id: 1, name: 'Wave' }] } } },
    unknown: { error: 'Not Found', status: 404, message: 'No such room' },
  },
  {
    name: '7TV',
    create: createSevenTvClient,
    globalPath: '/base/emote-sets/global',
    channelPath: `/base/users/twitch/${CHANNEL}`,
    global: { id: 's0', emotes: [sevenTvEmote] },
    channel: { emote_set: { id: 's1', emotes: [sevenTvEmote] }, user: { id: 'u1' } },
    unknown: { error: 'Unknown User', error_code: 70442, status_code: 404 },
  },
];

describe.each(providers)('the client of $name', ({ create, globalPath, channelPath, ...answers }) => {
  async function start(answer: Answer, http: ProviderClientOptions['http'] = {}) {
    const server: TestHttpServer = await startHttpServer(answer);
    stops.push(() => server.stop());
    const options = clientOptions(new URL('/base', server.url), http);
    const client = create(options);
    stops.push(() => client.stop());
    return { server, client, options };
  }

  it('asks for the global set and a channel’s, by the product’s name', async () => {
    const { server, client, options } = await start(({ path }, response) =>
      json(response, path === globalPath ? answers.global : answers.channel),
    );
    expect(await client.globalSet()).toMatchObject({ channelId: null, emotes: [{ name: 'Wave' }] });
    expect(await client.channelSet(CHANNEL)).toMatchObject({
      channelId: CHANNEL,
      emotes: [{ name: 'Wave' }],
    });
    expect(server.heard.map(({ path }) => path)).toEqual([globalPath, channelPath]);
    expect(server.heard[0]?.headers['user-agent']).toMatch(/^Emotide/);
    expect(await requestsOf(options.metrics, 'ok')).toBe(2);
    const [success] = (await options.metrics.lastSuccess.get()).values;
    expect(success?.value).toBeCloseTo(Date.now() / 1_000, -1);
  });

  it('knows an unknown channel by its 404, and asks once', async () => {
    const { server, client, options } = await start((_request, response) =>
      json(response, answers.unknown, 404),
    );
    expect(await client.channelSet(CHANNEL)).toBe('none');
    expect(server.heard).toHaveLength(1);
    expect(await requestsOf(options.metrics, 'unknown')).toBe(1);
    await expect(client.globalSet()).rejects.toMatchObject({ failure: 'status', status: 404 });
  });

  it('does not take a page with a 404 for an unknown channel', async () => {
    const { client } = await start((_request, response) => response.writeHead(404).end('<html>nginx</html>'));
    await expect(client.channelSet(CHANNEL)).rejects.toMatchObject({ failure: 'not-json' });
  });

  it('does not take an error with a 200 for a set', async () => {
    const { client, options } = await start((_request, response) => json(response, answers.unknown));
    await expect(client.channelSet(CHANNEL)).rejects.toMatchObject({ failure: 'bad-shape' });
    expect(await requestsOf(options.metrics, 'bad-shape')).toBe(1);
    expect(client.state()).toMatchObject({ circuit: 'closed', trouble: expect.any(String) as string });
  });
});

describe('a provider that fails', () => {
  async function start(answer: Answer, http: ProviderClientOptions['http'] = {}) {
    const server = await startHttpServer(answer);
    stops.push(() => server.stop());
    const options = clientOptions(server.url, http);
    const client = createBttvClient(options);
    stops.push(() => client.stop());
    return { server, client, options };
  }

  it('is asked again until it answers', async () => {
    let left = 3;
    const { server, client, options } = await start((_request, response) =>
      left-- > 0 ? json(response, {}, 503) : json(response, []),
    );
    expect(await client.globalSet()).toMatchObject({ emotes: [] });
    expect(server.heard).toHaveLength(4);
    expect(await requestsOf(options.metrics, 'server')).toBe(3);
    expect(client.state().trouble).toBeUndefined();
  });

  it('is not asked a fifth time, nor again at all where that cannot help', async () => {
    const broken = await start((_request, response) => json(response, {}, 502));
    await expect(broken.client.globalSet()).rejects.toMatchObject({ failure: 'server', status: 502 });
    expect(broken.server.heard).toHaveLength(4);
    const odd = await start((_request, response) => response.end('<html>'));
    await expect(odd.client.globalSet()).rejects.toMatchObject({ failure: 'not-json' });
    expect(odd.server.heard).toHaveLength(1);
  });

  it('is asked again no sooner than it said', async () => {
    let left = 1;
    const { server, client } = await start(
      (_request, response) =>
        left-- > 0 ? json(response, {}, 429, { 'retry-after': '1' }) : json(response, []),
      { backOff: { firstMs: 1, longestMs: 2_000 } },
    );
    await client.globalSet();
    const [first, second] = server.heard;
    expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(990);
  });

  it('is left alone for as long as it asks when that is long', async () => {
    const { server, client } = await start((_request, response) =>
      json(response, {}, 429, { 'retry-after': '300' }),
    );
    await expect(client.globalSet()).rejects.toMatchObject({ failure: 'rate-limited' });
    await expect(client.globalSet()).rejects.toMatchObject({ failure: 'circuit-open' });
    expect(server.heard).toHaveLength(1);
    expect(client.state()).toMatchObject({ circuit: 'open' });
    expect(client.state().leftAloneForMs).toBeGreaterThan(299_000);
  });

  it('is left alone after failures in a row, and found again by one request', async () => {
    let isDown = true;
    const { server, client, options } = await start(
      (_request, response) => (isDown ? json(response, {}, 500) : json(response, [])),
      { attempts: 1, circuit: { failures: 3, openMs: 100, longestOpenMs: 100 } },
    );
    for (let i = 0; i < 3; i++) await expect(client.globalSet()).rejects.toMatchObject({ failure: 'server' });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => client.globalSet()));
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.heard).toHaveLength(3);
    expect(await requestsOf(options.metrics, 'circuit-open')).toBe(20);
    expect((await options.metrics.circuitOpen.get()).values[0]?.value).toBe(1);
    isDown = false;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(client.state().circuit).toBe('half-open');
    const tried = await Promise.allSettled(Array.from({ length: 5 }, () => client.globalSet()));
    expect(tried.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    expect(client.state()).toMatchObject({ circuit: 'closed', trouble: undefined });
    expect((await options.metrics.circuitOpen.get()).values[0]?.value).toBe(0);
  });

  it('does not keep those waiting who came before it was left alone', async () => {
    const { server, client } = await start((_q, r) => void setTimeout(() => json(r, {}, 500), 20), {
      attempts: 1,
      maxAtOnce: 2,
      circuit: { failures: 2, openMs: 60_000, longestOpenMs: 60_000 },
    });
    const startedMs = performance.now();
    const asked = await Promise.allSettled(Array.from({ length: 1_000 }, () => client.globalSet()));
    const failures = asked.map((one) =>
      one.status === 'rejected' ? (one.reason as ProviderError).failure : '',
    );
    expect(failures.filter((failure) => failure === 'circuit-open').length).toBeGreaterThanOrEqual(997);
    // A third may go between the first failure and the second.
    expect(server.heard.length).toBeLessThanOrEqual(3);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  it('is asked a few things at a time, and refuses none of three hundred callers', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const { server, client } = await start((_q, r) => void setTimeout(() => json(r, []), 2), {
      maxAtOnce: 8,
    });
    await Promise.all(Array.from({ length: 300 }, () => client.globalSet()));
    process.off('warning', onWarning);
    expect(server.heard).toHaveLength(300);
    expect(server.mostAtOnce).toBeLessThanOrEqual(8);
    expect(warnings).toEqual([]);
  });

  it('keeps no more callers waiting than it may', async () => {
    const { client } = await start(() => undefined, { maxAtOnce: 1, maxWaiting: 2 });
    const asked = Array.from({ length: 4 }, () => client.globalSet());
    await expect(asked[3]).rejects.toMatchObject({ failure: 'busy' });
    client.stop();
    for (const one of asked.slice(0, 3)) await expect(one).rejects.toMatchObject({ failure: 'stopped' });
  });

  it('ends what waits for another attempt when the client stops', async () => {
    const { server, client } = await start((_request, response) => json(response, {}, 503), {
      backOff: { firstMs: 60_000, longestMs: 60_000 },
    });
    const asked = client.globalSet();
    setTimeout(() => client.stop(), 50);
    await expect(asked).rejects.toMatchObject({ failure: 'stopped' });
    expect(server.heard).toHaveLength(1);
    await expect(client.globalSet()).rejects.toMatchObject({ failure: 'stopped' });
  });

  it('is not reached by an address with a login or of another kind', () => {
    for (const url of ['ftp://127.0.0.1/', 'http://me:secret@127.0.0.1/']) {
      const create = () => createBttvClient(clientOptions(new URL(url)));
      expect(create).toThrow(TypeError);
      expect(create).not.toThrow(/secret/);
    }
  });
});

describe('the client of 7TV', () => {
  it('tells set and user of a channel by one request, and none where there is none', async () => {
    const server = await startHttpServer(({ path }, response) => {
      if (path.endsWith('/1')) json(response, { emote_set: { id: 's1', emotes: [] }, user: { id: 'u1' } });
      else if (path.endsWith('/2')) json(response, { emote_set: null, user: { id: 'u2' } });
      else json(response, { error: 'Unknown User' }, 404);
    });
    stops.push(() => server.stop());
    const client = createSevenTvClient(clientOptions(server.url));
    stops.push(() => client.stop());
    expect(await client.channel('1' as ChannelId)).toMatchObject({ set: { setId: 's1' }, userId: 'u1' });
    expect(await client.channel('2' as ChannelId)).toEqual({ set: 'none', userId: 'u2' });
    expect(await client.channel('3' as ChannelId)).toEqual({ set: 'none', userId: null });
    expect(server.heard).toHaveLength(3);
  });
});
