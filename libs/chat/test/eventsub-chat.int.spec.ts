import type { ChannelLogin, ChatLine } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import type { Subscription } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../src/chat-error';
import { EventSubApi } from '../src/eventsub/eventsub-api';
import { EventSubChat, MAX_EVENTSUB_CHANNELS, type EventSubChatOptions } from '../src/eventsub/eventsub-chat';
import { startScriptedEventSub, type ScriptedEventSub } from './scripted-eventsub';
import { roomIdOf } from './scripted-twitch';
import { until } from './until';

let twitch: ScriptedEventSub;
let registry: Registry;
let token: string;
const cleanup: (() => unknown)[] = [];

beforeEach(async () => {
  twitch = await startScriptedEventSub();
  cleanup.push(() => twitch.stop());
  registry = new Registry();
  token = 'secret';
});
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

function create(change: Partial<EventSubChatOptions> = {}): EventSubChat {
  const { url, helixUrl, authUrl } = twitch;
  const chat = new EventSubChat({
    url,
    api: new EventSubApi({ helixUrl, authUrl, readToken: () => Promise.resolve(token), withinMs: 20_000 }),
    mailboxLines: 1_000,
    backOff: { firstMs: 1, longestMs: 20 },
    random: () => 0.5,
    log: quietLog,
    registry,
    ...change,
  });
  cleanup.push(() => chat.stop());
  return chat;
}

interface Heard {
  readonly joins: (string | null)[];
  readonly lines: ChatLine[];
  readonly acts: string[];
  error: unknown;
  isComplete: boolean;
  subscription: Subscription;
}

function read(chat: EventSubChat, login: string): Heard {
  const heard: Omit<Heard, 'subscription'> = {
    joins: [],
    lines: [],
    acts: [],
    error: undefined,
    isComplete: false,
  };
  const subscription = chat.channel(login as ChannelLogin).subscribe({
    next: (signal) => {
      if (signal.type === 'joined') heard.joins.push(signal.channelId);
      else if (signal.type === 'lines') heard.lines.push(...signal.lines);
      else heard.acts.push(...signal.acts.map(({ action, targetId }) => `${action} ${targetId}`));
    },
    error: (error: unknown) => (heard.error = error),
    complete: () => (heard.isComplete = true),
  });
  return Object.assign(heard, { subscription });
}

const joined = (...channels: Heard[]) =>
  until(() => channels.every(({ joins }) => joins.length > 0), 'all channels joined', 20_000);
const texts = ({ lines }: Heard) => lines.map(({ text }) => text);

let nextId = 0;
const said = (text: string, id = `m${nextId++}`) => ({
  chatter_user_id: '64',
  message_id: id,
  message: { text, fragments: [{ type: 'text', text }] },
  badges: [],
});
const say = (login: string, text: string, options?: Parameters<ScriptedEventSub['notify']>[3]) =>
  twitch.notify('channel.chat.message', login, said(text), options);

async function count(name: string, label: string): Promise<number> {
  const { values } = await registry.getSingleMetric(name)!.get();
  return values.find(({ labels }) => Object.values(labels).includes(label))?.value ?? 0;
}

