import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, UsageError } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startSimulator, type Simulator } from '../src/simulator';
import { systemClock } from '../src/system-clock';
import { toEmoteChanges, toGeneratedRun, toSegments, truthOf, type Truth } from '../src/truth';

type Options = Parameters<typeof startSimulator>[0];

let dir: string;
let stateDir: string;
let ends: (() => unknown)[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'twitch-sim-services-'));
  stateDir = join(dir, 'state');
  ends = [];
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(dir, { recursive: true, force: true });
});

const generate = { seed: 7, channels: 6, linesPerSecond: 2_000, mix: 'real', lines: null } as const;

async function start(more: Partial<Options> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    port: 0,
    paths: [],
    speed: { type: 'max' },
    retime: false,
    again: false,
    thirdParty: true,
    stateDir,
    log: createLogger('twitch-sim', 'silent'),
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
    ...more,
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= simulator.stop());
  ends.push(stop);
  return { ...simulator, stop };
}

const url = ({ port }: Simulator, path: string): string => `http://127.0.0.1:${port}${path}`;
const get = async (simulator: Simulator, path: string, init?: RequestInit): Promise<[number, unknown]> => {
  const response = await fetch(url(simulator, path), init);
  return [response.status, await response.json()];
};
const order = async (simulator: Simulator, verb: string): Promise<[number, Record<string, unknown>]> =>
  (await get(simulator, `/control/${verb}`, { method: 'POST' })) as [number, Record<string, unknown>];
const truth = async (simulator: Simulator): Promise<Truth> =>
  (await get(simulator, '/control/truth'))[1] as Truth;

