import { describe, expect, it } from 'vitest';
import type { LiveAction } from './live-session';
import { SevenTvSession } from './seventv-session';

const message = (op: number, d: unknown): string => JSON.stringify({ op, t: 1, d });
const hello = (more = {}): string =>
  message(1, { heartbeat_interval: 1_000, session_id: 'session-1', subscription_limit: 500, ...more });
const ack = (command: string, data: unknown): string => message(5, { command, data });
const acked = (type: string, id: string): string =>
  ack('SUBSCRIBE', { id: 1, type, condition: { object_id: id } });
const dispatch = (id: string, body: object): string =>
  message(0, { type: 'emote_set.update', body: { id, kind: 3, ...body } });

const set = (setId: string) => ({ type: 'set', setId }) as const;
const user = (userId: string) => ({ type: 'user', userId }) as const;
const sent = (actions: readonly LiveAction[]): unknown[] =>
  actions.flatMap((action) => (action.type === 'send' ? [JSON.parse(action.text) as unknown] : []));
const told = (actions: readonly LiveAction[]): unknown[] =>
  actions.flatMap((action) => (action.type === 'tell' ? [action.event] : []));
const subscribe = (type: string, object_id: string) => ({ op: 35, d: { type, condition: { object_id } } });

/** Connected and greeted, with one set that is acknowledged. */
function live(): SevenTvSession {
  const session = new SevenTvSession();
  session.add(set('s1'), 0);
  session.opened(0);
  session.received(hello(), 0);
  session.received(acked('emote_set.update', 's1'), 0);
  return session;
}

