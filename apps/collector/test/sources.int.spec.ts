import { EventSubApi, EventSubChat, ReplayedChat, TwitchChat, type ChatSource } from '@emotide/chat';
import { startScriptedEventSub } from '@emotide/chat/scripted-eventsub';
import { roomIdOf, startScriptedTwitch } from '@emotide/chat/scripted-twitch';
import { MESSAGE_FLAGS, toU64, type ChannelLogin, type EmoteId } from '@emotide/domain';
import { createChannelIndex, createGlobalIndex } from '@emotide/emotes';
import { Registry } from '@emotide/service-kit';
import { decodeBatch, type BatchRow } from '@emotide/event-log';
import { quietLog } from '@emotide/testkit';
import { Subject } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { Batcher } from '../src/batcher';
import { channelActor } from '../src/channel-actor';

const LOGIN = 'tidepool' as ChannelLogin;
const ROOM_ID = roomIdOf(LOGIN);
const AT = Date.UTC(2026, 0, 1, 12);
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

/** What is said and done, as a person would tell it; each source is given it in its own words. */
interface Said {
  readonly id: string;
  /** Pieces of the text; a pair is one of Twitch's emotes and its id. */
  readonly pieces: readonly (string | readonly [name: string, id: string])[];
  readonly isSubscriber?: boolean;
  readonly bits?: number;
  readonly isReply?: boolean;
  readonly isNotice?: boolean;
  readonly sourceRoomId?: string;
}
const CHAT: readonly Said[] = [
  { id: 'm1', pieces: ['😂 ', ['Kappa', '25'], ' é ', ['forsenE', '521050'], ' KEKW ', ['Kappa', '25']] },
  { id: 'm2', pieces: ['no emote'], isSubscriber: true },
  { id: 'm3', pieces: ['\u0001ACTION waves ', ['HeyGuys', '30259'], '\u0001'] },
  { id: 'm4', pieces: ['Cheer100 KEKW'], bits: 100 },
  { id: 'm5', pieces: ['@bob ', ['Kappa', '25']], isReply: true },
  { id: 'm6', pieces: ['ten months ', ['Kappa', '25']], isNotice: true, isSubscriber: true },
  { id: 'm7', pieces: [['Kappa', '25']], sourceRoomId: '8' },
  { id: 'm8', pieces: [['Kappa', '25']], sourceRoomId: ROOM_ID },
  { id: 'm1', pieces: ['said again'] },
];
const textOf = ({ pieces }: Said): string =>
  pieces.map((one) => (typeof one === 'string' ? one : one[0])).join('');

function toIrc(said: Said, number: number): string {
  const ranges: string[] = [];
  let from = textOf(said).startsWith('\u0001') ? -8 : 0;
  for (const piece of said.pieces) {
    const to = from + [...(typeof piece === 'string' ? piece : piece[0])].length;
    if (typeof piece !== 'string') ranges.push(`${piece[1]}:${from}-${to - 1}`);
    from = to;
  }
  const emotes = said.pieces.filter((one) => typeof one !== 'string');
  const isOnlyEmotes = emotes.length > 0 && emotes.length === said.pieces.length;
  const tags = [
    `emotes=${ranges.join('/')}`,
    ...(isOnlyEmotes ? ['emote-only=1'] : []),
    `id=${said.id}`,
    `room-id=${ROOM_ID}`,
    `subscriber=${said.isSubscriber === true ? 1 : 0}`,
    `tmi-sent-ts=${AT + number}`,
    'user-id=64',
    ...(said.bits === undefined ? [] : [`bits=${said.bits}`]),
    ...(said.isReply === true ? ['reply-parent-msg-id=m1'] : []),
    ...(said.sourceRoomId === undefined ? [] : [`source-room-id=${said.sourceRoomId}`]),
  ];
  const command = said.isNotice === true ? 'USERNOTICE' : 'PRIVMSG';
  return `@${tags.join(';')} :u!u@u.tmi.twitch.tv ${command} #${LOGIN} :${textOf(said)}`;
}

const toEvent = (said: Said): object => ({
  broadcaster_user_id: ROOM_ID,
  chatter_user_id: '64',
  message_id: said.id,
  message: {
    text: textOf(said),
    fragments: said.pieces.map((piece) =>
      typeof piece === 'string'
        ? { type: 'text', text: piece, emote: null }
        : { type: 'emote', text: piece[0], emote: { id: piece[1], emote_set_id: '0', owner_id: '0' } },
    ),
  },
  badges: said.isSubscriber === true ? [{ set_id: 'subscriber', id: '12', info: '12' }] : [],
  cheer: said.bits === undefined ? null : { bits: said.bits },
  reply: said.isReply === true ? { parent_message_id: 'm1' } : null,
  source_broadcaster_user_id: said.sourceRoomId ?? null,
});

/** One of Twitch's ways: a source, and how the chat gets into it once the channel is joined. */
interface Way {
  readonly source: ChatSource;
  say(): unknown;
}