async function until(isTrue: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > endMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A WebSocket's messages, and its end. */
async function listen(simulator: Simulator, path: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}${path}`);
  ends.push(() => socket.terminate());
  const heard: string[] = [];
  const state = { code: 0 };
  socket.on('error', () => undefined);
  socket.on('message', (data) => heard.push(String(data)));
  socket.on('close', (code) => (state.code = code));
  await once(socket, 'open');
  const messages = () => heard.map((text) => JSON.parse(text) as Record<string, unknown>);
  return { socket, heard, messages, state };
}

async function read(simulator: Simulator, channels: readonly string[]) {
  const reader = await listen(simulator, '/');
  reader.socket.send(
    `CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan1\r\nJOIN ${channels.map((login) => `#${login}`).join(',')}`,
  );
  await until(() => reader.heard.join('').split('ROOMSTATE').length > channels.length);
  return { ...reader, text: () => reader.heard.join('') };
}

describe('the services of the simulator', () => {
  it('give a token and what it opens, and count both', async () => {
    const simulator = await start({ generate, services: { helixPoints: 3 } });
    const form = 'client_id=simulatedclient&client_secret=simulatedsecret&grant_type=client_credentials';
    const [, { access_token: token }] = (await get(simulator, '/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams(form),
    })) as [number, { access_token: string }];
    expect((await get(simulator, `/oauth2/token?${form}`, { method: 'POST' }))[0]).toBe(200);
    const headers = { authorization: `Bearer ${token}`, 'client-id': 'simulatedclient' };
    const [status, streams] = await get(simulator, '/helix/streams?first=2', { headers });
    expect([status, (streams as { data: unknown[] }).data.length]).toEqual([200, 2]);
    for (const path of ['users?login=x', 'games?id=1']) await get(simulator, `/helix/${path}`, { headers });
    expect((await get(simulator, '/helix/streams', { headers }))[0]).toBe(429);
    expect((await get(simulator, '/control/services'))[1]).toMatchObject({
      requests: { 'oauth2 POST /token': { 200: 2 }, 'helix GET /streams': { 200: 1, 429: 1 } },
      helix: { violations: 1, buckets: [{ clientId: 'simulatedclient', remaining: 0 }] },
    });
    expect(await order(simulator, 'expire-tokens')).toEqual([200, { expired: 2 }]);
    expect((await get(simulator, '/helix/streams', { headers }))[0]).toBe(401);
    const long = { method: 'POST', body: 'x'.repeat(100_000) };
    expect((await fetch(url(simulator, '/oauth2/token'), long).catch(() => ({ status: 413 }))).status).toBe(
      413,
    );
  });

  it('know the emotes that chat has', async () => {
    const simulator = await start({ generate });
    for (const { id, login } of simulator.channels()) {
      const [, own] = (await get(simulator, `/control/emotes?channel=${login}`)) as [
        number,
        Record<string, unknown[]>,
      ];
      for (const [provider, path] of [
        ['bttv', `/bttv/3/cached/users/twitch/${id}`],
        ['ffz', `/ffz/v1/room/id/${id}`],
        ['7tv', `/7tv/v3/users/twitch/${id}`],
      ] as const) {
        const [status, body] = await get(simulator, path);
        expect(status).toBe(own[provider] === null ? 404 : 200);
        const text = JSON.stringify(body);
        const absent = ((own[provider] ?? []) as { id: string }[]).filter(({ id }) => !text.includes(id));
        expect(absent).toEqual([]);
      }
    }
    for (const path of ['/bttv/3/cached/emotes/global', '/ffz/v1/set/global', '/7tv/v3/emote-sets/global'])
      expect(JSON.stringify(await get(simulator, path)).length).toBeGreaterThan(500);
  });

  it('know of no third party where they are left out', async () => {
    const simulator = await start({ generate, thirdParty: false });
    const [{ id = '', login = '' } = {}] = simulator.channels();
    expect((await get(simulator, `/bttv/3/cached/users/twitch/${id}`))[0]).toBe(404);
    expect(await get(simulator, '/bttv/3/cached/emotes/global')).toEqual([200, []]);
    expect(await order(simulator, `emotes?provider=7tv&channel=${login}&do=add&name=KEKW`)).toEqual([
      409,
      { error: 'third parties are left out: start the simulator with EMOTIDE_SIM_THIRD_PARTY=true' },
    ]);
    const { text } = await read(simulator, [login]);
    await until(() => text().length > 100_000);
    const { channels } = await truth(simulator);
    expect(Object.keys(channels[login]?.emotes ?? {}).filter((key) => key.includes(':'))).toEqual([]);
    expect(existsSync(join(stateDir, 'emotes.ndjson'))).toBe(false);
  });

  it('push a change of a set to who listens, and count it from that line on', async () => {
    const simulator = await start({ generate });
    const [{ id = '', login = '' } = {}] = simulator.channels();
    const seven = await listen(simulator, '/7tv/events/v3');
    const bttv = await listen(simulator, '/bttv/ws');
    const [, user] = (await get(simulator, `/7tv/v3/users/twitch/${id}`)) as [
      number,
      { emote_set: { id: string } },
    ];
    const condition = { object_id: user.emote_set.id };
    seven.socket.send(JSON.stringify({ op: 35, d: { type: 'emote_set.update', condition } }));
    bttv.socket.send(JSON.stringify({ name: 'join_channel', data: { name: `twitch:${id}` } }));
    await until(async () =>
      JSON.stringify((await get(simulator, '/control/services'))[1]).includes(
        '"bttv-socket":{"sockets":1,"subscriptions":1',
      ),
    );
    await until(() => seven.messages().length === 2);
    const { text } = await read(simulator, [login]);

    const said = 'gg';
    const add = await order(simulator, `emotes?provider=7tv&channel=${login}&do=add&name=${said}&id=live1`);
    expect(add[1]).toMatchObject({ revision: 1, kind: 'add', provider: '7tv', channelId: id });
    await until(() => seven.messages().length === 3);
    expect(seven.messages()[2]).toMatchObject({
      op: 0,
      d: { body: { pushed: [{ value: { name: said } }] } },
    });
    const count = async (key: string): Promise<number> =>
      (await truth(simulator)).channels[login]?.emotes[key]?.uses ?? 0;
    await until(async () => (await count('7tv:live1')) > 0);
    await order(simulator, `emotes?provider=7tv&channel=${login}&do=rename&name=${said}&to=GG%21`);
    await order(simulator, 'pause');
    const before = await count('7tv:live1');
    await order(simulator, 'resume');
    const length = text().length;
    await until(() => text().length > length + 200_000);
    expect(await count('7tv:live1')).toBe(before);

    await order(simulator, `emotes?provider=bttv&channel=${id}&do=add&name=classic`);
    await order(simulator, `emotes?provider=bttv&channel=${id}&do=remove&name=classic`);
    await until(() => bttv.messages().length === 2);
    expect(bttv.messages().map(({ name }) => name)).toEqual(['emote_create', 'emote_delete']);

    await order(simulator, 'pause');
    const told = await truth(simulator);
    const log = readFileSync(join(stateDir, 'emotes.ndjson'), 'utf8');
    const run = toGeneratedRun(readFileSync(join(stateDir, 'generated-1.log')));
    expect(truthOf(new Map(), [], [], [run], toEmoteChanges(log)).channels).toEqual(told.channels);
    await simulator.stop();
    // The truth of what was sent stays, whatever is served afterwards.
    const later = await start({ generate: { ...generate, lines: 1 }, thirdParty: false });
    expect((await truth(later)).channels).toEqual(told.channels);
  });

  it('count a replayed line’s third-party words under the sets that were in force', async () => {
    const path = join(dir, 'chat.txt');
    const line = (n: number, text: string): string =>
      `@emotes=;id=m${n};room-id=77;tmi-sent-ts=${1e12 + n} :a!a@a PRIVMSG #tide :${text}`;
    writeFileSync(path, Array.from({ length: 10 }, (_, n) => line(n, 'KEKW xdd monkaS')).join('\n'));
    const paced = { type: 'paced', factor: 0.02 } as const;
    const simulator = await start({ paths: [path], speed: paced });
    await order(simulator, 'emotes?provider=ffz&channel=77&do=add&name=KEKW&id=5');
    const { text } = await read(simulator, ['tide']);
    const lines = (): number => text().split('PRIVMSG').length - 1;
    await until(() => lines() >= 3);
    await order(simulator, 'pause');
    await order(simulator, 'emotes?provider=ffz&channel=tide&do=remove&name=KEKW');
    const first = lines();
    await order(simulator, 'emotes?provider=7tv&channel=tide&do=add&name=xdd&id=6');
    await order(simulator, 'resume');
    await until(() => lines() === 10);
    const { channels } = await truth(simulator);
    const uses = Object.fromEntries(
      Object.entries(channels['tide']?.emotes ?? {}).map(([id, each]) => [id, each.uses]),
    );
    const monkaS = Object.keys(uses).find((key) => key.startsWith('bttv:'));
    expect(uses).toEqual({ 'ffz:5': first, '7tv:6': 10 - first, [monkaS ?? '']: 10 });
    const segments = toSegments(readFileSync(join(stateDir, 'sent.ndjson'), 'utf8'));
    const changes = toEmoteChanges(readFileSync(join(stateDir, 'emotes.ndjson'), 'utf8'));
    const files = new Map([[path, readFileSync(path, 'utf8').split('\n')]]);
    expect(truthOf(files, segments, [], [], changes).channels).toEqual(channels);
  });

  it('say what to do where an order cannot be followed', async () => {
    const simulator = await start({ generate });
    const [{ login = '' } = {}] = simulator.channels();
    for (const [verb, status, error] of [
      [`emotes?provider=x&channel=${login}&do=add&name=a`, 400, 'provider must be ffz, bttv, 7tv'],
      ['emotes?provider=7tv&channel=nobody&do=add&name=a', 404, 'channel must be a login or id'],
      [`emotes?provider=7tv&channel=${login}&do=paint`, 400, 'do must be add, rename or remove'],
      [`emotes?provider=7tv&channel=${login}&do=add`, 400, 'name is missing'],
      [`emotes?provider=7tv&channel=${login}&do=add&name=a%20b`, 400, 'without spaces'],
      [`emotes?provider=7tv&channel=${login}&do=remove&id=none`, 404, 'GET /control/emotes'],
      [`stream?channel=${login}&live=perhaps`, 400, 'live must be true or false'],
      [`stream?channel=${login}&viewers=-1`, 400, 'viewers must be a whole number'],
      ['fail?service=nothing', 400, 'ask for service='],
      ['sockets?service=irc', 400, 'service must be bttv-socket or 7tv-events'],
    ] as const) {
      const answer = await order(simulator, verb);
      expect([answer[0], answer[1]['error']]).toEqual([status, expect.stringContaining(error)]);
    }
    expect(await order(simulator, `stream?channel=${login}&live=true&viewers=7&game=Art&title=x`)).toEqual([
      200,
      { live: true, title: 'x', game: 'Art', viewers: expect.any(Number) as number },
    ]);
    expect((await get(simulator, '/control/emotes?channel=global'))[0]).toBe(200);
  });
});

