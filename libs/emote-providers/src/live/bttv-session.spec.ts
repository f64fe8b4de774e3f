import { describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { BttvSession } from './bttv-session';
import type { LiveAction } from './live-session';

const channel = (id: string) => ({ type: 'channel', channelId: id as ChannelId }) as const;
const sent = (actions: readonly LiveAction[]): unknown[] =>
  actions.flatMap((action) => (action.type === 'send' ? [JSON.parse(action.text) as unknown] : []));
const told = (actions: readonly LiveAction[]): unknown[] =>
  actions.flatMap((action) => (action.type === 'tell' ? [action.event] : []));
const room = (name: string, id: string) => ({ name, data: { name: `twitch:${id}` } });

describe('BttvSession', () => {
  it('joins every channel when the socket opens, and later ones at once', () => {
    const session = new BttvSession();
    expect(session.add(channel('1'), 0)).toEqual([]);
    expect(session.add(channel('2'), 0)).toEqual([]);
    expect(sent(session.opened(0))).toEqual([room('join_channel', '1'), room('join_channel', '2')]);
    expect(sent(session.add(channel('3'), 1))).toEqual([room('join_channel', '3')]);
    expect(session.add(channel('3'), 2)).toEqual([]);
    expect(sent(session.remove('channel:1'))).toEqual([room('part_channel', '1')]);
    expect(session.size).toBe(2);
  });

  it('says once what to read a second after joining, and again after a reconnect', () => {
    const session = new BttvSession();
    session.add(channel('1'), 0);
    session.opened(0);
    expect(session.checked(999)).toEqual([]);
    expect(told(session.checked(1_000))).toEqual([
      { type: 'resync', provider: 'BTTV', topics: [channel('1')], reason: 'subscribed' },
    ]);
    expect(session.checked(5_000)).toEqual([]);
    session.closed();
    expect(session.checked(6_000)).toEqual([]);
    session.add(channel('2'), 6_500);
    session.opened(7_000);
    expect(told(session.checked(8_000))).toEqual([
      { type: 'resync', provider: 'BTTV', topics: [channel('2')], reason: 'subscribed' },
      { type: 'resync', provider: 'BTTV', topics: [channel('1')], reason: 'reconnected' },
    ]);
  });

  it('tells changes of joined channels, and asks for a reading where one is unreadable', () => {
    const session = new BttvSession();
    session.add(channel('1'), 0);
    session.opened(0);
    const message = (id: string, code: string): string =>
      JSON.stringify({ name: 'emote_create', data: { channel: `twitch:${id}`, emote: { id: 'e1', code } } });
    expect(told(session.received(message('1', 'Wave')))).toMatchObject([
      {
        type: 'change',
        change: { provider: 'BTTV', channelId: '1', type: 'added', emote: { name: 'Wave' } },
      },
    ]);
    expect(told(session.received(message('1', 'two words')))).toEqual([
      { type: 'resync', provider: 'BTTV', topics: [channel('1')], reason: 'unreadable' },
    ]);
    expect(session.received(message('2', 'Wave'))).toEqual([]);
    expect(session.received(message('2', 'two words'))).toEqual([]);
  });

  it('bears garbage, but not for ever', () => {
    const session = new BttvSession();
    session.opened(0);
    for (let i = 0; i < 20; i++) expect(session.received('{')).toEqual([{ type: 'garbage' }]);
    expect(session.received('null').at(-1)).toEqual({ type: 'end', why: 'garbage' });
    session.closed();
    session.opened(1);
    expect(session.received('null')).toEqual([{ type: 'garbage' }]);
    expect(session.received('{"name":"lookup_user","data":null}')).toEqual([]);
  });
});
