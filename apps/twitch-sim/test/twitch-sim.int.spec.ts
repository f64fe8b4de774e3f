import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLogger, UsageError } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { toDemoChat } from '../demo/demo-chat';
import { startSimulator, type Simulator } from '../src/simulator';
import { systemClock } from '../src/system-clock';
import { toSegments, toTruthLine, truthOf, type Segment, type Truth } from '../src/truth';

/** The part of tmi.js 1.8.5 that is used here; it brings no types. */
interface TmiClient {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  ping(): Promise<unknown>;
  on(event: 'message', hear: (channel: string, tags: { id?: string }, message: string) => void): void;
  on(event: 'roomstate', hear: (channel: string, state: Record<string, unknown>) => void): void;
}
const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };

type Options = Parameters<typeof startSimulator>[0];

let dir: string;
let ends: (() => unknown)[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'twitch-sim-'));
  ends = [];
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(dir, { recursive: true, force: true });
});

const say = (channel: string, n: number, text = `line ${n} LUL`): string =>
  `@emotes=425618:0-2;id=${channel}-${n};room-id=77;tmi-sent-ts=${1_700_000_000_000 + n * 10};user-id=${n % 7} ` +
  `:ann!ann@ann.tmi.twitch.tv PRIVMSG #${channel} :${text}`;