describe('a service that fails on command', () => {
  const path = '/bttv/3/cached/emotes/global';

  it('answers with a status, late, in HTML, or with a redirect to itself', async () => {
    const simulator = await start({ generate });
    await order(simulator, 'fail?service=bttv&kind=status&status=503&retryAfter=7&times=1');
    const refused = await fetch(url(simulator, path));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
    await order(simulator, 'fail?service=bttv&kind=slow&ms=150&times=1');
    const startedAtMs = Date.now();
    expect((await get(simulator, path))[0]).toBe(200);
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(145);
    await order(simulator, 'fail?service=bttv&kind=html&times=1');
    expect(await (await fetch(url(simulator, path))).text()).toContain('<!DOCTYPE html>');
    await order(simulator, 'fail?service=bttv&kind=redirect');
    await expect(fetch(url(simulator, path))).rejects.toThrow();
    await order(simulator, 'fail?service=bttv&kind=none');
    expect((await get(simulator, path))[0]).toBe(200);
    expect((await get(simulator, '/control/services'))[1]).toMatchObject({
      requests: { 'bttv GET /3/cached/emotes/global': { 200: 2 } },
    });
  });

  it('breaks off in the middle, at once, or never ends', async () => {
    const simulator = await start({ generate });
    await order(simulator, 'fail?service=bttv&kind=truncated&times=1');
    const half = await fetch(url(simulator, path));
    await expect(half.text()).rejects.toThrow();
    await order(simulator, 'fail?service=bttv&kind=drop&times=1');
    await expect(fetch(url(simulator, path))).rejects.toThrow();
    await order(simulator, 'fail?service=bttv&kind=endless&times=1');
    const endless = await fetch(url(simulator, path));
    let bytes = 0;
    for await (const chunk of endless.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > 20_000_000) break;
    }
    expect(bytes).toBeGreaterThan(20_000_000);
    expect((await get(simulator, path))[0]).toBe(200);
  });

  it('turns sockets away, asks them to come again, cuts them off or falls silent', async () => {
    const simulator = await start({ generate, services: { heartbeatMs: 20 } });
    await order(simulator, 'fail?service=7tv-events&kind=status&status=503&times=1');
    const turnedAway = new WebSocket(`ws://127.0.0.1:${simulator.port}/7tv/events/v3`);
    const [error] = (await once(turnedAway, 'error')) as [Error];
    expect(error.message).toContain('503');
    const asked = await listen(simulator, '/7tv/events/v3');
    expect(await order(simulator, 'sockets?service=7tv-events')).toEqual([200, { reconnected: 1 }]);
    await until(() => asked.state.code === 4006);
    expect(asked.messages().map(({ op }) => op)).toEqual(expect.arrayContaining([1, 4, 7]));
    const cut = await listen(simulator, '/7tv/events/v3?app=emotide');
    expect(await order(simulator, 'sockets?service=7tv-events&do=drop')).toEqual([200, { dropped: 1 }]);
    await until(() => cut.state.code === 1006);
    const silent = await listen(simulator, '/7tv/events/v3');
    await until(() => silent.heard.length > 2);
    expect(await order(simulator, 'sockets?service=7tv-events&do=silence')).toEqual([200, { silenced: 1 }]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const heard = silent.heard.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([silent.heard.length, silent.state.code]).toEqual([heard, 0]);
  });
});

