import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { connect as connectTcp } from 'node:net';
import { TwitchChat } from '@emotide/chat';
import type { ChannelLogin } from '@emotide/domain';
import { createLogger, Registry } from '@emotide/service-kit';
import { ChatClient as DankClient } from '@mastondzn/dank-twitch-irc';
import { ChatClient as TwurpleClient } from '@twurple/chat';
import { afterEach, beforeEach, expect, it } from 'vitest';
import WebSocket, { createWebSocketStream } from 'ws';
import { toTruthLine } from '../src/truth';
import { runSimulator, until, type RunningSimulator } from './running-simulator';

const LINES = 3_000;
/** tmi.js joins one channel every 300 ms. */
const CHANNELS = 4;

/** The part of tmi.js 1.8.5 that is used here; it brings no types. */
interface TmiClient {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  on(event: 'raw_message', hear: (clone: unknown, message: { raw: string }) => void): void;
}
const tmi = createRequire(import.meta.url)('tmi.js') as { Client: new (options: object) => TmiClient };

/** A client at work: what it heard, line by line as they came. */
interface ClientAtWork {
  readonly lines: string[];
  stop(): unknown;
}

let simulator: RunningSimulator;
const working: { stop(): unknown }[] = [];

beforeEach(async () => {
  simulator = await runSimulator({
    generate: { seed: 3, channels: CHANNELS, linesPerSecond: null, mix: 'real', lines: LINES },
  });
  simulator.pause();
});
afterEach(async () => {
  for (const client of working.splice(0)) await client.stop();
  await simulator.stop();
});

async function startTmi(channels: string[]): Promise<ClientAtWork> {
  const lines: string[] = [];
  const client = new tmi.Client({
    connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
    options: { joinInterval: 300, skipUpdatingEmotesets: true },
    // A copy, as tmi.js writes into it.
    channels: [...channels],
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  client.on('raw_message', (_clone, { raw }) => lines.push(raw));
  await client.connect();
  return { lines, stop: () => client.disconnect().catch(() => undefined) };
}

/** It takes a host but no port: its own option of an agent leads it there. */
class PortAgent extends Agent {
  override createConnection() {
    return connectTcp(simulator.port, '127.0.0.1');
  }
}

function startTwurple(channels: string[]): ClientAtWork {
  const lines: string[] = [];
  const client = new TwurpleClient({
    channels,
    hostName: '127.0.0.1',
    ssl: false,
    connectionOptions: { wsOptions: { agent: new PortAgent() } },
    logger: { minLevel: 'critical' },
  });
  client.irc.onAnyMessage(({ rawLine }) => {
    if (rawLine !== undefined) lines.push(rawLine);
  });
  client.connect();
  return { lines, stop: () => client.quit() };
}

/** Its own WebSocket cannot open one to a port of ws://; its option of a stream takes any, which sends binary frames. */
async function startDank(channels: string[]): Promise<ClientAtWork> {
  const lines: string[] = [];
  const client = new DankClient({
    connection: {
      type: 'duplex',
      stream: () => createWebSocketStream(new WebSocket(`ws://127.0.0.1:${simulator.port}`)),
    },
  });
  client.on('message', ({ rawSource }) => lines.push(rawSource));
  client.on('error', () => undefined);
  await client.connect();
  await client.joinAll(channels);
  return { lines, stop: () => client.destroy() };
}

/** Each message that the product's chat room gives, as `channel id`. */
function startOurs(channels: string[]): { readonly messages: string[]; stop(): void } {
  const chat = new TwitchChat({
    url: new URL(`ws://127.0.0.1:${simulator.port}`),
    channelsPerConnection: 2,
    connectEveryMs: 1,
    joins: { count: 18, perMs: 12_500 },
    joinWithinMs: 15_000,
    mailboxLines: 65_536,
    log: createLogger('chat', 'silent'),
    registry: new Registry(),
  });
  const messages: string[] = [];
  for (const login of channels)
    chat.channel(login as ChannelLogin).subscribe((signal) => {
      if (signal.type !== 'lines') return;
      for (const line of signal.lines) messages.push(`${login} ${line.messageId}`);
    });
  return { messages, stop: () => chat.stop() };
}

/** The messages among raw lines, as `channel id`. */
const toMessages = (lines: readonly string[]): string[] =>
  lines.map(toTruthLine).flatMap(({ isMessage, channel, id }) => (isMessage ? `${channel} ${id}` : []));
const byChannel = (messages: readonly string[], channels: readonly string[]): string[][] =>
  channels.map((channel) => messages.filter((message) => message.startsWith(`${channel} `)));

it('unmodified clients of others hear from the simulator what the product hears, line for line', async () => {
  const channels = simulator.channels().map(({ login }) => login);
  const ours = startOurs(channels);
  working.push(ours);
  const theirs = await Promise.all([startTmi(channels), startTwurple(channels), startDank(channels)]);
  working.push(...theirs);
  await until(() => channels.every((login) => simulator.connectionsIn(login).length === 4), 'all joined');
  simulator.resume();
  await until(() => simulator.progress().done, 'all lines to be sent');
  await until(() => ours.messages.length > LINES / 2, 'our lines');

  const { channels: truth } = await simulator.truth();
  const said = channels.map((login) => truth[login]?.messages ?? 0);
  const total = said.reduce((sum, messages) => sum + messages, 0);
  await until(() => ours.messages.length >= total, 'all our messages');
  await until(() => theirs.every(({ lines }) => toMessages(lines).length >= total), 'all their messages');
  const expected = byChannel(ours.messages, channels);
  expect(expected.map(({ length }) => length)).toEqual(said);
  for (const { lines } of theirs) expect(byChannel(toMessages(lines), channels)).toEqual(expected);

  // Also what is no message: the lines themselves are the same for all.
  const chat = (lines: readonly string[]) => lines.filter((line) => line.includes('tmi-sent-ts='));
  const [tmiLines, ...others] = theirs.map(({ lines }) => chat(lines));
  for (const lines of others)
    for (const login of channels)
      expect(lines.filter((line) => line.includes(` #${login}`))).toEqual(
        tmiLines!.filter((line) => line.includes(` #${login}`)),
      );
});
