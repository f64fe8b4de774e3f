import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmoteBook } from '../emote-sets/emote-book';
import { createBttvSocket } from './bttv-socket';
import type { PushHub } from './push-socket';
import { createSevenTvSetIds } from './seven-tv';
import { createSevenTvEvents } from './seven-tv-events';

interface Message {
  op: number;
  d: Record<string, unknown>;
  s: number;
}

function createBook() {
  return createEmoteBook({
    base: () => [{ id: 'a', name: 'Pog' }],
    log: { before: [], append: () => undefined },
    nowMs: () => 0,
  });
}

function client(hub: PushHub) {
  const sent: unknown[] = [];
  const closes: (number | undefined)[] = [];
  const session = hub.connect({
    send: (text) => sent.push(JSON.parse(text)),
    close: (code) => closes.push(code),
  });
  const say = (message: unknown): void => session.receive(JSON.stringify(message));
  const take = <T>(): T[] => sent.splice(0) as T[];
  return { session, say, take, closes };
}

let now = 0;
beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function openSevenTv() {
  const book = createBook();
  const ids = createSevenTvSetIds(['1', '2'], new Map());
  const hub = createSevenTvEvents({ book, ids, heartbeatMs: 25_000, nowMs: () => now });
  const subscribe = (channelId: string) => ({
    op: 35,
    d: { type: 'emote_set.update', condition: { object_id: ids.setIdOf(channelId) } },
  });
  return { book, ids, hub, subscribe };
}
const channel = { provider: '7tv', channelId: '1' } as const;

describe('7TV’s EventAPI', () => {
  it('says hello, then beats', () => {
    const { hub } = openSevenTv();
    const { take } = client(hub);
    const [hello] = take<Message>();
    expect(hello).toMatchObject({ op: 1, d: { heartbeat_interval: 25_000, subscription_limit: 500 } });
    expect(hello?.d['session_id']).toMatch(/^[0-9a-f]{32}$/);
    vi.advanceTimersByTime(50_000);
    expect(take<Message>().map(({ op, d }) => [op, d])).toEqual([
      [2, { count: 1 }],
      [2, { count: 2 }],
    ]);
    hub.stop();
    vi.advanceTimersByTime(50_000);
    expect(take()).toEqual([]);
  });

  it('tells of each change of a set to who subscribed to it, and to nobody else', () => {
    const { book, ids, hub, subscribe } = openSevenTv();
    const [one, other] = [client(hub), client(hub)];
    one.say(subscribe('1'));
    other.say(subscribe('2'));
    expect(one.take<Message>().at(-1)).toMatchObject({
      op: 5,
      d: {
        command: 'SUBSCRIBE',
        data: { type: 'emote_set.update', condition: { object_id: ids.setIdOf('1') } },
      },
    });
    other.take();
    one.say(subscribe('1'));
    expect(one.take()).toEqual([]);

    book.edit(channel, { kind: 'add', emote: { id: 'b', name: 'KEKW' } });
    book.edit(channel, { kind: 'rename', id: 'a', name: 'PogU' });
    book.edit(channel, { kind: 'remove', id: 'b' });
    book.edit({ ...channel, provider: 'bttv' }, { kind: 'remove', id: 'a' });
    const bodies = one.take<Message>().map(({ op, d }) => ({ op, ...(d['body'] as object) }));
    const id = ids.setIdOf('1');
    expect(bodies).toMatchObject([
      { op: 0, id, pushed: [{ key: 'emotes', index: 1, old_value: null, value: { id: 'b', name: 'KEKW' } }] },
      {
        op: 0,
        id,
        updated: [{ old_value: { id: 'a', name: 'Pog' }, value: { name: 'PogU', data: { name: 'Pog' } } }],
      },
      { op: 0, id, pulled: [{ index: 1, old_value: { id: 'b' }, value: null }] },
    ]);
    expect(bodies).toHaveLength(3);
    expect(other.take()).toEqual([]);
    one.say({ ...subscribe('1'), op: 36 });
    book.edit(channel, { kind: 'remove', id: 'a' });
    expect(one.take<Message>().map(({ op }) => op)).toEqual([5]);
    expect(hub.state()).toEqual({ sockets: 2, subscriptions: 1, pushed: 3 });
  });

  it('replays what a resumed session missed, once', () => {
    const { book, hub, subscribe } = openSevenTv();
    const before = client(hub);
    const sessionId = before.take<Message>()[0]?.d['session_id'];
    before.say(subscribe('1'));
    before.session.ended();
    book.edit(channel, { kind: 'remove', id: 'a' });
    const after = client(hub);
    after.take();
    after.say({ op: 34, d: { session_id: sessionId } });
    const [ack, missed] = after.take<Message>();
    expect(ack?.d).toEqual({
      command: 'RESUME',
      data: { success: true, dispatches_replayed: 1, subscriptions_restored: 1 },
    });
    expect(missed).toMatchObject({ op: 0, d: { body: { pulled: [{ old_value: { id: 'a' } }] } } });
    after.say({ op: 34, d: { session_id: sessionId } });
    expect(after.take<Message>()[0]?.d).toMatchObject({
      data: { success: false, subscriptions_restored: 0 },
    });
    book.edit(channel, { kind: 'add', emote: { id: 'c', name: 'New' } });
    expect(after.take()).toHaveLength(1);
  });

  it('forgets a session after a minute, and at once where it asked to reconnect', () => {
    const { hub } = openSevenTv();
    const [late, sent] = [client(hub), client(hub)];
    const ids = [late, sent].map(({ take }) => take<Message>()[0]?.d['session_id']);
    late.session.ended();
    now = 61_000;
    vi.advanceTimersByTime(25_000);
    expect(hub.reconnectAll()).toBe(1);
    expect(sent.take<Message>().map(({ op, d }) => [op, d['code']])).toEqual([
      [2, undefined],
      [4, undefined],
      [7, 4006],
    ]);
    expect(sent.closes).toEqual([4006]);
    sent.session.ended();
    const again = client(hub);
    again.take();
    for (const id of ids) again.say({ op: 34, d: { session_id: id } });
    expect(again.take<Message>().map(({ d }) => (d['data'] as { success: boolean }).success)).toEqual([
      false,
      false,
    ]);
  });

  it('ends a session with too many subscriptions', () => {
    const { hub } = openSevenTv();
    const { say, take, closes } = client(hub);
    for (let i = 0; i <= 500; i++)
      say({ op: 35, d: { type: 'emote_set.update', condition: { object_id: `set${i}` } } });
    expect(take<Message>().at(-1)?.d).toMatchObject({ code: 4005 });
    expect(closes).toEqual([4005]);
    expect(hub.state().sockets).toBe(0);
  });

  it.each([
    ['{', 4002],
    ['null', 4002],
    ['{"op":99}', 4001],
    ['{"op":35,"d":{"type":"emote_set.update"}}', 4002],
    ['{"op":35,"d":{"type":"x","condition":{"object_id":"1"}}}', 4002],
    ['{"op":36,"d":{"type":"emote_set.update","condition":{"object_id":"1"}}}', 4010],
  ])('ends a session that says %s', (text, code) => {
    const { hub } = openSevenTv();
    const { session, closes, take } = client(hub);
    session.receive(text);
    expect(closes).toEqual([code]);
    expect(take<Message>().at(-1)).toMatchObject({ op: 7, d: { code } });
    session.receive(text);
    expect(take()).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.constantFrom(34, 35, 36, 38), (text, op) => {
        const { hub } = openSevenTv();
        const { session } = client(hub);
        session.receive(text);
        client(hub).session.receive(`{"op":${op},"d":${text}}`);
        hub.stop();
      }),
    );
  });
});