function write(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

async function start(paths: readonly string[], more: Partial<Options> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    port: 0,
    paths,
    speed: { type: 'max' },
    retime: false,
    again: false,
    stateDir: join(dir, 'state'),
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

/** A bare reader: logs in, joins, and keeps the lines. */
async function read(
  port: number,
  channels: string,
  caps = 'twitch.tv/tags twitch.tv/commands',
): Promise<{ socket: WebSocket; lines: string[] }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  ends.push(() => socket.terminate());
  const lines: string[] = [];
  socket.on('message', (data) => lines.push(...String(data).split('\r\n').slice(0, -1)));
  await once(socket, 'open');
  socket.send(`CAP REQ :${caps}\r\nNICK justinfan12345\r\nJOIN ${channels}\r\n`);
  return { socket, lines };
}

async function until(isTrue: () => boolean, withinMs = 45_000, everyMs = 5): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

const chat = (lines: readonly string[]): string[] => lines.filter((line) => line.includes(' PRIVMSG '));
const get = async (port: number, path: string, init?: RequestInit): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${port}/control/${path}`, init)).json();

describe('the simulator', () => {
  it('sends unmodified tmi.js every message of the channels it joins', async () => {
    const lines = Array.from({ length: 900 }, (_, n) => say(n % 3 === 0 ? 'tidepool' : 'kelpforest', n));
    const simulator = await start([write('chat.txt', lines.join('\n'))]);
    const client = new tmi.Client({
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      options: { joinInterval: 300, skipUpdatingEmotesets: true },
      channels: ['tidepool', 'kelpforest'],
    });
    const heard: [string, string | undefined, string][] = [];
    const rooms: unknown[] = [];
    client.on('message', (channel, tags, message) => heard.push([channel, tags.id, message]));
    client.on('roomstate', (channel, state) => rooms.push([channel, state['room-id']]));
    ends.push(() => client.disconnect().catch(() => undefined));
    await client.connect();
    await until(() => heard.length === 900);

    for (const channel of ['tidepool', 'kelpforest']) {
      expect(heard.filter(([at]) => at === `#${channel}`).map(([, id]) => id)).toEqual(
        lines.flatMap((line, n) => (line.includes(`#${channel} `) ? [`${channel}-${n}`] : [])),
      );
    }
    expect(heard.find(([, id]) => id === 'tidepool-3')?.[2]).toBe('line 3 LUL');
    expect(rooms).toEqual([
      ['#tidepool', '77'],
      ['#kelpforest', '77'],
    ]);
    expect(await client.ping()).toEqual([expect.any(Number)]);
  });

  it('sends each message once when tmi.js is cut off and comes back', async () => {
    const lines = Array.from({ length: 150 }, (_, n) => say('tidepool', n));
    const simulator = await start([write('chat.txt', lines.join('\n'))], {
      speed: { type: 'paced', factor: 1 },
    });
    const client = new tmi.Client({
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnectInterval: 50 },
      options: { joinInterval: 300, skipUpdatingEmotesets: true },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      channels: ['tidepool'],
    });
    const heard: (string | undefined)[] = [];
    client.on('message', (_, tags) => heard.push(tags.id));
    ends.push(() => client.disconnect().catch(() => undefined));
    await client.connect();
    await until(() => heard.length > 5);
    expect(await get(simulator.port, 'drop?connection=1', { method: 'POST' })).toEqual({ dropped: 1 });
    await until(() => simulator.progress().done);
    await until(() => heard.at(-1) === 'tidepool-149');
    expect(new Set(heard).size).toBe(heard.length);
    const { channels, connections } = (await get(simulator.port, 'truth')) as Truth;
    expect(connections.map(({ connection }) => connection)).toEqual([1, 2]);
    expect(channels['tidepool']?.messages).toBeLessThan(150);
    expect(channels['tidepool']?.messages).toBeGreaterThanOrEqual(heard.length);
  });

  it('holds the replay back for a reader that pauses, in bounded memory, and loses nothing', async () => {
    const text = `LUL ${'x'.repeat(400)}`;
    const lines = Array.from({ length: 60_000 }, (_, n) => say('tidepool', n, text));
    const simulator = await start([write('big.txt', lines.join('\n'))]);
    const { socket, lines: heard } = await read(simulator.port, '#tidepool');
    await until(() => chat(heard).length > 0);
    socket.pause();
    let before = -1;
    await until(
      () => {
        const { sent } = simulator.progress().files[0] ?? { sent: 0 };
        const isStill = sent === before;
        before = sent;
        return isStill;
      },
      5_000,
      300,
    );
    // What the reader has, what the kernel holds (up to some MB on loopback) and our own backlog; of 35 MB.
    expect(before).toBeLessThan(45_000);
    const [connection] = simulator.progress().connections;
    expect(connection?.backlogBytes).toBeGreaterThan(1024 * 1024);
    expect(connection?.backlogBytes).toBeLessThan(2 * 1024 * 1024);
    socket.resume();
    await until(() => heard.length >= 60_000 + 7);
    await until(() => chat(heard).length === 60_000);
    expect(chat(heard)).toEqual(lines);
  });

  it('goes on after a restart where it was, and says when all was sent', async () => {
    const text = `LUL ${'x'.repeat(400)}`;
    const lines = Array.from({ length: 40_000 }, (_, n) => say('tidepool', n, text));
    const path = write('chat.txt', lines.join('\n'));
    const first = await start([path]);
    const one = await read(first.port, '#tidepool');
    await until(() => (first.progress().files[0]?.sent ?? 0) > 0);
    one.socket.pause();
    await first.stop();
    const sentBefore = readSegments().reduce((last, { toLine }) => Math.max(last, toLine), 0);
    expect(sentBefore).toBeLessThan(40_000);
    // A process that was killed while it wrote leaves half a line behind.
    appendFileSync(join(dir, 'state', 'sent.ndjson'), '{"connection":1,"cha');

    const second = await start([path]);
    const two = await read(second.port, '#tidepool');
    await until(() => second.progress().done && chat(two.lines).length === 40_000 - sentBefore);
    expect(chat(two.lines)).toEqual(lines.slice(sentBefore));
    expect(((await get(second.port, 'truth')) as Truth).channels).toEqual(
      truthOf(new Map([['', lines]])).channels,
    );
    await second.stop();

    const third = await start([path]);
    expect(third.progress()).toMatchObject({ done: true, files: [{ path, sent: 40_000, total: 40_000 }] });
    const three = await read(third.port, '#tidepool');
    await until(() => three.lines.some((line) => line.includes('ROOMSTATE')));
    expect(third.progress().connections.map(({ connection }) => connection)).toEqual([3]);
    await third.stop();
    expect(chat(three.lines)).toEqual([]);

    const again = await start([path], { again: true });
    const four = await read(again.port, '#tidepool');
    await until(() => chat(four.lines).length === 40_000);
  });

  it('replays packed files, CRLF, blank lines and bytes that are no UTF-8', async () => {
    const good = Array.from({ length: 300 }, (_, n) => say('tidepool', n));
    const bytes = Buffer.concat([
      Buffer.from(`\r\n${good.join('\r\n\r\n')}\r\n`),
      Buffer.from(`${say('tidepool', 300, 'caf')}\xe9\r\n\x00\xff\xfe\r\n`, 'latin1'),
    ]);
    const simulator = await start([write('chat.txt.gz', gzipSync(bytes))]);
    expect(simulator.progress().files[0]?.total).toBe(301);
    const { lines, socket } = await read(simulator.port, '#tidepool');
    await until(() => chat(lines).length === 301);
    expect(chat(lines)).toEqual([...good, say('tidepool', 300, 'caf\ufffd')]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('answers its control API, to programs only', async () => {
    const path = write('chat.txt', [say('tidepool', 1), ':tmi.twitch.tv CLEARCHAT #moonjelly'].join('\n'));
    const simulator = await start([path]);
    expect(await get(simulator.port, 'channels')).toEqual([
      { login: 'tidepool', id: '77' },
      { login: 'moonjelly', id: expect.stringMatching(/^\d{9}$/) as string },
    ]);
    expect(await get(simulator.port, 'progress')).toEqual({
      files: [{ path, sent: 0, total: 2, done: false }],
      generated: null,
      done: false,
      paused: false,
      connections: [],
    });
    const url = `http://127.0.0.1:${simulator.port}`;
    const status = async (of: string, init?: RequestInit): Promise<number> =>
      (await fetch(`${url}${of}`, init)).status;
    expect(await status('/control/progress', { headers: { origin: 'https://example.org' } })).toBe(403);
    expect(await status('/control/drop?connection=9', { method: 'POST' })).toBe(404);
    expect(await status('/control/drop?connection=x', { method: 'POST' })).toBe(400);
    expect(await status('/control/drop?connection=1')).toBe(404);
    expect(await status('//')).toBe(400);
  });

  it('survives clients that send rubbish', async () => {
    const simulator = await start([write('chat.txt', say('tidepool', 1))]);
    const big = await read(simulator.port, '#elsewhere');
    big.socket.on('error', () => undefined);
    big.socket.send('x'.repeat(1_000_000));
    const binary = await read(simulator.port, '#elsewhere');
    binary.socket.send(Buffer.from([0, 255, 1, 2]));
    await until(() => big.socket.readyState === WebSocket.CLOSED);
    const { lines } = await read(simulator.port, '#tidepool');
    await until(() => chat(lines).length === 1);
  });

  it.each([
    ['a file that is absent', () => join(dir, 'absent.txt'), /cannot read .*absent\.txt: ENOENT/],
    ['a folder', () => dir, /cannot read .*: EISDIR/],
    [
      'a broken gzip',
      () => write('broken.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3])),
      /cannot read .*broken\.gz/,
    ],
    ['an empty file', () => write('empty.txt', ''), /holds no line of Twitch chat/],
    ['a picture', () => write('picture.png', Buffer.alloc(300_000, 0x89)), /holds no line of Twitch chat/],
  ])('refuses %s in one line', async (_, path, message) => {
    const refused = start([path()]);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/^[^\n]*$/);
  });

  it('names a port that is taken', async () => {
    const path = write('chat.txt', say('tidepool', 1));
    const { port } = await start([path]);
    await expect(start([path], { port, stateDir: join(dir, 'other') })).rejects.toThrow(
      `port ${port} is taken`,
    );
  });

  it('sends five thousand real lines whose truth is the independent count', async (context) => {
    const data = new URL('../../../../shared/data/irc/', import.meta.url);
    if (!existsSync(data)) return context.skip('no ../shared/data beside the repository');
    const simulator = await start([new URL('xqcow-2019-09-15.txt', data).pathname]);
    const { lines } = await read(simulator.port, '#xqcow');
    await until(() => lines.length === 7 + 1 + 4 + 5_000);
    expect(lines.slice(12)).toEqual(
      readFileSync(new URL('xqcow-2019-09-15.txt', data), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
    const { channels } = (await get(simulator.port, 'truth')) as Truth;
    const expected = JSON.parse(readFileSync(new URL('expected.json', data), 'utf8')) as {
      channels: { xqcow: { messages: number; messages_with_emotes: number; emote_occurrences: number } };
    };
    expect(channels['xqcow']).toMatchObject({
      messages: expected.channels.xqcow.messages,
      messagesWithEmotes: expected.channels.xqcow.messages_with_emotes,
      uses: expected.channels.xqcow.emote_occurrences,
    });
  });
});

describe('the chat that the project ships', () => {
  const path = new URL('../demo/demo-chat.txt', import.meta.url);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);

  it('is exactly what its script makes', () => {
    expect(readFileSync(path, 'utf8')).toBe(toDemoChat());
  });

  it('points each emote range at that emote’s name', () => {
    const names = new Map<string, Set<string>>();
    for (const line of lines.map(toTruthLine)) {
      for (const { id, from, to } of line.emotes) {
        const name = [...(line.text ?? '')].slice(from, to + 1).join('');
        names.set(id, (names.get(id) ?? new Set()).add(name));
      }
    }
    expect([...names.values()].filter((each) => each.size !== 1)).toEqual([]);
    expect(names.get('425618')).toEqual(new Set(['LUL']));
    expect(names.size).toBeGreaterThan(20);
  });

  it('holds each kind of line that people meet', () => {
    const { channels } = truthOf(new Map([['demo', lines]]));
    expect(Object.keys(channels).sort()).toEqual(['kelpforest', 'moonjelly', 'tidepool']);
    expect(channels['kelpforest']?.sharedCopies.messages).toBeGreaterThan(10);
    const read = lines.map(toTruthLine);
    expect(new Set(read.map((line) => line.command))).toEqual(
      new Set(['PRIVMSG', 'USERNOTICE', 'CLEARCHAT']),
    );
    expect(read.filter((line) => line.isAction).length).toBeGreaterThan(0);
    expect(read.some((line) => line.command === 'USERNOTICE' && !line.isMessage)).toBe(true);
    expect(
      read.some((line) => line.emotes.length > 0 && /^\p{Extended_Pictographic}/u.test(line.text ?? '')),
    ).toBe(true);
  });
});

function readSegments(): Segment[] {
  return toSegments(readFileSync(join(dir, 'state', 'sent.ndjson'), 'utf8'));
}
