import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadTmi, type Tmi, type TmiClient } from '../src/tmi-client.external';
import { startScriptedTwitch, type ScriptedTwitch } from './scripted-twitch';
import { until } from './until';

/** Stands for the WebSocket that is built into Node from 22 on. */
class BuiltInWebSocket {
  constructor() {
    throw new Error('the built-in WebSocket cannot be paused');
  }
}

const scope = globalThis as { WebSocket?: unknown };
const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
let twitch: ScriptedTwitch;
let tmi: Tmi;
const clients: TmiClient[] = [];

// tmi.js chooses its WebSocket once in a process, so the fake is there before anything here loads it.
beforeAll(async () => {
  scope.WebSocket = BuiltInWebSocket;
  const twice = await Promise.all([loadTmi(), loadTmi()]);
  tmi = twice[1];
  twitch = await startScriptedTwitch();
});

afterAll(async () => {
  for (const { ws } of clients) ws?.terminate();
  await twitch.stop();
  if (before === undefined) delete scope.WebSocket;
  else Object.defineProperty(globalThis, 'WebSocket', before);
});

function createClient(): TmiClient {
  const client = new tmi.Client({
    connection: { server: '127.0.0.1', port: Number(twitch.url.port), secure: false, reconnect: false },
    options: { skipMembership: true, skipUpdatingEmotesets: true },
    channels: [],
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  clients.push(client);
  return client;
}

describe('what is used of tmi.js', () => {
  it('is that of 1.8.5 and no other version', () => {
    const { version } = createRequire(import.meta.url)('tmi.js/package.json') as { version: string };
    expect(version).toBe('1.8.5');
  });

  it('runs on npm ws where the platform has a WebSocket, and leaves that one in place', async () => {
    const client = createClient();
    client.connect().catch(() => undefined);
    expect(client.ws).toBeInstanceOf(WebSocket);
    expect(scope.WebSocket).toBe(BuiltInWebSocket);
  });

  it('has the private members that reading rests on', () => {
    const prototype = tmi.Client.prototype as unknown as Record<string, unknown>;
    for (const member of ['_onError', '_onClose', '_openConnection', 'handleMessage'])
      expect(prototype[member], member).toBeTypeOf('function');
    expect(createClient().ws).toBeNull();
  });

  it('leaves every message, as bytes, to who takes its own reading away at once', async () => {
    const client = createClient();
    const frames: unknown[] = [];
    client.connect().catch(() => undefined);
    expect(client.ws!.onmessage).toBeTypeOf('function');
    client.ws!.onmessage = null;
    client.ws!.on('message', (data) => frames.push(data));
    await until(() => frames.length > 0, 'the answer to the login');
    expect(frames[0]).toBeInstanceOf(Buffer);
    expect(String(frames[0])).toContain(' 001 ');
  });

  it('offers the server no compression, which would cost more than all the rest of reading', async () => {
    const before = twitch.extensionsAsked.length;
    createClient()
      .connect()
      .catch(() => undefined);
    await until(() => twitch.extensionsAsked.length > before, 'the attempt to connect');
    expect(twitch.extensionsAsked.at(-1)).toBe('');
  });

  it('logs in by the lines that it is handed, as somebody anonymous who asks for tags and commands', async () => {
    const client = createClient();
    let isConnected = false;
    client.on('connected', () => (isConnected = true));
    const connecting = client.connect();
    client.ws!.onmessage = null;
    client.ws!.on('message', (data) => {
      for (const line of data.toString().split('\r\n')) {
        const message = tmi.parseLine(line);
        if (message !== null) client.handleMessage(message);
      }
    });
    await connecting;
    expect(isConnected).toBe(true);
    // Its own PING, which is stopped: a dead socket would keep it for half a minute more.
    expect((client.pingLoop as NodeJS.Timeout).hasRef()).toBe(true);
    clearInterval(client.pingLoop!);
    const heard = twitch.connections.at(-1)!.heard;
    expect(heard[0]).toBe('CAP REQ :twitch.tv/tags twitch.tv/commands');
    expect(heard.at(-1)).toMatch(/^NICK justinfan\d+$/);
    expect(heard.some((line) => line.startsWith('JOIN'))).toBe(false);
  });

  it('parses a line into raw tags, prefix, command and parameters', () => {
    expect(tmi.parseLine('@room-id=1;slow;msg-id= :tmi.twitch.tv ROOMSTATE #tidepool :a b')).toMatchObject({
      tags: { 'room-id': '1', slow: 'slow', 'msg-id': true },
      prefix: 'tmi.twitch.tv',
      command: 'ROOMSTATE',
      params: ['#tidepool', 'a b'],
    });
  });

  it('says so when the socket fails', async () => {
    const client = createClient();
    const said: string[] = [];
    client.on('disconnected', (reason) => said.push(reason));
    client.connect().catch(() => undefined);
    client.ws!.terminate();
    await until(() => said.length > 0, 'the word that the socket failed');
  });
});
