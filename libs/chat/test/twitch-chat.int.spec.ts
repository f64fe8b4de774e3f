import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MESSAGE_FLAGS, type ChannelLogin } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatError, TwitchChat, type TwitchChatOptions } from '../src';
import { BRISK, joined, message, read, type Heard } from './reading';
import { roomIdOf, roomState, startScriptedTwitch, type ScriptedTwitch } from './scripted-twitch';
import { until } from './until';

let twitch: ScriptedTwitch;
let registry: Registry;
const cleanup: (() => unknown)[] = [];

beforeEach(async () => {
  registry = new Registry();
  twitch = await startScriptedTwitch();
});

afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
  await twitch.stop();
});

function createChat(change: Partial<TwitchChatOptions> = {}): TwitchChat {
  const chat = new TwitchChat({ ...BRISK, url: twitch.url, log: quietLog, registry, ...change });
  cleanup.push(() => chat.stop());
  return chat;
}

async function count(name: string, label?: string): Promise<number> {
  const metric = await registry.getSingleMetric(name)!.get();
  return (
    metric.values.find(({ labels }) => label === undefined || Object.values(labels).includes(label))?.value ??
    0
  );
}

describe('a channel of Twitch chat', () => {
  it('tells what moderators did behind what was said before, and counts what it can not read', async () => {
    const channel = read(createChat(), 'tidepool');
    await joined(channel);
    const roomId = roomIdOf('tidepool');
    twitch.say('tidepool', [
      message('tidepool', 'one'),
      `@room-id=${roomId};target-msg-id=x;tmi-sent-ts=1568505600861 :tmi.twitch.tv CLEARMSG #tidepool :one`,
      `@ban-duration=9;room-id=${roomId};target-user-id=64;tmi-sent-ts=1568505600861 :tmi.twitch.tv CLEARCHAT #tidepool :u`,
      ':tmi.twitch.tv CLEARMSG #tidepool :which',
      message('tidepool', 'two'),
    ]);
    await until(() => channel.texts.length === 4, 'all of the turn');
    expect(channel.texts).toEqual(['one', 'two', 'MESSAGE_DELETED', 'TIMEOUT']);
    expect(await count('emotide_chat_other_lines_total', 'unreadable')).toBe(1);
    expect(await count('emotide_chat_other_lines_total', 'CLEARMSG')).toBe(2);
  });

  it('is joined when somebody subscribes and parted when they unsubscribe', async () => {
    const chat = createChat();
    const channel$ = chat.channel('tidepool' as ChannelLogin);
    const [one, two] = [read(chat, 'lagoon'), read(chat, 'estuary')];
    await joined(one, two);
    const [connection] = twitch.connections;
    expect(one.joins).toEqual([roomIdOf('lagoon')]);
    expect([...connection!.channels]).toEqual(['lagoon', 'estuary']);
    expect(chat.state()).toMatchObject({ joined: 2, joining: 0, trouble: undefined });

    one.subscription.unsubscribe();
    await until(() => connection!.heard.at(-1) === 'PART #lagoon', 'PART');
    expect([...connection!.channels]).toEqual(['estuary']);
    expect(connection!.isClosed).toBe(false);

    // Nobody subscribed to the third; when the last of the others goes, so does the connection.
    two.subscription.unsubscribe();
    await until(() => connection!.isClosed, 'the connection closed');
    expect(connection!.joins).toHaveLength(2);
    channel$.subscribe().unsubscribe();
  });

  it('is read once: a second reader is told so and the first goes on', async () => {
    const chat = createChat();
    const first = read(chat, 'tidepool');
    await joined(first);
    const second = read(chat, 'tidepool');
    expect(second.error).toMatchObject({ reach: 'channel', message: '#tidepool is already read here' });
    twitch.say('tidepool', [message('tidepool', 'still here')]);
    await until(() => first.texts.length === 1, 'the line');
  });

  it('gives what came in one turn as one array, in order', async () => {
    const chat = createChat();
    const [a, b] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(a, b);
    const texts = Array.from({ length: 300 }, (_, i) => `line ${i}`);
    // One frame with both channels' lines mixed, then one frame a line.
    twitch.connections[0]!.socket.send(
      texts
        .slice(0, 200)
        .flatMap((text) => [message('tidepool', text), message('lagoon', text)])
        .join('\r\n'),
    );
    await until(() => b.texts.length === 200, 'the frame');
    expect([a.turns.length, b.turns.length]).toEqual([1, 1]);
    for (const text of texts.slice(200)) twitch.say('tidepool', [message('tidepool', text)]);
    await until(() => a.texts.length === 300, 'all lines');
    expect(a.texts).toEqual(texts);
    expect(b.texts).toEqual(texts.slice(0, 200));
  });

  it('errors when Twitch does not confirm the join in time, and no other channel does', async () => {
    twitch.script.onJoin = (login) => (login === 'ghost' ? [] : [roomState(login, '7')]);
    const chat = createChat({ joinWithinMs: 40 });
    const [ghost, sound] = [read(chat, 'ghost'), read(chat, 'tidepool')];
    await until(() => ghost.error !== undefined, 'the error');
    expect(ghost.error).toBeInstanceOf(ChatError);
    expect(ghost.error).toMatchObject({ reach: 'channel', isLasting: false });
    expect((ghost.error as ChatError).refusal?.reason).toBe('no-answer');
    const [connection] = twitch.connections;
    // A new JOIN is answered only where the last one has left nothing behind.
    await until(() => connection!.heard.filter((line) => line === 'PART #ghost').length === 2, 'two PARTs');
    expect(connection!.joins.map(({ login }) => login)).toEqual(['ghost', 'tidepool', 'ghost']);
    expect([sound.joins, sound.error]).toEqual([['7'], undefined]);
    expect(chat.state().refused.get('ghost' as ChannelLogin)).toMatchObject({ reason: 'no-answer' });
    expect(await count('emotide_chat_refused_channels', 'no-answer')).toBe(1);
    expect(await count('emotide_chat_join_refusals_total', 'no-answer')).toBe(1);
  });

  it('is asked for once more when Twitch does not confirm it, and then read', async () => {
    let asked = 0;
    twitch.script.onJoin = (login) => (asked++ === 0 ? [] : [roomState(login, '7')]);
    const chat = createChat({ joinWithinMs: 40 });
    const channel = read(chat, 'tidepool');
    await joined(channel);
    expect([asked, channel.joins, channel.error]).toEqual([2, ['7'], undefined]);
    expect(chat.state().refused.size).toBe(0);
  });

  it.each([
    ['msg_channel_suspended', 'suspended', true],
    ['msg_room_not_found', 'not-found', true],
    ['msg_banned', 'banned', true],
    ['msg_concurrent_channel_limit_reached', 'limit-reached', false],
  ] as const)('is marked with Twitch’s own notice where it says %s', async (id, reason, isLasting) => {
    twitch.script.onJoin = (login) => [`@msg-id=${id} :tmi.twitch.tv NOTICE #${login} :In its own words.`];
    const chat = createChat();
    const channel = read(chat, 'tidepool');
    await until(() => channel.error !== undefined, 'the error');
    const refusal = { reason, notice: `${id}: In its own words.` };
    expect(channel.error).toMatchObject({ reach: 'channel', isLasting, refusal });
    expect(chat.state().refused.get('tidepool' as ChannelLogin)).toMatchObject(refusal);
    expect(await count('emotide_chat_refused_channels', reason)).toBe(1);

    // The mark is gone when it can be joined.
    twitch.script.onJoin = (login) => [roomState(login, '7')];
    await joined(read(chat, 'tidepool'));
    expect(chat.state().refused.size).toBe(0);
  });

  it('goes to another connection where Twitch lets one into no more channels', async () => {
    let hasRoom = true;
    twitch.script.onJoin = (login) =>
      hasRoom
        ? [roomState(login, '7')]
        : [`@msg-id=msg_concurrent_channel_limit_reached :tmi.twitch.tv NOTICE #${login} :Too many.`];
    const chat = createChat();
    await joined(read(chat, 'tidepool'));
    hasRoom = false;
    const refused = read(chat, 'lagoon');
    await until(() => refused.error !== undefined, 'the refusal');
    hasRoom = true;
    await joined(read(chat, 'lagoon'));
    expect(twitch.connections.map(({ channels }) => [...channels])).toEqual([['tidepool'], ['lagoon']]);
  });

  it('errors when Twitch ends the stay, and joins again when somebody subscribes again', async () => {
    const chat = createChat();
    const channel = read(chat, 'tidepool', { again: true });
    await joined(channel);
    twitch.connections[0]!.socket.send(':justinfan1!justinfan1@justinfan1.tmi.twitch.tv PART #tidepool\r\n');
    await until(() => channel.joins.length === 2, 'joined again');
  });

  it.each(['abc', '', '0', '-1', '99999999999999999999', '1;x'])(
    'has no id where ROOMSTATE says room-id=%s',
    async (roomId) => {
      twitch.script.onJoin = (login) => [`@room-id=${roomId} :tmi.twitch.tv ROOMSTATE #${login}`];
      const channel = read(createChat(), 'tidepool');
      await joined(channel);
      expect(channel.joins).toEqual([roomId === '1;x' ? '1' : null]);
    },
  );

  it('errors for long when Twitch says that it is suspended, after the lines that have come', async () => {
    const chat = createChat();
    const [gone, sound] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(gone, sound);
    twitch.connections[0]!.socket.send(
      `${message('tidepool', 'last words')}\r\n` +
        '@msg-id=slow_on :tmi.twitch.tv NOTICE #tidepool :This room is now in slow mode.\r\n' +
        '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #tidepool :This channel has been suspended.\r\n',
    );
    await until(() => gone.error !== undefined, 'the error');
    expect(gone.error).toMatchObject({ reach: 'channel', isLasting: true });
    expect(gone.texts).toEqual(['last words']);
    expect([sound.error, twitch.connections[0]!.isClosed]).toEqual([undefined, false]);
  });
});