describe('given answers', () => {
  const data = new URL('../../../../shared/data/emotes/', import.meta.url);

  it('are served as they are and counted, and can be changed', async (context) => {
    if (!existsSync(data)) return context.skip('no ../shared/data beside the repository');
    const path = join(dir, 'chat.txt');
    const line = (n: number, text: string): string =>
      `@id=m${n};room-id=62300805 :a!a@a PRIVMSG #nymn :${text}`;
    writeFileSync(path, [line(1, 'PagMan POGPLANT'), line(2, 'PagMan')].join('\n'));
    const simulator = await start({ answersDir: data.pathname, paths: [path] });
    const theirs = JSON.parse(readFileSync(new URL('7tv-user-nymn_62300805.json', data), 'utf8')) as {
      emote_set: { id: string; emotes: unknown[] };
    };
    const [, mine] = (await get(simulator, '/7tv/v3/users/twitch/62300805')) as [number, typeof theirs];
    expect(mine.emote_set.emotes).toEqual(theirs.emote_set.emotes);
    expect(mine.emote_set.id).toBe(theirs.emote_set.id);
    await read(simulator, ['nymn']);
    await until(() => simulator.progress().done);
    const { channels } = await truth(simulator);
    expect(channels['nymn']?.emotes).toMatchObject({
      '7tv:60ae9a57ac03cad60771b2d8': { uses: 2, messages: 2 },
      '7tv:60b4fd124eb0019aa6ed4ec7': { uses: 1 },
    });
    expect(
      await order(simulator, 'emotes?provider=7tv&channel=nymn&do=rename&name=PagMan&to=Pag'),
    ).toMatchObject([200, {}]);
    const [, renamed] = (await get(simulator, '/7tv/v3/users/twitch/62300805')) as [number, typeof theirs];
    expect(renamed.emote_set.emotes[0]).toMatchObject({ name: 'Pag', data: { name: 'PagMan' } });
    const [, ffz] = await get(simulator, '/ffz/v1/room/id/148651829');
    expect(JSON.stringify(ffz)).toContain('"WhiteKnight"');
    const [, bttv] = (await get(simulator, '/bttv/3/cached/users/twitch/14371185')) as [
      number,
      { sharedEmotes: unknown[] },
    ];
    expect(bttv.sharedEmotes.length).toBeGreaterThan(50);
  });

  it('are refused in one line where they cannot be read', async () => {
    writeFileSync(join(dir, '7tv-global.json'), '{');
    await expect(start({ generate, answersDir: dir })).rejects.toThrow(UsageError);
    await expect(start({ generate, answersDir: join(dir, 'absent') })).rejects.toThrow(
      /cannot read the answers in .*ENOENT/,
    );
  });
});

