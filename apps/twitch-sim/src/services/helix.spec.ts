import { describe, expect, it } from 'vitest';
import { createWorld } from '../generated/world';
import { createAppTokens } from './app-tokens';
import { createDirectory } from './directory';
import { createHelix } from './helix';
import { createStreams } from './streams';

const world = createWorld({ seed: 3, channels: 250 });
const directory = createDirectory(
  [...world.channels.map(({ login, roomId }) => ({ login, id: roomId })), { login: 'replayed', id: '77' }],
  world,
);
const [first, second] = directory.channels;

function open(more: { pointsAMinute?: number; given?: ReadonlyMap<string | null, unknown> } = {}) {
  const clock = { nowMs: 1_700_000_000_000 };
  const nowMs = () => clock.nowMs;
  const tokens = createAppTokens({ clientId: 'app', clientSecret: 'hush', lifeSeconds: 60, nowMs });
  const streams = createStreams({ directory, nowMs, startedAtMs: clock.nowMs });
  const helix = createHelix({
    directory,
    streams,
    tokens,
    given: new Map(),
    pointsAMinute: 800,
    nowMs,
    startedAtMs: clock.nowMs,
    ...more,
  });
  const askToken = (form: Record<string, string>) =>
    tokens.service({ method: 'POST', path: '/token', params: new URLSearchParams(form), headers: {} });
  const good = { client_id: 'app', client_secret: 'hush', grant_type: 'client_credentials' };
  const token = (askToken(good).body as { access_token: string }).access_token;
  const headers = { authorization: `Bearer ${token}`, 'client-id': 'app' };
  const get = (address: string, own: Record<string, string> = headers) => {
    const url = new URL(address, 'http://helix');
    return helix.service({ method: 'GET', path: url.pathname, params: url.searchParams, headers: own });
  };
  const data = (address: string) => (get(address).body as { data: Record<string, unknown>[] }).data;
  return { clock, tokens, streams, helix, askToken, good, headers, get, data };
}

describe('tokens of apps', () => {
  it('are given for the right credentials, and hold for their time', () => {
    const { askToken, good, tokens, clock } = open();
    const { status, body } = askToken(good);
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^[0-9a-f]{30}$/) as string,
        expires_in: 60,
        token_type: 'bearer',
      },
    ]);
    const { access_token: token } = body as { access_token: string };
    clock.nowMs += 59_999;
    expect(tokens.clientOf(token)).toBe('app');
    clock.nowMs += 1;
    expect(tokens.clientOf(token)).toBeUndefined();
  });

  it.each([
    [{ client_id: 'other' }, 400, 'invalid client'],
    [{ client_secret: 'wrong' }, 403, 'invalid client secret'],
    [{ grant_type: 'password' }, 400, 'invalid grant type'],
  ])('are refused for %j', (wrong, status, message) => {
    const { askToken, good } = open();
    expect(askToken({ ...good, ...wrong })).toMatchObject({ status, body: { status, message } });
  });

  it('end on command', () => {
    const { tokens, get } = open();
    expect(tokens.expireAll()).toBe(1);
    expect(get('/streams')).toMatchObject({ status: 401, body: { message: 'Invalid OAuth token' } });
  });
});

