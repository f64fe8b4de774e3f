import type { ChatLine } from '@emotide/domain';
import { MESSAGE_FLAGS } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TwitchChat, type TwitchChatOptions } from '../src';
import { loadTmi } from '../src/tmi-client.external';
import { BRISK, joined, message, read } from './reading';
import { roomIdOf, roomState, startScriptedTwitch, type ScriptedTwitch } from './scripted-twitch';
import { until } from './until';

let twitch: ScriptedTwitch;
let chat: TwitchChat;

beforeEach(async () => {
  twitch = await startScriptedTwitch();
});
afterEach(async () => {
  vi.restoreAllMocks();
  chat.stop();
  await twitch.stop();
});

function createChat(change: Partial<TwitchChatOptions> = {}): TwitchChat {
  chat = new TwitchChat({
    ...BRISK,
    url: twitch.url,
    log: quietLog,
    registry: new Registry(),
    ...change,
  });
  return chat;
}

/** What a reader of a channel gets of some lines. */
async function linesOf(...raw: string[]): Promise<ChatLine[]> {
  const channel = read(createChat(), 'tidepool');
  await joined(channel);
  twitch.say('tidepool', [...raw, message('tidepool', 'the last one')]);
  await until(() => channel.texts.at(-1) === 'the last one', 'the last line');
  expect(channel.error).toBeUndefined();
  return channel.turns.flat().slice(0, -1);
}

/** Faults of tmi.js 1.8.5, reproduced or in its tracker. Each has a test that we don't have it. */
describe('of the faults of tmi.js', () => {
  it('1: after a reconnect the old join queue runs beside the new one. Ours asks for each channel once', async () => {
    createChat();
    const channels = Array.from({ length: 12 }, (_, i) => read(chat, `room${i}`, { again: true }));
    await joined(...channels);
    twitch.connections[0]!.socket.terminate();
    await until(() => channels.every(({ joins }) => joins.length === 2), 'all joined again');
    const asked = twitch.connections[1]!.joins.map(({ login }) => login);
    expect(asked.toSorted()).toEqual(channels.map((_, i) => `room${i}`).toSorted());
    expect(twitch.connections).toHaveLength(2);
  });

  it('2: a ROOMSTATE after more than 600 ms counts as no answer. Here it is one', async () => {
    twitch.script.onJoin = () => [];
    const channel = read(createChat(), 'tidepool');
    await until(() => twitch.connections[0]?.joins.length === 1, 'JOIN');
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(channel.error).toBeUndefined();
    twitch.connections[0]!.socket.send(`${roomState('tidepool', '7')}\r\n`);
    await joined(channel);
    expect([channel.joins, twitch.connections[0]!.joins.length]).toEqual([['7'], 1]);
  });

  it('3: a PRIVMSG or NOTICE without text throws. Here it is counted and the next line read', async () => {
    expect(
      await linesOf(
        ':u!u@u.tmi.twitch.tv PRIVMSG #tidepool',
        '@msg-id=slow_on :tmi.twitch.tv NOTICE #tidepool',
        ':tmi.twitch.tv NOTICE',
        message('tidepool', 'fine'),
      ),
    ).toMatchObject([{ text: 'fine' }]);
  });

  it('4: cheers and resubs are no messages. Here they are', async () => {
    const [cheer, resub] = await linesOf(
      message('tidepool', 'cheer100 Kappa', 'bits=100;'),
      `@msg-id=resub;room-id=${roomIdOf('tidepool')};tmi-sent-ts=1 :tmi.twitch.tv USERNOTICE #tidepool :a year!`,
    );
    expect([cheer!.text, cheer!.flags & MESSAGE_FLAGS.CHEER]).toEqual([
      'cheer100 Kappa',
      MESSAGE_FLAGS.CHEER,
    ]);
    expect([resub!.text, resub!.flags & MESSAGE_FLAGS.NOTICE]).toEqual(['a year!', MESSAGE_FLAGS.NOTICE]);
  });

  it('5: an id with a slash is split, a repeated id overwritten. Here the tag comes as it is', async () => {
    const lines = await linesOf(
      message('tidepool', 'hello  pajaW_/3', 'emotes=80481_/3:7-14;'),
      message('tidepool', ' Kappa   Kappa', 'emotes=25:1-5/25:9-13;'),
    );
    expect(lines.map(({ emotesTag }) => emotesTag)).toEqual(['80481_/3:7-14', '25:1-5/25:9-13']);
  });

  it('6: it makes a text for its log of each message. Here it gets no message to make one of', async () => {
    const { Client } = await loadTmi();
    const handled = vi.spyOn(
      Client.prototype as { handleMessage(message: { command: string }): void },
      'handleMessage',
    );
    await linesOf(...Array.from({ length: 100 }, (_, i) => message('tidepool', `line ${i}`)));
    const commands = handled.mock.calls.map(([{ command }]) => command);
    expect(new Set(commands)).toEqual(new Set(['001', '376']));
  });

  it('7: it joins one channel every two seconds. Here ninety are asked for in one line, as the limit allows', async () => {
    createChat();
    const channels = Array.from({ length: 90 }, (_, i) => read(chat, `room${i}`));
    await joined(...channels);
    const lines = twitch.connections[0]!.heard.filter((line) => line.startsWith('JOIN'));
    expect(lines).toEqual([`JOIN ${channels.map((_, i) => `#room${i}`).join(',')}`]);
  });

  it('8: it joins again whatever one wants, and tells nobody. Here nobody joins who is not subscribed', async () => {
    createChat();
    const [left, again] = [read(chat, 'tidepool'), read(chat, 'lagoon', { again: true })];
    await joined(left, again);
    twitch.connections[0]!.socket.terminate();
    await until(() => again.joins.length === 2, 'joined again, and told so');
    expect(left.error).toMatchObject({ reach: 'connection' });
    expect([...twitch.connections[1]!.channels]).toEqual(['lagoon']);
  });

  it('9: a dead socket is asked once a minute and closed half a minute later. Here it is ended at the deadline', async () => {
    createChat({ keepAlive: { pingAfterMs: 50, pongWithinMs: 100 } });
    const channel = read(chat, 'tidepool', { again: true });
    await joined(channel);
    // Neither a PONG nor an answer to a closing handshake: the other side does not read.
    twitch.connections[0]!.socket.pause();
    await until(() => channel.joins.length === 2, 'joined on another connection', 10_000);
    expect(twitch.connections[0]!.isClosed).toBe(false);
  });
});
