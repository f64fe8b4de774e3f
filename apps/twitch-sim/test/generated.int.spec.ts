import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, UsageError } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { GenerateOptions } from '../src/generated/generated-source';
import { startSimulator, type Simulator } from '../src/simulator';
import { systemClock } from '../src/system-clock';
import { createTally, toGeneratedRun, toTruthLine, truthOf, type Tally, type Truth } from '../src/truth';

/** The part of tmi.js 1.8.5 that is used here; it brings no types. */
interface TmiClient {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  on(event: 'message', hear: (channel: string, tags: { id?: string }, message: string) => void): void;
}
const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };

let dir: string;
let stateDir: string;
let ends: (() => unknown)[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'twitch-sim-generated-'));
  stateDir = join(dir, 'state');
  ends = [];
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(dir, { recursive: true, force: true });
});

const small: GenerateOptions = { seed: 7, channels: 6, linesPerSecond: null, mix: 'real', lines: 5_000 };

async function start(generate: Partial<GenerateOptions>, paths: string[] = []): Promise<Simulator> {
  const simulator = await startSimulator({
    port: 0,
    paths,
    speed: { type: 'max' },
    retime: false,
    again: false,
    generate: { ...small, ...generate },
    stateDir,
    log: createLogger('twitch-sim', 'silent'),
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= simulator.stop());
  ends.push(stop);
  return { ...simulator, stop };
}

const logins = (simulator: Simulator): string[] => simulator.channels().map(({ login }) => login);

interface BareReader {
  readonly socket: WebSocket;
  readonly lines: string[];
  /** Frames that held chat. */
  frames(): number;
  /** When it has received all that was sent to it so far. */
  caughtUp(): Promise<void>;
}

/** Logs in, joins, and keeps the lines. */
async function read(
  { port }: Simulator,
  channels: readonly string[],
  caps = 'twitch.tv/tags twitch.tv/commands',
): Promise<BareReader> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  ends.push(() => socket.terminate());
  const lines: string[] = [];
  let frames = 0;
  let pongs = 0;
  let pings = 0;
  socket.on('message', (data) => {
    const all = String(data).split('\r\n').slice(0, -1);
    const chat = all.filter(isChat);
    if (chat.length > 0) frames += 1;
    lines.push(...chat);
    pongs += all.filter((line) => line.includes(' PONG ')).length;
  });
  const caughtUp = async (): Promise<void> => {
    const ping = ++pings;
    socket.send('PING :x');
    await until(() => pongs >= ping);
  };
  await once(socket, 'open');
  const join = channels.map((login) => `#${login}`).join(',');
  socket.send(`CAP REQ :${caps}\r\nNICK justinfan12345\r\nJOIN ${join}`);
  await caughtUp();
  return { socket, lines, frames: () => frames, caughtUp };
}

const isChat = (line: string): boolean => / (PRIVMSG|USERNOTICE|CLEARCHAT|CLEARMSG) #/.test(line);