describe('BTTV’s socket', () => {
  const key = { provider: 'bttv', channelId: '1' } as const;

  it('tells of each change to who joined the channel, and to nobody else', () => {
    const book = createBook();
    const hub = createBttvSocket(book);
    const { say, take } = client(hub);
    say({ name: 'join_channel', data: { name: 'twitch:1' } });
    book.edit(key, { kind: 'add', emote: { id: 'b', name: 'KEKW' } });
    book.edit(key, { kind: 'rename', id: 'b', name: 'LULW' });
    book.edit(key, { kind: 'remove', id: 'b' });
    book.edit({ ...key, channelId: '2' }, { kind: 'remove', id: 'a' });
    book.edit({ ...key, provider: '7tv' }, { kind: 'remove', id: 'a' });
    expect(take()).toMatchObject([
      { name: 'emote_create', data: { channel: 'twitch:1', emote: { id: 'b', code: 'KEKW', user: {} } } },
      { name: 'emote_update', data: { channel: 'twitch:1', emote: { id: 'b', code: 'LULW' } } },
      { name: 'emote_delete', data: { channel: 'twitch:1', emoteId: 'b' } },
    ]);
    say({ name: 'part_channel', data: { name: 'twitch:1' } });
    book.edit(key, { kind: 'remove', id: 'a' });
    expect(take()).toEqual([]);
  });

  it('passes over what it does not understand', () => {
    const hub = createBttvSocket(createBook());
    const { session, take, closes } = client(hub);
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => session.receive(text)));
    for (const name of ['twitch:', 'youtube:1', 'twitch:x'])
      session.receive(JSON.stringify({ name: 'join_channel', data: { name } }));
    expect([take(), closes, hub.state().subscriptions]).toEqual([[], [], 0]);
    expect(hub.reconnectAll()).toBe(1);
    expect(closes).toEqual([1012]);
  });
});