describe('chat over EventSub', () => {
  it('subscribes to a channel that is read, hands over what comes, and unsubscribes', async () => {
    const chat = create();
    const [one, two] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(one, two);
    expect(one.joins).toEqual([roomIdOf('tidepool')]);
    expect(twitch.sockets).toHaveLength(1);
    expect(twitch.subscriptions.size).toBe(10);
    expect([...twitch.subscriptions.values()].every(({ userId }) => userId === '99')).toBe(true);
    // Who we are is asked once.
    expect(twitch.calls.filter((call) => call.includes('validate'))).toHaveLength(1);
    expect(chat.state()).toEqual({ connections: 1, joined: 2, joining: 0, trouble: undefined });

    const atMs = Date.UTC(2026, 0, 1);
    say('tidepool', 'hi', { atMs });
    twitch.notify('channel.chat.notification', 'tidepool', { ...said('resubbed'), notice_type: 'resub' });
    twitch.notify('channel.chat.notification', 'tidepool', { ...said(''), notice_type: 'raid' });
    twitch.notify('channel.chat.message_delete', 'tidepool', { message_id: 'm0', target_user_id: '64' });
    twitch.notify('channel.chat.clear_user_messages', 'tidepool', { target_user_id: '65' });
    twitch.notify('channel.chat.clear', 'tidepool', {});
    say('lagoon', 'over there');
    await until(() => two.lines.length === 1, 'the last line', 20_000);
    expect(texts(one)).toEqual(['hi', 'resubbed']);
    expect(one.lines[0]).toMatchObject({
      channelLogin: 'tidepool',
      channelId: roomIdOf('tidepool'),
      sentAtMs: atMs,
    });
    expect(one.acts).toEqual(['MESSAGE_DELETED m0', 'TIMEOUT_OR_BAN 65', 'CHAT_CLEARED null']);
    expect(await count('emotide_eventsub_other_total', 'notice-without-text')).toBe(1);

    one.subscription.unsubscribe();
    await until(() => twitch.subscriptions.size === 5, 'DELETE', 20_000);
    two.subscription.unsubscribe();
    await until(() => twitch.sockets[0]!.isClosed, 'the end of the session', 20_000);
  });

  it('moves to the address that Twitch gives without missing or doubling anything', async () => {
    const channel = read(create(), 'tidepool');
    await joined(channel);
    const [first] = twitch.sockets;
    const reconnect = new URL(twitch.url);
    reconnect.searchParams.set('session', first!.sessionId);
    say('tidepool', 'before', { id: 'n1' });
    twitch.send('session_reconnect', {
      session: { id: first!.sessionId, status: 'reconnecting', reconnect_url: reconnect.href },
    });
    await until(() => twitch.sockets.length === 2, 'the second socket', 20_000);
    const second = twitch.sockets[1]!;
    say('tidepool', 'late', { to: first!, id: 'n2' });
    say('tidepool', 'late', { to: second, id: 'n2' });
    say('tidepool', 'after', { to: second, id: 'n3' });
    await until(() => channel.lines.length >= 3 && first!.isClosed, 'all of it', 20_000);
    expect(texts(channel).sort()).toEqual(['after', 'before', 'late']);
    expect(channel.error).toBeUndefined();
    // Subscriptions moved along.
    expect(twitch.calls.filter((call) => call.startsWith('POST'))).toHaveLength(5);
    await until(() => channel.lines.length === 3, 'no more', 20_000);
  });

  it.each([
    ['to another host', 'wss://evil.example/ws'],
    ['to a host whose name only ends alike', 'ws://evil127.0.0.1/ws'],
    ['to nowhere', 'nonsense'],
    ['without saying where', null],
  ])('ends the session when it is asked to reconnect %s', async (_what, reconnectUrl) => {
    const channel = read(create(), 'tidepool');
    await joined(channel);
    twitch.send('session_reconnect', { session: { id: 'x', reconnect_url: reconnectUrl } });
    await until(() => channel.error !== undefined, 'the error', 20_000);
    expect(channel.error).toMatchObject({
      reach: 'connection',
      message: 'asked to reconnect to another place',
    });
    expect(twitch.sockets).toHaveLength(1);
  });

  it('errors its channels when the connection ends or falls silent, and the next session subscribes anew', async () => {
    twitch.script.keepaliveSeconds = 1;
    const chat = create();
    const lost = read(chat, 'tidepool');
    await joined(lost);
    say('tidepool', 'heard');
    await until(() => lost.error !== undefined, 'silence to be noticed', 20_000);
    expect(lost.error).toEqual(new ChatError('connection', 'silent'));
    expect(texts(lost)).toEqual(['heard']);
    const again = read(chat, 'tidepool');
    await joined(again);
    twitch.sockets.at(-1)!.socket.terminate();
    await until(() => again.error !== undefined, 'the error', 20_000);
    expect(again.error).toMatchObject({ reach: 'connection' });
    expect(twitch.sockets).toHaveLength(2);
  });

  it('says so and tries again when there is no welcome or nobody listens', async () => {
    twitch.script.isMute = true;
    const url = new URL('ws://127.0.0.1:9/ws');
    const deaf = create({ url, registry: new Registry() });
    const nobody = read(deaf, 'tidepool');
    await until(() => nobody.error !== undefined, 'the error', 20_000);
    expect(deaf.state().trouble).toContain('cannot reach 127.0.0.1:9');
    const chat = create();
    const channel = read(chat, 'tidepool');
    await until(() => twitch.sockets.length === 1, 'a socket', 20_000);
    twitch.sockets[0]!.socket.close(4_003);
    await until(() => channel.error !== undefined, 'the error', 20_000);
    expect(channel.error).toMatchObject({
      reach: 'connection',
      message: expect.stringContaining('4003') as string,
    });
    twitch.script.isMute = false;
    await joined(read(chat, 'tidepool'));
  });

  it('errors one channel, and no other, when Twitch refuses or revokes it', async () => {
    twitch.script.refuseWith = (_type, channelId) => (channelId === roomIdOf('closed') ? 403 : undefined);
    twitch.script.exists = (login) => login !== 'ghost';
    const chat = create();
    const [good, closed, ghost] = [read(chat, 'tidepool'), read(chat, 'closed'), read(chat, 'ghost')];
    await until(() => closed.error !== undefined && ghost.error !== undefined, 'both errors', 20_000);
    expect(closed.error).toMatchObject({ reach: 'channel', isLasting: true });
    expect(ghost.error).toMatchObject({
      reach: 'channel',
      isLasting: true,
      message: '#ghost does not exist, says Twitch',
    });
    await joined(good);
    const condition = { broadcaster_user_id: roomIdOf('tidepool'), user_id: '99' };
    const type = 'channel.chat.message';
    twitch.send('revocation', {
      subscription: { id: 'x', type, status: 'authorization_revoked', condition },
    });
    await until(() => good.error !== undefined, 'the error', 20_000);
    expect(good.error).toEqual(
      new ChatError('channel', `Twitch revoked ${type}: authorization_revoked`, true),
    );
  });

  it('asks for the token again when it is refused, and never says what it is', async () => {
    token = 'an old one';
    const chat = create();
    const refused = read(chat, 'tidepool');
    await until(() => refused.error !== undefined, 'the error', 20_000);
    expect(refused.error).toMatchObject({
      reach: 'channel',
      isLasting: false,
      message: 'Twitch refused the user token: HTTP 401',
    });
    token = 'secret';
    await joined(read(chat, 'tidepool'));
    twitch.script.scopes = [];
    const narrow = read(create({ registry: new Registry() }), 'lagoon');
    await until(() => narrow.error !== undefined, 'the error', 20_000);
    expect(narrow.error).toMatchObject({ message: 'the user token lacks the scope user:read:chat' });
  });

  it('counts what it can not read, and goes on', async () => {
    const chat = create({ mailboxLines: 2 });
    const channel = read(chat, 'tidepool');
    await joined(channel);
    const { socket } = twitch.sockets[0]!;
    socket.send(Buffer.from([1, 2, 3]));
    for (const text of ['', 'nonsense', '[]', '{}', '{"metadata":{"message_type":"notification"}}'])
      socket.send(text);
    twitch.send('notification', {});
    twitch.send('session_welcome', {});
    twitch.send('session_news', {});
    twitch.notify('channel.chat.message', 'tidepool', { message_id: '' });
    twitch.notify('channel.chat.message_delete', 'tidepool', {});
    twitch.notify('channel.chat.clear_user_messages', 'tidepool', { target_user_id: '1; DROP' });
    say('tidepool', 'still here');
    await until(() => channel.lines.length === 1, 'the line', 20_000);
    expect(await count('emotide_eventsub_other_total', 'unreadable')).toBe(11);
    expect(await count('emotide_eventsub_other_total', 'unknown-type')).toBe(1);
    // Too large a message ends the connection, as it must be held whole.
    socket.send('x'.repeat(2 * 1024 * 1024));
    await until(() => channel.error !== undefined, 'the error', 20_000);
  });

  it('reads nothing while paused, and all of it after', async () => {
    const chat = create();
    const channel = read(chat, 'tidepool');
    await joined(channel);
    chat.pause();
    for (let i = 0; i < 50; i++) say('tidepool', `${i}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(channel.lines).toHaveLength(0);
    chat.resume();
    await until(() => channel.lines.length === 50, 'all lines', 20_000);
    expect(texts(channel)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  });

  it('reads no channel twice, and no more than a connection takes', async () => {
    const chat = create();
    const all = Array.from({ length: MAX_EVENTSUB_CHANNELS + 1 }, (_, i) => read(chat, `c${i}`));
    expect(all.at(-1)!.error).toMatchObject({ reach: 'channel', isLasting: true });
    expect(read(chat, 'c0').error).toMatchObject({ message: '#c0 is already read here' });
    chat.stop();
    expect(all.slice(0, -1).every(({ isComplete }) => isComplete)).toBe(true);
    expect(read(chat, 'late').isComplete).toBe(true);
    await until(() => twitch.sockets.every(({ isClosed }) => isClosed), 'no socket left', 20_000);
  });

  it('tells of each emote with its set and owner before its line', async () => {
    const emotes: unknown[] = [];
    const channel = read(create({ onEmote: (emote) => emotes.push(emote) }), 'tidepool');
    await joined(channel);
    const emote = { id: 'emotesv2_a', emote_set_id: '301590448', owner_id: '7', format: ['static'] };
    const message = { text: 'tideA', fragments: [{ type: 'emote', text: 'tideA', emote }] };
    twitch.notify('channel.chat.message', 'tidepool', { ...said('tideA'), message });
    await until(() => channel.lines.length === 1, 'the line', 20_000);
    expect(emotes).toEqual([{ id: 'emotesv2_a', setId: '301590448', ownerId: '7' }]);
    expect(channel.lines[0]!.emotesTag).toBe('emotesv2_a:0-4');
  });
});
