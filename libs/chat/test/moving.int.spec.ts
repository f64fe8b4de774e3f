import type { ChannelLogin } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TwitchChat, type TwitchChatOptions } from '../src';
import { BRISK, joined, message, read } from './reading';
import {
  roomState,
  startScriptedTwitch,
  type ScriptedConnection,
  type ScriptedTwitch,
} from './scripted-twitch';
import { until } from './until';

const RECONNECT = ':tmi.twitch.tv RECONNECT\r\n';

let twitch: ScriptedTwitch;
let registry: Registry;
let chat: TwitchChat;

beforeEach(async () => {
  registry = new Registry();
  twitch = await startScriptedTwitch();
});
afterEach(async () => {
  chat.stop();
  await twitch.stop();
});

function createChat(change: Partial<TwitchChatOptions> = {}): TwitchChat {
  chat = new TwitchChat({ ...BRISK, url: twitch.url, log: quietLog, registry, ...change });
  return chat;
}

const connection = (index: number): ScriptedConnection => twitch.connections[index]!;
const say = (index: number, ...lines: string[]): void =>
  connection(index).socket.send(`${lines.join('\r\n')}\r\n`);

async function moves(overlap: 'whole' | 'cut'): Promise<number> {
  const { values } = await registry.getSingleMetric('emotide_chat_moves_total')!.get();
  return values.find(({ labels }) => labels['overlap'] === overlap)?.value ?? 0;
}