describe('Helix', () => {
  it('asks for a token and the client it is of', () => {
    const { get, headers } = open();
    const { authorization } = headers;
    const message = (own: Record<string, string>) =>
      (get('/streams', own).body as { message: string }).message;
    expect(message({ 'client-id': 'app' })).toBe('OAuth token is missing');
    expect(message({ authorization })).toBe('Client ID is missing');
    expect(message({ authorization: 'Bearer nonsense', 'client-id': 'app' })).toBe('Invalid OAuth token');
    expect(message({ authorization, 'client-id': 'other' })).toBe('Client ID and OAuth token do not match');
    expect(get('/streams', {}).status).toBe(401);
  });

  it('gives its points a minute, says how many are left, and counts who asks beyond', () => {
    const { get, helix, clock } = open({ pointsAMinute: 4 });
    expect([0, 1, 2, 3].map(() => get('/games?id=26936').headers?.['ratelimit-remaining'])).toEqual([
      '3',
      '2',
      '1',
      '0',
    ]);
    expect(get('/streams')).toMatchObject({
      status: 429,
      headers: { 'ratelimit-limit': '4', 'ratelimit-remaining': '0', 'ratelimit-reset': '1700000060' },
      body: { error: 'Too Many Requests', status: 429 },
    });
    expect(helix.violations()).toBe(1);
    clock.nowMs += 15_000;
    expect(get('/streams').status).toBe(200);
  });

  it('pages through all that are live, those with most viewers first', () => {
    const { get } = open();
    const seen: { user_id: string; viewer_count: number }[] = [];
    let cursor: string | undefined = '';
    let pages = 0;
    while (cursor !== undefined) {
      const { body } = get(`/streams?first=100${cursor === '' ? '' : `&after=${cursor}`}`);
      const page = body as { data: typeof seen; pagination: { cursor?: string } };
      seen.push(...page.data);
      cursor = page.pagination.cursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen.map(({ user_id }) => user_id)).size).toBe(251);
    const viewers = seen.map(({ viewer_count }) => viewer_count);
    expect(viewers).toEqual([...viewers].sort((a, b) => b - a));
    expect(viewers[0]).toBeGreaterThan(40_000);
    expect(get('/streams').body).toMatchObject({ data: { length: 20 } });
  });

  it('lets viewers come and go, so that pages shift', () => {
    const { data, clock } = open();
    const order = () => data('/streams?first=100').map(({ user_id }) => user_id);
    const before = order();
    expect(order()).toEqual(before);
    clock.nowMs += 15_000;
    expect(order()).not.toEqual(before);
  });

  it('filters streams by user, login, game and language', () => {
    const { data } = open();
    const [one] = data('/streams?first=1');
    expect(data(`/streams?user_id=${String(one?.['user_id'])}`)).toEqual([one]);
    expect(data(`/streams?user_login=${String(one?.['user_login'])}&user_id=1`)).toEqual([one]);
    const german = data('/streams?first=100&language=de');
    expect(german.length).toBeGreaterThan(5);
    expect(new Set(german.map(({ language }) => language))).toEqual(new Set(['de']));
    const music = data('/streams?first=100&game_id=26936');
    expect(new Set(music.map(({ game_name }) => game_name))).toEqual(new Set(['Music']));
    expect(data('/streams?user_login=nobody')).toEqual([]);
  });

  it('shows what a stream changes to, and nothing of one that is offline', () => {
    const { data, streams, clock } = open();
    const id = second?.id ?? '';
    const before = data(`/streams?user_id=${id}`)[0];
    streams.change(id, { title: 'new', game: 'dota 2', viewers: 1_000_000 });
    expect(data('/streams?first=1')).toMatchObject([
      { user_id: id, title: 'new', game_name: 'Dota 2', id: before?.['id'] },
    ]);
    streams.change(id, { isLive: false });
    expect(data(`/streams?user_id=${id}`)).toEqual([]);
    clock.nowMs += 1_000;
    streams.change(id, { isLive: true });
    const after = data(`/streams?user_id=${id}`)[0];
    expect(after?.['id']).not.toBe(before?.['id']);
    expect(after?.['started_at']).toBe('2023-11-14T22:13:21Z');
    expect(() => streams.change('0', {})).toThrow('GET /control/channels');
    expect(() => streams.change(id, { game: 'Chess with crabs' })).toThrow('no such game');
  });

  it('knows users by id and login, and games by id and name', () => {
    const { data, get } = open();
    expect(data(`/users?id=${first?.id}&login=replayed&login=nobody&id=${first?.id}`)).toMatchObject([
      { id: first?.id, login: first?.login },
      { id: '77', login: 'replayed', display_name: 'Replayed' },
    ]);
    expect(data('/games?id=26936&name=Art&id=1')).toMatchObject([{ name: 'Music' }, { id: '509660' }]);
    for (const bad of ['/users', '/games', `/users?${'id=1&'.repeat(101)}`])
      expect(get(bad).status).toBe(400);
  });

  it('knows each emote that chat has, with type, tier and set', () => {
    const { data, get } = open();
    const emotes = data(`/chat/emotes?broadcaster_id=${first?.id}`);
    expect(emotes.map(({ id, name }) => ({ id, name }))).toEqual(world.channels[0]?.emotes);
    const kinds = emotes.map(({ emote_type: type, tier }) => `${String(type)} ${String(tier)}`);
    expect(kinds.slice(-4)).toEqual(['subscriptions 2000', 'subscriptions 3000', 'bitstier ', 'follower ']);
    expect(new Set(kinds.slice(0, -4))).toEqual(new Set(['subscriptions 1000']));
    const setOf = (i: number): string => String(emotes.at(i)?.['emote_set_id']);
    expect(Number(setOf(0))).toBeLessThan(500_000_000);
    expect(Number(setOf(-2))).toBeGreaterThan(500_000_000);
    expect(setOf(-1)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(data(`/chat/emotes/set?emote_set_id=${setOf(-1)}&emote_set_id=${setOf(-2)}`)).toMatchObject([
      { name: emotes.at(-1)?.['name'], owner_id: first?.id, emote_type: 'follower' },
      { name: emotes.at(-2)?.['name'], owner_id: first?.id, emote_type: 'bitstier' },
    ]);
    expect(data('/chat/emotes?broadcaster_id=77')).toEqual([]);
    expect(data('/chat/emotes/global')).toContainEqual(expect.objectContaining({ id: '25', name: 'Kappa' }));
    expect(get('/chat/emotes/global').body).toMatchObject({
      template: 'https://static-cdn.jtvnw.net/emoticons/v2/{{id}}/{{format}}/{{theme_mode}}/{{scale}}',
    });
    expect(get(`/chat/emotes/set?${'emote_set_id=1&'.repeat(26)}`).status).toBe(400);
    expect(get('/chat/emotes').status).toBe(400);
  });

  it('serves given answers as they are', () => {
    const given = new Map<string | null, unknown>([
      [null, { data: ['all'] }],
      ['5', { data: ['five'] }],
    ]);
    const { data } = open({ given });
    expect(data('/chat/emotes/global')).toEqual(['all']);
    expect(data('/chat/emotes?broadcaster_id=5')).toEqual(['five']);
  });

  it('tells of a shared chat the same to both, and nothing where there is none', () => {
    const { data } = open();
    const host = world.channels.find(({ partner }) => partner !== null);
    const [session] = data(`/shared_chat/session?broadcaster_id=${host?.roomId}`);
    expect(session).toMatchObject({
      host_broadcaster_id: host?.roomId,
      participants: [{ broadcaster_id: host?.roomId }, { broadcaster_id: host?.partner?.roomId }],
    });
    expect(data(`/shared_chat/session?broadcaster_id=${host?.partner?.roomId}`)).toEqual([session]);
    expect(data('/shared_chat/session?broadcaster_id=77')).toEqual([]);
  });

  it.each(['/streams?first=101', '/streams?first=0', '/streams?first=x', '/streams?after=nonsense'])(
    'refuses %s',
    (address) => {
      expect(open().get(address)).toMatchObject({ status: 400, body: { error: 'Bad Request', status: 400 } });
    },
  );

  it('knows nothing of other paths', () => {
    const { get } = open();
    for (const path of ['/', '/clips', '/__proto__', '/constructor']) expect(get(path).status).toBe(404);
  });
});