describe('SevenTvSession', () => {
  it('subscribes after the greeting, and says what to read once the server acknowledges', () => {
    const session = new SevenTvSession();
    expect(session.add(set('s1'), 0)).toEqual([]);
    expect(session.opened(0)).toEqual([]);
    expect(sent(session.received(hello(), 5))).toEqual([subscribe('emote_set.update', 's1')]);
    expect(told(session.received(acked('emote_set.update', 's1'), 6))).toEqual([
      { type: 'resync', provider: 'SEVENTV', topics: [set('s1')], reason: 'subscribed' },
    ]);
    expect(sent(session.add(user('u1'), 7))).toEqual([subscribe('user.update', 'u1')]);
    expect(session.add(user('u1'), 8)).toEqual([]);
    expect(session.size).toBe(2);
  });

  it('is told once of an acknowledgement, and not of one for what was never asked', () => {
    const session = live();
    expect(session.received(acked('emote_set.update', 's1'), 1)).toEqual([]);
    expect(session.received(acked('emote_set.update', 'other'), 1)).toEqual([]);
    expect(session.received(ack('SUBSCRIBE', null), 1)).toEqual([]);
  });

  it('tells changes of its sets only, and asks for a reading where one is unreadable', () => {
    const session = live();
    const pushed = [
      { key: 'emotes', value: { id: 'e1', name: 'Wave', flags: 0, data: {} } },
      { key: 'emotes', value: { id: 'e2', name: 'two words', flags: 0, data: {} } },
    ];
    expect(told(session.received(dispatch('s1', { pushed }), 1))).toMatchObject([
      { type: 'change', change: { setId: 's1', type: 'added', emote: { name: 'Wave' } } },
      { type: 'resync', topics: [set('s1')], reason: 'unreadable' },
    ]);
    expect(session.received(dispatch('s2', { pushed }), 1)).toEqual([]);
  });

  it('tells that a watched user wears another set', () => {
    const session = live();
    session.add(user('u1'), 0);
    const switched = (id: string): string =>
      message(0, {
        type: 'user.update',
        body: { id, updated: [{ key: 'connections', value: [{ key: 'emote_set', value: { id: 's2' } }] }] },
      });
    expect(told(session.received(switched('u1'), 1))).toEqual([
      { type: 'set-switched', provider: 'SEVENTV', userId: 'u1', setId: 's2' },
    ]);
    expect(session.received(switched('u2'), 1)).toEqual([]);
  });

  it('subscribes again after a reconnect when the session is gone, and says what to read again', () => {
    const session = live();
    expect(session.closed(1006)).toBe(0);
    session.opened(10);
    expect(sent(session.received(hello({ session_id: 'session-2' }), 11))).toEqual([
      { op: 34, d: { session_id: 'session-1' } },
    ]);
    const failed = ack('RESUME', { success: false, dispatches_replayed: 0, subscriptions_restored: 0 });
    expect(sent(session.received(failed, 12))).toEqual([subscribe('emote_set.update', 's1')]);
    expect(told(session.received(acked('emote_set.update', 's1'), 13))).toEqual([
      { type: 'resync', provider: 'SEVENTV', topics: [set('s1')], reason: 'reconnected' },
    ]);
  });

  it('has its topics read again even when the session was brought back, and subscribes what came meanwhile', () => {
    const session = live();
    session.closed(1006);
    session.add(set('s2'), 5);
    session.opened(10);
    session.received(hello(), 11);
    const actions = session.received(
      ack('RESUME', { success: true, dispatches_replayed: 3, subscriptions_restored: 1 }),
      12,
    );
    expect(told(actions)).toEqual([
      { type: 'resync', provider: 'SEVENTV', topics: [set('s1')], reason: 'reconnected' },
    ]);
    expect(sent(actions)).toEqual([subscribe('emote_set.update', 's2')]);
  });

  it('begins afresh when not all was brought back', () => {
    const session = live();
    session.closed(1006);
    session.opened(10);
    session.received(hello(), 11);
    const actions = session.received(ack('RESUME', { success: true, subscriptions_restored: 0 }), 12);
    expect(actions).toEqual([{ type: 'end', why: 'asked' }]);
    session.closed(1000);
    session.opened(20);
    expect(sent(session.received(hello(), 21))).toEqual([subscribe('emote_set.update', 's1')]);
  });

  it('does not wait for ever for the answer to a resume', () => {
    const session = live();
    session.closed(1006);
    session.opened(10);
    session.received(hello(), 11);
    expect(session.checked(10_000)).toEqual([]);
    expect(sent(session.checked(10_012))).toEqual([subscribe('emote_set.update', 's1')]);
  });

  it('ends a connection that is not greeted, and one that misses three heartbeats', () => {
    const mute = new SevenTvSession();
    mute.opened(0);
    expect(mute.checked(10_000)).toEqual([]);
    expect(mute.checked(10_001)).toEqual([{ type: 'end', why: 'silent' }]);

    const session = live();
    session.received(message(2, { count: 1 }), 2_500);
    expect(session.checked(5_500)).toEqual([]);
    expect(session.checked(5_501)).toEqual([{ type: 'end', why: 'silent' }]);
  });

  it('gives up a topic that is never acknowledged, and says so', () => {
    const session = live();
    session.add(set('s2'), 0);
    session.received(message(2, {}), 10_000);
    expect(told(session.checked(10_001))).toEqual([
      { type: 'refused', provider: 'SEVENTV', topic: set('s2'), reason: 'not acknowledged' },
    ]);
    expect(session.size).toBe(1);
  });

  it('goes when the server asks for it', () => {
    expect(live().received(message(4, { reason: 'Restart' }), 1)).toEqual([{ type: 'end', why: 'asked' }]);
  });

  it('waits as long as the end of the stream demands, whatever the close frame says', () => {
    const waitAfter = (code: number): number => {
      const session = live();
      session.received(message(7, { code, message: '' }), 1);
      return session.closed(1001);
    };
    expect(waitAfter(4006)).toBe(0);
    expect(waitAfter(4007)).toBe(300_000);
    expect(waitAfter(4005)).toBe(60_000);
    expect(live().closed(4007)).toBe(300_000);
    expect(live().closed(1000)).toBe(0);
  });

  it('gives up the command that the server blames', () => {
    const session = live();
    session.add(set('bad id'), 1);
    session.add(set('s3'), 2);
    const actions = session.received(message(7, { code: 4002, message: 'Invalid Payload' }), 3);
    expect(told(actions)).toEqual([
      { type: 'refused', provider: 'SEVENTV', topic: set('bad id'), reason: 'refused with code 4002' },
    ]);
    expect(actions.at(-1)).toEqual({ type: 'end', why: 'refused' });
    expect(session.size).toBe(2);
  });

  it('takes no more topics than the server allows, and gives the surplus back', () => {
    const session = new SevenTvSession();
    for (let i = 0; i < 5; i++) session.add(set(`s${i}`), 0);
    session.opened(0);
    expect(sent(session.received(hello({ subscription_limit: 3 }), 1))).toHaveLength(3);
    expect(session.capacity).toBe(3);
    expect(session.shed()).toEqual([set('s3'), set('s4')]);
    expect(session.size).toBe(3);
    const endless = new SevenTvSession();
    endless.opened(0);
    endless.received(hello({ subscription_limit: -1 }), 1);
    expect(endless.capacity).toBe(100);
  });

  it('unsubscribes only from what it asked for', () => {
    const session = live();
    expect(sent(session.remove('set:s1'))).toEqual([
      { op: 36, d: { type: 'emote_set.update', condition: { object_id: 's1' } } },
    ]);
    expect(session.remove('set:s1')).toEqual([]);
    const closed = new SevenTvSession();
    closed.add(set('s1'), 0);
    expect(closed.remove('set:s1')).toEqual([]);
  });

  it.each(['', '{', 'null', '[]', '"text"', '{"op":"1"}', '{"d":{}}'])('counts %j as garbage', (text) => {
    expect(live().received(text, 1)).toEqual([{ type: 'garbage' }]);
  });

  it('bears garbage, but not for ever, and later operations in any number', () => {
    const session = live();
    for (let i = 0; i < 20; i++) expect(session.received('<html>', 1)).toEqual([{ type: 'garbage' }]);
    expect(session.received('<html>', 1)).toEqual([{ type: 'garbage' }, { type: 'end', why: 'garbage' }]);
    for (let i = 0; i < 50; i++) expect(live().received(message(99, {}), 1)).toEqual([]);
  });

  it.each([0, 1, 2, 4, 5, 6, 7])('survives operation %i with any data', (op) => {
    for (const d of [
      null,
      1,
      'x',
      [],
      [null],
      {},
      { data: [] },
      { command: {} },
      { body: [] },
      { code: {} },
    ]) {
      const session = live();
      session.received(message(op, d), 1);
      session.checked(2);
      session.closed(1006);
    }
  });
});