describe('a connection that Twitch asks to reconnect', () => {
  it('is read until the new one is, and the reading of its channels goes on', async () => {
    createChat();
    const channels = ['tidepool', 'lagoon'].map((login) => read(chat, login));
    await joined(...channels);
    say(0, message('tidepool', 'before'));
    connection(0).socket.send(RECONNECT);
    await until(() => twitch.connections[1]?.channels.size === 2, 'both joined on the new connection');
    expect(connection(0).isClosed).toBe(false);
    say(0, message('tidepool', 'still on the old one'));
    await until(() => connection(0).isClosed, 'the old one closed');
    say(1, message('tidepool', 'on the new one'), message('lagoon', 'here too'));
    await until(() => channels[1]!.texts.length === 1, 'the new lines');

    expect(channels[0]!.texts).toEqual(['before', 'still on the old one', 'on the new one']);
    expect(channels.map(({ joins, error }) => [joins.length, error])).toEqual([
      [1, undefined],
      [1, undefined],
    ]);
    expect([await moves('whole'), await moves('cut')]).toEqual([2, 0]);
    expect(twitch.connections).toHaveLength(2);
  });

  it('gives all that it brings before anything that the new one brings', async () => {
    createChat({ overlapMs: 200 });
    const channel = read(chat, 'tidepool');
    await joined(channel);
    connection(0).socket.send(RECONNECT);
    await until(() => twitch.connections[1]?.channels.size === 1, 'joined on the new connection');
    // The new connection is ahead: what it brings first, the old one brings later.
    say(1, message('tidepool', 'second'), message('tidepool', 'third'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(channel.texts).toEqual([]);
    say(0, message('tidepool', 'first'), message('tidepool', 'second'));
    await until(() => connection(0).isClosed, 'the old one closed');
    await until(() => channel.texts.length === 4, 'all lines');
    // Doubles are the reader's to know by their ids.
    expect(channel.texts).toEqual(['first', 'second', 'second', 'third']);
  });

  it('is left only when everything has been read that it was sent in time', async () => {
    createChat({ overlapMs: 20 });
    const channel = read(chat, 'tidepool');
    await joined(channel);
    twitch.script.answersPing = false;
    connection(0).socket.send(RECONNECT);
    await until(() => connection(0).heard.some((line) => line.startsWith('PING')), 'the question');
    say(0, message('tidepool', 'late, but in front of the answer'));
    const [, number] = connection(0)
      .heard.find((line) => line.startsWith('PING'))!
      .split(' ');
    say(0, `:tmi.twitch.tv PONG tmi.twitch.tv ${number}`);
    await until(() => connection(0).isClosed, 'the old one closed');
    expect(channel.texts).toEqual(['late, but in front of the answer']);
  });

  it('begins a new reading of what had joined elsewhere when it ends too soon, and ends that of the rest', async () => {
    createChat({ overlapMs: 60_000 });
    const channels = ['tidepool', 'lagoon'].map((login) => read(chat, login));
    await joined(...channels);
    twitch.script.onJoin = (login) => (login === 'lagoon' ? [] : [roomState(login, '7')]);
    connection(0).socket.send(RECONNECT);
    await until(() => twitch.connections[1]?.channels.size === 2, 'asked for on the new connection');
    say(0, message('tidepool', 'last on the old one'));
    say(1, message('tidepool', 'first on the new one'));
    await until(() => channels[0]!.texts.length === 1, 'the line of the old one');
    connection(0).socket.terminate();
    await until(() => channels[0]!.texts.length === 2 && channels[1]!.error !== undefined, 'both');
    expect(channels[0]!.texts).toEqual(['last on the old one', 'first on the new one']);
    expect(channels[0]!.joins).toHaveLength(2);
    expect(channels[1]!.error).toMatchObject({ reach: 'connection' });
    expect([await moves('whole'), await moves('cut')]).toEqual([0, 1]);
  });

  it('goes on while no other can be opened, until one can', async () => {
    createChat();
    const channel = read(chat, 'tidepool');
    await joined(channel);
    twitch.script.refuse = true;
    connection(0).socket.send(RECONNECT);
    await until(() => twitch.attemptsAtMs.length > 3, 'some attempts');
    say(0, message('tidepool', 'meanwhile'));
    await until(() => channel.texts.length === 1, 'the line');
    twitch.script.refuse = false;
    await until(() => connection(0).isClosed, 'the old one closed');
    expect([channel.joins.length, channel.error, connection(1).channels.has('tidepool')]).toEqual([
      1,
      undefined,
      true,
    ]);
  });

  it('has its channels asked for at once, on as many connections as that takes', async () => {
    createChat({ channelsPerConnection: 8, joins: { count: 4, perMs: 60_000 } });
    const channels = Array.from({ length: 4 }, (_, i) => read(chat, `room${i}`));
    await joined(...channels);
    // Room for four more, but no joins left for them there for a minute.
    const later = Array.from({ length: 4 }, (_, i) => read(chat, `later${i}`));
    connection(0).socket.send(RECONNECT);
    await joined(...later);
    await until(() => connection(0).isClosed, 'the old one closed');
    expect(twitch.connections.slice(1).map(({ joins }) => joins.length)).toEqual([4, 4]);
    expect(channels.every(({ joins }) => joins.length === 1)).toBe(true);
  });

  it('is asked twice, or is left by its readers meanwhile, and nothing stays behind', async () => {
    createChat({ overlapMs: 60_000 });
    const channels = ['tidepool', 'lagoon'].map((login) => read(chat, login));
    await joined(...channels);
    connection(0).socket.send(RECONNECT + RECONNECT);
    await until(() => twitch.connections[1]?.channels.size === 2, 'joined on the new connection');
    for (const { subscription } of channels) subscription.unsubscribe();
    await until(() => twitch.connections.every(({ isClosed }) => isClosed), 'both closed');
    expect(chat.state()).toMatchObject({ joined: 0, joining: 0 });
    await joined(read(chat, 'tidepool'));
  });
});

describe('a connection whose other side is gone', () => {
  it('is found by an unanswered PING, and its channels are read again on another', async () => {
    createChat({ keepAlive: { pingAfterMs: 40, pongWithinMs: 60 } });
    const channel = read(chat, 'tidepool', { again: true });
    await joined(channel);
    twitch.script.answersPing = false;
    await until(() => channel.joins.length === 2, 'joined again');
    twitch.script.answersPing = true;
    expect(connection(0).heard.at(-1)).toMatch(/^PING :\d+$/);
    await until(() => connection(0).isClosed, 'the dead one closed');
  });

  it('is not one that only says nothing, or that nobody reads', async () => {
    createChat({ keepAlive: { pingAfterMs: 30, pongWithinMs: 100 } });
    const channel = read(chat, 'tidepool');
    await joined(channel);
    await until(
      () => connection(0).heard.filter((line) => line.startsWith('PING')).length >= 3,
      'three PINGs',
    );
    chat.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    chat.resume();
    say(0, message('tidepool', 'still here'));
    await until(() => channel.texts.length === 1, 'the line');
    expect([channel.error, connection(0).isClosed]).toEqual([undefined, false]);
  });
});

describe('what is wanted and what is joined', () => {
  it('are compared: a channel left unseen is joined again, in a reading of its own', async () => {
    createChat({ reconcileEveryMs: 60 });
    const [lost, alive] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(lost, alive);
    // Twitch forgot us; a JOIN of a channel that one is in would have no answer.
    twitch.script.onJoin = (login) =>
      login === 'tidepool' && lost.joins.length === 1
        ? [':justinfan1!justinfan1@justinfan1.tmi.twitch.tv JOIN #tidepool', roomState(login, '7')]
        : [];
    await until(() => lost.joins.length === 2, 'the second reading');
    expect([alive.joins.length, lost.error, twitch.connections.length]).toEqual([1, undefined, 1]);
  });

  it('are compared: a channel that nobody reads is left', async () => {
    createChat({ reconcileEveryMs: 60 });
    await joined(read(chat, 'tidepool'));
    say(0, ':justinfan1!justinfan1@justinfan1.tmi.twitch.tv JOIN #stray');
    await until(() => connection(0).heard.includes('PART #stray'), 'PART');
    expect(chat.state().joined).toBe(1);
  });
});

describe('channels of unequal weight', () => {
  it('are spread: the heaviest lie one per connection', async () => {
    createChat({ channelsPerConnection: 4 });
    const channels = Array.from({ length: 12 }, (_, i) =>
      read(chat, `room${i}`, { weight: i < 3 ? 100 : 1 }),
    );
    await joined(...channels);
    expect(twitch.connections.map(({ channels: { size } }) => size)).toEqual([4, 4, 4]);
    const heavy = twitch.connections.map(({ channels: here }) =>
      ['room0', 'room1', 'room2'].filter((login) => here.has(login)),
    );
    expect(heavy.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('are spread together though they are subscribed to in parts', async () => {
    createChat({ channelsPerConnection: 4, connectEveryMs: 100 });
    const first = Array.from({ length: 3 }, (_, i) => read(chat, `small${i}`, { weight: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = Array.from({ length: 3 }, (_, i) => read(chat, `big${i}` as ChannelLogin, { weight: 50 }));
    await joined(...first, ...second);
    const weights = twitch.connections.map(
      ({ channels: here }) => [...here].filter((login) => login.startsWith('big')).length,
    );
    expect(weights).toEqual([2, 1]);
  });
});

describe('the joins of all connections together', () => {
  it('are no more in a span than their budget allows', async () => {
    const perMs = 300;
    createChat({ channelsPerConnection: 2, totalJoins: { count: 4, perMs } });
    const channels = Array.from({ length: 10 }, (_, i) => read(chat, `room${i}`));
    await joined(...channels);
    const at = twitch.connections.flatMap(({ joins }) => joins.map(({ atMs }) => atMs)).sort((a, b) => a - b);
    const spans = at.slice(4).map((ms, i) => ms - at[i]!);
    // As the server sees it, a join may come a little later than it was sent.
    expect(Math.min(...spans)).toBeGreaterThan(perMs - 150);
    expect(at).toHaveLength(10);
  });
});