describe('the connections of Twitch chat', () => {
  it('are as many as the channels need', async () => {
    const chat = createChat({ channelsPerConnection: 3 });
    const channels = Array.from({ length: 8 }, (_, i) => read(chat, `room${i}`));
    await joined(...channels);
    expect(twitch.connections.map(({ channels: { size } }) => size)).toEqual([3, 3, 2]);

    // A place that has become free is taken before another connection is made.
    channels[0]!.subscription.unsubscribe();
    await joined(read(chat, 'late'));
    expect(twitch.connections.map(({ channels: { size } }) => size)).toEqual([3, 3, 2]);
  });

  it('send no more joins in a span than allowed, and all in the end', async () => {
    const joins = { count: 3, perMs: 150 };
    const chat = createChat({ joins });
    const channels = Array.from({ length: 8 }, (_, i) => read(chat, `room${i}`));
    await joined(...channels);
    const [connection] = twitch.connections;
    expect(connection!.joins.map(({ login }) => login)).toEqual(channels.map((_, i) => `room${i}`));
    const spans = connection!.joins.slice(3).map(({ atMs }, i) => atMs - connection!.joins[i]!.atMs);
    // As the server sees it, a join may come a little later than it was sent.
    expect(Math.min(...spans)).toBeGreaterThan(joins.perMs - 50);
  });

  it('send a long list of joins as several lines that Twitch can read', async () => {
    const chat = createChat({ channelsPerConnection: 250 });
    const channels = Array.from({ length: 250 }, (_, i) => read(chat, `a_channel_with_a_name_${100 + i}`));
    await joined(...channels);
    const lines = twitch.connections[0]!.heard.filter((line) => line.startsWith('JOIN'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(4_096);
  });

  it('error all their channels when one drops; subscribing again joins each once, on another', async () => {
    const chat = createChat({ channelsPerConnection: 3 });
    const channels = Array.from({ length: 6 }, (_, i) => read(chat, `room${i}`, { again: i !== 1 }));
    await joined(...channels);
    expect([...twitch.connections[1]!.channels]).toEqual(['room1', 'room3', 'room5']);
    twitch.say('room1', [message('room1', 'just before')]);
    await until(() => channels[1]!.texts.length === 1, 'the line');
    twitch.connections[1]!.socket.terminate();
    await until(() => channels[3]!.joins.length === 2 && channels[5]!.joins.length === 2, 'joined again');
    expect(channels[1]!.error).toMatchObject({ reach: 'connection', isLasting: false });
    expect([0, 2, 4].map((i) => channels[i]!.joins.length)).toEqual([1, 1, 1]);
    expect(twitch.connections).toHaveLength(3);
    expect(twitch.connections[2]!.joins.map(({ login }) => login).sort()).toEqual(['room3', 'room5']);
  });

  it('are tried ever more rarely while refused, with the reason shown, and at once kept when they open', async () => {
    twitch.script.refuse = true;
    const chat = createChat({ backOff: { firstMs: 40, longestMs: 160 } });
    const channel = read(chat, 'tidepool', { again: true });
    await until(() => twitch.attemptsAtMs.length === 5, 'five attempts');
    await until(() => chat.state().trouble !== undefined, 'the reason');
    const at = twitch.attemptsAtMs;
    const waits = at.slice(1).map((ms, i) => ms - at[i]!);
    for (const [i, leastMs] of [40, 80, 160, 160].entries()) expect(waits[i]).toBeGreaterThan(leastMs - 10);
    expect(waits[3]).toBeLessThan(320);
    expect(chat.state().trouble).toBe(`cannot reach ${twitch.url.host}: Unexpected server response: 503`);
    // The server saw the fifth attempt before its failure was known here.
    await expect.poll(() => count('emotide_chat_connections_total', 'failed')).toBeGreaterThanOrEqual(5);

    twitch.script.refuse = false;
    await joined(channel);
    expect(chat.state()).toMatchObject({ joined: 1, joining: 0, trouble: undefined });
  });

  it('say what is wrong when nobody listens, or the login is refused', async () => {
    const { port } = twitch.url;
    twitch.script.login = { notice: 'Login unsuccessful' };
    const refused = read(createChat(), 'tidepool');
    await until(() => refused.error !== undefined, 'the refusal');
    expect(refused.error).toMatchObject({
      reach: 'connection',
      message: `cannot reach 127.0.0.1:${port}: login refused: Login unsuccessful`,
    });
    await twitch.stop();
    const unheard = read(createChat({ registry: new Registry() }), 'tidepool');
    await until(() => unheard.error !== undefined, 'the failure');
    expect(unheard.error).toMatchObject({ reach: 'connection' });
    expect((unheard.error as Error).message).toContain('ECONNREFUSED');
  });

  it('answer PING, with and without a prefix', async () => {
    await joined(read(createChat(), 'tidepool'));
    const [connection] = twitch.connections;
    connection!.socket.send('PING :tmi.twitch.tv\r\n:tmi.twitch.tv PING\r\n');
    await until(() => connection!.heard.filter((line) => line === 'PONG').length === 2, 'two PONGs');
  });
});

describe('back-pressure on Twitch chat', () => {
  it('reaches the server, and loses nothing', async () => {
    const chat = createChat();
    const channel = read(chat, 'tidepool');
    await joined(channel);
    chat.pause();
    // More than the kernel holds for both ends, in frames of 64 kB.
    const total = 60_000;
    const filler = 'x'.repeat(400);
    for (let from = 0; from < total; from += 150) {
      const numbers = Array.from({ length: 150 }, (_, i) => from + i);
      twitch.say(
        'tidepool',
        numbers.map((number) => message('tidepool', `${number} ${filler}`)),
      );
    }
    const { socket } = twitch.connections[0]!;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(socket.bufferedAmount).toBeGreaterThan(1_000_000);
    const early = channel.texts.length;
    expect(early).toBeLessThan(total / 10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(channel.texts.length).toBe(early);

    chat.resume();
    await until(() => channel.texts.length >= total, 'all lines', 20_000);
    expect(channel.texts.every((text, i) => text.startsWith(`${i} `))).toBe(true);
    expect(channel.texts).toHaveLength(total);
  });

  it('keeps a channel from being given up, joined or connected while its answer would not be read', async () => {
    let isSlow = true;
    twitch.script.onJoin = (login) => (isSlow ? [] : [roomState(login, '7')]);
    const chat = createChat({ joinWithinMs: 60, channelsPerConnection: 2 });
    const asked = read(chat, 'asked');
    await until(() => twitch.connections[0]?.joins.length === 1, 'the first join');
    chat.pause();
    isSlow = false;
    twitch.connections[0]!.socket.send(`${roomState('asked', '7')}\r\n`);
    const [later, elsewhere] = [read(chat, 'later'), read(chat, 'elsewhere')];
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(twitch.attemptsAtMs).toHaveLength(1);
    expect(twitch.connections[0]!.joins).toHaveLength(1);
    expect(chat.state()).toMatchObject({ joined: 0, joining: 3 });

    chat.resume();
    await joined(asked, later, elsewhere);
    expect([asked.error, later.error, elsewhere.error]).toEqual([undefined, undefined, undefined]);
    expect(twitch.connections).toHaveLength(2);
  });

  it('hands over before a turn has brought very much, with nothing lost and each channel in order', async () => {
    const chat = createChat();
    const [flood, other] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(flood, other);
    const lines = Array.from({ length: 2_500 }, (_, i) =>
      message(i % 10 === 0 ? 'lagoon' : 'tidepool', `line ${i}`),
    );
    // One frame, which is read in one turn.
    twitch.connections[0]!.socket.send(lines.join('\r\n'));
    await until(() => flood.texts.length + other.texts.length === 2_500, 'all lines');
    const sent = Array.from({ length: 2_500 }, (_, i) => i);
    expect(other.texts).toEqual(sent.filter((i) => i % 10 === 0).map((i) => `line ${i}`));
    expect(flood.texts).toEqual(sent.filter((i) => i % 10 !== 0).map((i) => `line ${i}`));
    const sizes = flood.turns.map((turn, i) => turn.length + other.turns[i]!.length);
    expect(sizes).toEqual([1_024, 1_024, 452]);
  });

  it('reads a text in any script, however the frame is cut into lines', async () => {
    const chat = createChat();
    const channel = read(chat, 'tidepool');
    await joined(channel);
    const texts = ['Käppa ✓', 'plain', '👋🏽 Kappa', 'привет'];
    twitch.say(
      'tidepool',
      texts.map((text) => message('tidepool', text, 'display-name=Ünïcödé;')),
    );
    await until(() => channel.texts.length === texts.length, 'all lines');
    expect(channel.texts).toEqual(texts);
  });

  it('gives no reader more than its mailbox holds in a turn, and counts the rest', async () => {
    const chat = createChat({ mailboxLines: 10 });
    const [full, other] = [read(chat, 'tidepool'), read(chat, 'lagoon')];
    await joined(full, other);
    const lines = Array.from({ length: 25 }, (_, i) => message('tidepool', `line ${i}`));
    twitch.connections[0]!.socket.send([...lines, message('lagoon', 'fine')].join('\r\n'));
    await until(() => other.texts.length === 1, 'the other channel');
    expect(full.texts).toEqual(Array.from({ length: 10 }, (_, i) => `line ${i}`));
    expect(await count('emotide_chat_dropped_total', 'mailbox-full')).toBe(15);
    twitch.say('tidepool', [message('tidepool', 'next turn')]);
    await until(() => full.texts.length === 11, 'the next turn');
  });
});

describe('odd things on the wire', () => {
  /** Sends frames, then one good line, and waits for that. */
  async function survive(frames: readonly (string | Buffer)[]): Promise<Heard> {
    const channel = read(createChat(), 'tidepool');
    await joined(channel);
    for (const frame of frames) twitch.connections[0]!.socket.send(frame);
    twitch.say('tidepool', [message('tidepool', 'still here')]);
    await until(() => channel.texts.at(-1) === 'still here', 'a good line after the bad ones');
    expect(channel.error).toBeUndefined();
    return channel;
  }

  it('are counted by reason and stop nothing', async () => {
    const prefix = ':u!u@u.tmi.twitch.tv';
    await survive([
      '',
      '\r\n\r\n\n',
      `${prefix} PRIVMSG #tidepool :${'x'.repeat(1_000_000)}`,
      Array.from({ length: 5_000 }, (_, i) => `@id=${i};room-id`).join('\r\n'),
      Array.from({ length: 3_000 }, () => `${prefix} PRIVMSG`).join('\n'),
      `${prefix} PRIVMSG #TidePool :x`,
      `${prefix} PRIVMSG #tidepool`,
      `${prefix}`,
      '@a=b ',
      Array.from({ length: 1_000 }, (_, i) => `:tmi.twitch.tv MADEUP${i} #tidepool :x`).join('\r\n'),
      message('elsewhere', 'not joined'),
    ]);
    const kinds = [
      'too-long',
      'cut-tags',
      'no-channel',
      'bad-channel',
      'no-text',
      'cut-prefix',
      'no-command',
    ];
    const counted = await Promise.all(kinds.map((kind) => count('emotide_chat_other_lines_total', kind)));
    expect(counted).toEqual([1, 5_000, 3_000, 1, 1, 1, 1]);
    expect(await count('emotide_chat_other_lines_total', 'other')).toBe(1_000);
    expect(await count('emotide_chat_dropped_total', 'not-joined')).toBe(1);
  });

  it('may be binary, hold NUL, or be no UTF-8', async () => {
    const channel = await survive([
      Buffer.from(message('tidepool', 'as bytes')),
      message('tidepool', 'a\0b'),
      // Half a surrogate pair, as CESU-8 writes it, and random bytes.
      Buffer.concat([Buffer.from(message('tidepool', 'half ')), Buffer.from([0xed, 0xa0, 0xbd, 0x0d, 0x0a])]),
      Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7_919 + (i >> 3)) & 255)),
    ]);
    expect(channel.texts.slice(0, 2)).toEqual(['as bytes', 'a\0b']);
    expect(channel.texts[2]).toMatch(/^half \ufffd+$/);
  });

  it('end the connection where WebSocket itself forbids them, and it comes again', async () => {
    const channel = read(createChat(), 'tidepool', { again: true });
    await joined(channel);
    twitch.connections[0]!.socket.send(Buffer.from([0xed, 0xa0, 0xbd]), { binary: false });
    await until(() => channel.joins.length === 2, 'joined again');
  });

  it('do not reach the parts of tmi.js that throw or leak', async () => {
    const channel = await survive([
      '@msg-id=x :tmi.twitch.tv NOTICE #tidepool',
      ':tmi.twitch.tv NOTICE',
      ':tmi.twitch.tv NOTICE *',
      ':tmi.twitch.tv NOTICE * :Login authentication failed',
      ':justinfan1.tmi.twitch.tv 353 justinfan1 = #tidepool',
      Array.from({ length: 2_000 }, () => ':tmi.twitch.tv 376 justinfan1 :>').join('\r\n'),
      '@badges=;emotes=;badge-info= PING',
      '@emotes=x:y/z,:;badges=a/b/c,,;=;=== PONG',
      'ROOMSTATE',
      ':tmi.twitch.tv ROOMSTATE #tidepool',
      '@room-id=5 :tmi.twitch.tv ROOMSTATE #neverjoined',
    ]);
    expect(channel.joins).toHaveLength(1);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThan(50);
    expect(twitch.connections).toHaveLength(1);
  });

  it('are messages like others where tmi.js loses them: cheers, resubs, ids with a slash, repeated ids', async () => {
    const channel = await survive([
      message('tidepool', 'cheer100 Kappa', 'bits=100;emotes=25:9-13;'),
      '@msg-id=resub;emotes=25:0-4;tmi-sent-ts=1 :tmi.twitch.tv USERNOTICE #tidepool :Kappa',
      '@msg-id=sub;tmi-sent-ts=1 :tmi.twitch.tv USERNOTICE #tidepool',
      message('tidepool', 'hello  pajaW_/3', 'emotes=80481_/3:7-14;'),
      message('tidepool', ' Kappa   Kappa', 'emotes=25:1-5/25:9-13;'),
      `@id=1;user-id=1;room-id=1 :u!u@u PRIVMSG #tidepool :trailing spaces  `,
    ]);
    const lines = channel.turns.flat();
    expect(lines.map(({ emotesTag }) => emotesTag)).toEqual([
      '25:9-13',
      '25:0-4',
      '80481_/3:7-14',
      '25:1-5/25:9-13',
      '',
      '',
    ]);
    expect(lines[0]!.flags & MESSAGE_FLAGS.CHEER).toBe(MESSAGE_FLAGS.CHEER);
    expect(lines[1]!.flags & MESSAGE_FLAGS.NOTICE).toBe(MESSAGE_FLAGS.NOTICE);
    expect(lines[4]).toMatchObject({ messageId: '1', userId: '1', text: 'trailing spaces  ' });
  });
});