describe('chat that is held to Twitch’s ways', () => {
  it('asks a connection to come again and ends it, and says to a frozen one nothing', async () => {
    const simulator = await start({ generate: { ...generate, linesPerSecond: 500 } });
    const [{ login = '' } = {}, { login: other = '' } = {}] = simulator.channels();
    const asked = await read(simulator, [login]);
    const frozen = await read(simulator, [login]);
    expect(await order(simulator, 'reconnect?connection=1&closeAfterMs=50')).toEqual([200, { asked: 1 }]);
    await until(() => asked.state.code !== 0);
    expect(asked.text()).toContain(':tmi.twitch.tv RECONNECT\r\n');
    expect(await order(simulator, 'reconnect?connection=1')).toMatchObject([404, {}]);

    expect(await order(simulator, 'freeze?connection=2')).toEqual([200, { frozen: 2 }]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const heard = frozen.text().length;
    frozen.socket.send(`PING\r\nJOIN #${other}`);
    const third = await read(simulator, [login]);
    await until(() => third.text().length > 30_000);
    expect(frozen.text().length).toBe(heard);
    expect(simulator.progress().connections).toMatchObject([
      { connection: 2, frozen: true },
      { connection: 3 },
    ]);
    await order(simulator, 'thaw?connection=2');
    await until(() => frozen.text().includes(`ROOMSTATE #${other}`) && frozen.text().length > heard + 10_000);
    await order(simulator, 'pause');
    const sent = (await truth(simulator)).connections.filter(({ connection }) => connection === 2);
    // What the truth says was put on the connection is what arrived, and nothing of its frozen time.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const messages = frozen
      .text()
      .split('\r\n')
      .filter((line) => / PRIVMSG #| USERNOTICE #\w+ :/.test(line));
    expect(sent.reduce((sum, each) => sum + each.messages, 0)).toBe(messages.length);
  });

  it('enforces limits where it is told to, and tells how often they were broken', async () => {
    const simulator = await start({
      generate: { ...generate, channels: 40, linesPerSecond: 1 },
      limits: { joins: 20, logins: 2, channels: 15 },
    });
    const logins = simulator.channels().map(({ login }) => login);
    const { text } = await read(simulator, logins.slice(0, 15));
    const { socket } = await read(simulator, logins.slice(0, 5));
    const joinMore = (from: number, to: number): void =>
      socket.send(
        `JOIN ${logins
          .slice(from, to)
          .map((login) => `#${login}`)
          .join(',')}`,
      );
    joinMore(5, 20);
    const third = await listen(simulator, '/');
    third.socket.send('NICK justinfan3');
    await until(() => third.state.code !== 0);
    expect(third.heard.join('')).toContain('NOTICE * :Login unsuccessful');
    const violations = async () => (await get(simulator, '/control/violations'))[1];
    await until(async () => ((await violations()) as { channels: number }).channels === 5);
    expect(await violations()).toEqual({ joins: 0, logins: 1, channels: 5 });
    // One more in the same ten seconds.
    joinMore(20, 22);
    await until(() => socket.readyState === WebSocket.CLOSED);
    expect(await violations()).toEqual({ joins: 1, logins: 1, channels: 5 });
    expect((await get(simulator, '/control/peaks'))[1]).toEqual({
      joinsOfOneConnection: 21,
      joins: 36,
      logins: 3,
    });
    expect(await order(simulator, `room?channel=${logins[0] ?? ''}&state=suspended`)).toMatchObject([
      200,
      {},
    ]);
    await until(() =>
      text().includes(`@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #${logins[0] ?? ''} `),
    );
    expect(await order(simulator, 'room?channel=x&state=broken')).toMatchObject([400, {}]);
  });

  it('goes on for others while one reader is slow, where it is told to skip', async () => {
    const simulator = await start({
      generate: { ...generate, linesPerSecond: 30_000 },
      slowReaders: 'skip',
    });
    const logins = simulator.channels().map(({ login }) => login);
    const slow = await read(simulator, logins);
    const quick = await read(simulator, logins);
    slow.socket.pause();
    await until(() => {
      const [first] = simulator.progress().connections;
      return (first?.backlogBytes ?? 0) > 1024 * 1024;
    }, 20_000);
    const sent = simulator.sentLines();
    await until(() => simulator.sentLines() > sent + 30_000);
    expect(simulator.progress().connections[0]?.backlogBytes).toBeLessThan(3 * 1024 * 1024);
    slow.socket.resume();
    const heard = slow.text().length;
    await until(
      () => simulator.progress().connections[0]?.backlogBytes === 0 && slow.text().length > heard + 100_000,
    );
    await order(simulator, 'pause');
    const lines = (text: string): number =>
      text.split('\r\n').filter((line) => / PRIVMSG #| USERNOTICE #\w+ :/.test(line)).length;
    const put = new Map<number, number>();
    for (const { connection, messages } of (await truth(simulator)).connections)
      put.set(connection, (put.get(connection) ?? 0) + messages);
    await until(() => lines(slow.text()) === put.get(1) && lines(quick.text()) === put.get(2));
    expect(put.get(1)).toBeLessThan(put.get(2) ?? 0);
  }, 30_000);
});