async function until(isTrue: () => boolean, withinMs = 10_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const sent = (simulator: Simulator): number => simulator.progress().generated?.sent ?? 0;
const control = async (simulator: Simulator, path: string, method = 'GET'): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${simulator.port}/control/${path}`, { method })).json();
const truth = async (simulator: Simulator, query = ''): Promise<Truth> =>
  (await control(simulator, `truth${query}`)) as Truth;

/** Counts received lines, each connection's in its order; a line that several got counts once, by its id. */
function tallyOf(...connections: [connection: number, lines: readonly string[]][]): Tally {
  const tally = createTally();
  for (const [connection, lines] of connections) {
    for (const line of lines.map(toTruthLine)) {
      tally.add(line);
      if (line.isMessage && line.channel !== null) tally.addSent(connection, line.channel);
    }
  }
  return tally;
}

/** In the order of channel and connection, which a truth leaves open. */
/**
 * Without acts of moderators: generated ones of one target in one tick are told one by one, and a reader takes them for one;
 * and a truth that is cut at a message says nothing of acts behind it.
 */
function sorted({ channels, connections }: Truth): Truth {
  const withoutActs = Object.fromEntries(
    Object.entries(channels).map(([login, channel]) => [login, { ...channel, moderation: {} }]),
  );
  const key = (each: Truth['connections'][number]): string => `${each.channel} ${each.connection}`;
  return { channels: withoutActs, connections: [...connections].sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

const logOf = (run: number) => toGeneratedRun(readFileSync(join(stateDir, `generated-${run}.log`)));

describe('generated chat', () => {
  it.each([
    ['real', 5_000],
    ['dense', 3_000],
  ] as const)('has a truth that equals what its readers received: %s', async (mix, lines) => {
    const simulator = await start({ mix, lines });
    await control(simulator, 'pause', 'POST');
    const all = logins(simulator);
    const one = await read(simulator, all.slice(0, 4));
    const two = await read(simulator, all.slice(2));
    await control(simulator, 'resume', 'POST');
    await until(() => simulator.progress().done);
    await Promise.all([one.caughtUp(), two.caughtUp()]);

    expect(sent(simulator)).toBe(lines);
    const received = sorted(tallyOf([1, one.lines], [2, two.lines]).truth());
    expect(sorted(await truth(simulator))).toEqual(received);
    expect(sorted(truthOf(new Map(), [], [], [logOf(1)]))).toEqual(received);
    if (mix === 'dense')
      for (const channel of Object.values(received.channels)) {
        expect(channel.messagesWithEmotes).toBe(channel.messages);
      }
  });

  it('tells exactly what the first messages of one connection and all of another hold', async () => {
    const simulator = await start({ lines: 4_000 });
    await control(simulator, 'pause', 'POST');
    const all = logins(simulator);
    const one = await read(simulator, all);
    const two = await read(simulator, all.slice(0, 2));
    await control(simulator, 'resume', 'POST');
    await until(() => simulator.progress().done);
    await Promise.all([one.caughtUp(), two.caughtUp()]);
    expect(one.lines.length).toBe(4_000);
    expect(two.lines.length).toBeGreaterThan(1_000);
    const isMessage = (line: string): boolean => toTruthLine(line).isMessage;
    const isOf = (login: string) => (line: string) => toTruthLine(line).channel === login;
    const [first = '', second = ''] = all;

    const firstHundred = one.lines.filter(isMessage).slice(0, 100);
    expect(sorted(truthOf(new Map(), [], [{ connection: 1, messages: 100 }], [logOf(1)]))).toEqual(
      sorted(tallyOf([1, firstHundred], [2, two.lines]).truth()),
    );
    const limited = [
      ...one.lines.filter(isMessage).filter(isOf(first)).slice(0, 33),
      ...one.lines.filter((line) => !isOf(first)(line)),
    ];
    const limits = [
      { connection: 1, channel: first, messages: 33 },
      { connection: 2, channel: second, messages: 0 },
      { connection: 2, channel: first, messages: 0 },
    ];
    expect(sorted(truthOf(new Map(), [], limits, [logOf(1)]))).toEqual(sorted(tallyOf([1, limited]).truth()));
  });

  it('keeps to a connection what was sent while it was there', async () => {
    const simulator = await start({ linesPerSecond: 4_000, lines: null });
    const all = logins(simulator);
    const one = await read(simulator, all);
    await until(() => one.lines.length > 200);
    const two = await read(simulator, all.slice(0, 3));
    await until(() => two.lines.length > 200);
    two.socket.send(`PART #${all[0] ?? ''}`);
    const three = await read(simulator, all.slice(1, 2));
    await until(() => three.lines.length > 50);
    const readers = [one, two, three];
    const received = (): Truth =>
      sorted(tallyOf(...readers.map(({ lines }, i) => [i + 1, lines] as [number, string[]])).truth());
    // Twice: what came after the first asking is counted on top.
    for (let time = 0; time < 2; time++) {
      await control(simulator, 'pause', 'POST');
      const before = sent(simulator);
      await Promise.all(readers.map((reader) => reader.caughtUp()));
      expect(simulator.progress()).toMatchObject({ paused: true, generated: { sent: before } });
      expect(one.lines.length).toBe(before);
      expect(sorted(await truth(simulator))).toEqual(received());
      await control(simulator, 'resume', 'POST');
      await until(() => sent(simulator) > before + 200);
    }
  });

  it('tells the truth of a span of time, files included', async () => {
    const path = join(dir, 'chat.txt');
    const line = (n: number, atMs: number): string =>
      `@emotes=25:0-4;id=m${n};tmi-sent-ts=${atMs} :a!a@a PRIVMSG #replayed :Kappa`;
    const nowMs = Date.now();
    writeFileSync(path, [line(1, nowMs - 3_600_000), line(2, nowMs), line(3, nowMs + 3_600_000)].join('\n'));
    const simulator = await start({ linesPerSecond: 2_000, lines: 1_500 }, [path]);
    const { lines } = await read(simulator, ['replayed', ...logins(simulator)]);
    await until(() => lines.length === 1_503);
    const times = lines.map((each) => toTruthLine(each).sentAtMs ?? 0).sort((a, b) => a - b);
    const fromMs = times[300] ?? 0;
    const untilMs = times[1_100] ?? 0;
    const within = lines.filter((each) => {
      const atMs = toTruthLine(each).sentAtMs ?? 0;
      return atMs >= fromMs && atMs < untilMs;
    });
    expect(within.length).toBeGreaterThan(500);
    expect(sorted(await truth(simulator, `?fromMs=${fromMs}&untilMs=${untilMs}`))).toEqual(
      sorted(tallyOf([1, within]).truth()),
    );
    expect((await truth(simulator)).channels['replayed']?.messages).toBe(3);
    expect(await control(simulator, 'truth?fromMs=1')).toEqual({
      error: 'fromMs and untilMs must be two times',
    });
  });

  it('is a new run after a restart: the same lines under other ids, added to the truth', async () => {
    const lines: string[] = [];
    const runs: string[][] = [];
    for (const seed of [7, 7, 8]) {
      const simulator = await start({ seed, lines: 1_000 });
      const reader = await read(simulator, logins(simulator));
      await until(() => reader.lines.length === 1_000);
      expect(simulator.progress().connections.map(({ connection }) => connection)).toEqual([runs.length + 1]);
      lines.push(...reader.lines);
      runs.push(reader.lines);
      const counted = await truth(simulator);
      const received = tallyOf(...runs.map((each, i) => [i + 1, each] as [number, string[]])).truth();
      expect(sorted(counted)).toEqual(sorted(received));
      await simulator.stop();
    }
    const ids = lines.map((line) => toTruthLine(line).id).filter((id) => id !== null);
    expect(new Set(ids).size).toBe(ids.length);
    const texts = runs.map((each) => each.map((line) => toTruthLine(line).text));
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).not.toEqual(texts[0]);
  });

  it('reaches unmodified tmi.js', async () => {
    const simulator = await start({ linesPerSecond: 2_000, lines: null });
    const [, , third = ''] = logins(simulator);
    const client = new tmi.Client({
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      options: { joinInterval: 300, skipUpdatingEmotesets: true },
      channels: [third],
    });
    const heard: (string | undefined)[] = [];
    client.on('message', (channel, tags) => {
      expect(channel).toBe(`#${third}`);
      heard.push(tags.id);
    });
    ends.push(() => client.disconnect().catch(() => undefined));
    await client.connect();
    await until(() => heard.length > 200);
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('holds back for a reader that pauses, in bounded memory, and loses nothing', async () => {
    const simulator = await start({ lines: 80_000 });
    const { socket, lines } = await read(simulator, logins(simulator));
    await until(() => lines.length > 0);
    socket.pause();
    let before = -1;
    while (before !== sent(simulator)) {
      before = sent(simulator);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(before).toBeLessThan(60_000);
    const [connection] = simulator.progress().connections;
    expect(connection?.backlogBytes).toBeGreaterThan(1024 * 1024);
    expect(connection?.backlogBytes).toBeLessThan(3 * 1024 * 1024);
    socket.resume();
    await until(() => lines.length === 80_000);
  });

  it('has room for the most channels, each with its own name', async () => {
    const simulator = await start({ channels: 10_000, lines: 20_000 });
    const channels = simulator.channels();
    expect(channels.every(({ login }) => /^[a-z0-9]{3,25}$/.test(login))).toBe(true);
    expect(new Set(channels.map(({ login }) => login)).size).toBe(10_000);
    expect(new Set(channels.map(({ id }) => id)).size).toBe(10_000);
    const reader = await read(simulator, logins(simulator).slice(0, 300));
    await until(() => reader.lines.length === 20_000);
    expect(sorted(await truth(simulator))).toEqual(sorted(tallyOf([1, reader.lines]).truth()));
  });

  it('goes on unheard at a rate, and waits for a reader where it has an end', async () => {
    const endless = await start({ linesPerSecond: 1_000, lines: null });
    await until(() => (endless.progress().generated?.unheard ?? 0) > 50);
    expect(endless.progress().generated).toMatchObject({ sent: 0, total: null, done: false });
    await endless.stop();
    const ending = await start({ linesPerSecond: 1_000, lines: 100 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ending.progress().generated).toEqual({ sent: 0, unheard: 0, total: 100, done: false });
    const { lines } = await read(ending, logins(ending).slice(2, 3));
    await until(() => lines.length === 100);
    expect(ending.progress()).toMatchObject({ generated: { sent: 100, done: true }, done: true });
  });

  it('sends a reader without capabilities bare messages, one line a frame while it is quiet', async () => {
    const simulator = await start({ linesPerSecond: 60, lines: 20 });
    const { lines, frames } = await read(simulator, logins(simulator), 'twitch.tv/membership');
    await until(() => simulator.progress().done);
    await until(() => lines.length > 15);
    expect(lines.every((line) => /^:\w+!\w+@\w+\.tmi\.twitch\.tv PRIVMSG #\w+ :./.test(line))).toBe(true);
    expect(frames()).toBeGreaterThan(lines.length / 2);
  });

  it('says which log it cannot use', async () => {
    const simulator = await start({ lines: 1 });
    await simulator.stop();
    expect(existsSync(join(stateDir, 'generated-1.log'))).toBe(true);
    writeFileSync(join(stateDir, 'generated-1.log'), '{}\n');
    await expect(start({ lines: 1 })).rejects.toThrow(UsageError);
    await expect(start({ lines: 1 })).rejects.toThrow(/generated-1\.log: no log of generated chat/);
  });
});