describe('stopping Twitch chat', () => {
  it('gives what has come, completes every reader, and joins nobody after', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => message('d', `line ${i}`));
    // The lines and the word by which the test stops come in one frame: the turn is still on when it does.
    twitch.script.onJoin = (login) => [
      login === 'last' ? [...lines, roomState(login, '7')].join('\r\n') : roomState(login, '7'),
    ];
    const chat = createChat({ channelsPerConnection: 3 });
    const channels = ['a', 'b', 'c', 'd'].map((login) => read(chat, login));
    await joined(...channels);
    channels[1]!.subscription.unsubscribe();
    let textsBefore = -1;
    let textsAfter = -1;
    chat.channel('last' as ChannelLogin).subscribe((signal) => {
      if (signal.type !== 'joined') return;
      textsBefore = channels[3]!.texts.length;
      chat.stop();
      textsAfter = channels[3]!.texts.length;
    });
    await until(() => textsAfter >= 0, 'the stop');
    expect([textsBefore, textsAfter]).toEqual([0, 50]);
    expect(channels.map(({ isComplete }) => isComplete)).toEqual([true, false, true, true]);
    expect(channels.every(({ error }) => error === undefined)).toBe(true);
    await until(() => twitch.connections.every(({ isClosed }) => isClosed), 'all closed');

    const late = read(chat, 'late');
    expect(late.isComplete).toBe(true);
    expect(chat.state()).toMatchObject({ joined: 0, joining: 0 });
    expect(twitch.connections).toHaveLength(2);
  });

  it.each(['reading', 'paused', 'joining', 'logging-in', 'backing-off'])(
    'leaves nothing behind that keeps the process alive while %s',
    async (moment) => {
      if (moment === 'joining') twitch.script.onJoin = () => [];
      if (moment === 'logging-in') twitch.script.login = 'mute';
      if (moment === 'backing-off') twitch.script.refuse = true;
      const child = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          fileURLToPath(new URL('./stop-chat.ts', import.meta.url)),
          twitch.url.href,
          moment,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      cleanup.push(() => child.kill('SIGKILL'));
      const exited = new Promise((resolve) => child.once('exit', resolve));
      let said = '';
      child.stdout.on('data', (data: Buffer) => (said += data.toString()));
      await until(() => said.includes('stopped'), 'the child stopped its chat', 45_000);
      const code = await Promise.race([
        exited,
        new Promise((resolve) => setTimeout(() => resolve('still there'), 2_000)),
      ]);
      expect([code, said]).toEqual([0, `${moment}\nstopped\n`]);
    },
  );
});