const DELETION_AT = AT + CHAT.length;
const ircLines = (): string[] => [
  ...CHAT.map(toIrc),
  `@room-id=${ROOM_ID};target-msg-id=m2;tmi-sent-ts=${DELETION_AT} :tmi.twitch.tv CLEARMSG #${LOGIN} :no emote`,
  `@room-id=${ROOM_ID};tmi-sent-ts=${DELETION_AT + 1} :tmi.twitch.tv CLEARCHAT #${LOGIN}`,
];

const WAYS: Readonly<Record<string, () => Promise<Way>>> = {
  IRC: async () => {
    const twitch = await startScriptedTwitch();
    cleanup.push(() => twitch.stop());
    const source = new TwitchChat({
      url: twitch.url,
      channelsPerConnection: 90,
      connectEveryMs: 1,
      joins: { count: 18, perMs: 12_500 },
      joinWithinMs: 15_000,
      mailboxLines: 1_000,
      log: quietLog,
      registry: new Registry(),
    });
    return { source, say: () => twitch.say(LOGIN, ircLines()) };
  },
  EventSub: async () => {
    const twitch = await startScriptedEventSub();
    cleanup.push(() => twitch.stop());
    const { url, helixUrl, authUrl, script } = twitch;
    const readToken = () => Promise.resolve(script.token);
    const api = new EventSubApi({ helixUrl, authUrl, readToken, withinMs: 20_000 });
    const source = new EventSubChat({
      url,
      api,
      mailboxLines: 1_000,
      log: quietLog,
      registry: new Registry(),
    });
    return {
      source,
      say: () => {
        for (const [number, said] of CHAT.entries()) {
          const type = said.isNotice === true ? 'channel.chat.notification' : 'channel.chat.message';
          twitch.notify(type, LOGIN, toEvent(said), { atMs: AT + number });
        }
        twitch.notify('channel.chat.message_delete', LOGIN, { message_id: 'm2' }, { atMs: DELETION_AT });
        twitch.notify('channel.chat.clear', LOGIN, {}, { atMs: DELETION_AT + 1 });
      },
    };
  },
  'a file': () => {
    const bytes = Buffer.from(ircLines().join('\r\n'));
    const source = new ReplayedChat(
      (async function* () {
        // Cut anywhere, as a file is.
        for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
        await Promise.resolve();
      })(),
    );
    return Promise.resolve({ source, say: () => source.play() });
  },
};

/** What the log gets of the channel: its rows, and the bytes of its uses. */
async function logOf({ source, say }: Way): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  const batcher = new Batcher({
    partitions: 1,
    flushAfterMs: 1_000_000,
    busyRows: Infinity,
    busyFlushAfterMs: 1,
    batchRows: 1_000,
    epoch: '0123456789abcdef',
    toChatter: (userId) => toU64(Number(userId)),
    publish: (_partition, batch) => rows.push(...decodeBatch(batch.payload)),
    onExcess: () => undefined,
  });
  const kekw = {
    id: '7tv1' as EmoteId,
    name: 'KEKW',
    isZeroWidth: false,
    isModifier: false,
    isAnimated: false,
  };
  const globals = createGlobalIndex([{ provider: 'SEVENTV', channelId: null, setId: null, emotes: [kekw] }]);
  const stop$ = new Subject<void>();
  let acts = 0;
  let messages = 0;
  const drops: string[] = [];
  const turns = channelActor(LOGIN, {
    join: (login) => source.channel(login),
    stop$,
    nextSession: () => 1,
    emotesOf: () => ({ index: createChannelIndex(globals, []), classOf: () => 'GLOBAL' }),
    now: () => AT,
    random: () => 0,
    onDrop: (reason) => drops.push(reason),
    onInterrupted: (_login, error) => {
      throw error;
    },
  }).subscribe((turn) => {
    messages += turn.lines.length;
    acts += turn.acts?.length ?? 0;
    batcher.add(turn);
  });
  cleanup.push(() => source.stop());
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  if (!(source instanceof ReplayedChat)) await until(() => source.state().joined === 1);
  await say();
  await until(() => messages === CHAT.length - 1 && acts === 2);
  expect(drops).toEqual(['duplicate']);
  batcher.flush();
  turns.unsubscribe();
  return rows;
}

describe('a channel', () => {
  it('gives the same events over IRC, over EventSub and from a file', async () => {
    const logs: Record<string, BatchRow[]> = {};
    for (const [name, way] of Object.entries(WAYS)) logs[name] = await logOf(await way());
    const { IRC: irc, ...others } = logs;
    expect(irc!.filter(({ kind }) => kind === 'use').length).toBe(9);
    expect(irc!.filter(({ kind }) => kind === 'activity')).toMatchObject([
      { messages: 7, messagesWithEmotes: 6, flags: 0 },
      { messages: 1, messagesWithEmotes: 1, flags: MESSAGE_FLAGS.SHARED_COPY },
    ]);
    expect(irc!.filter(({ kind }) => kind === 'moderation')).toMatchObject([{ action: 1 }, { action: 4 }]);
    for (const [name, rows] of Object.entries(others)) expect(rows, name).toEqual(irc);
  });
});
