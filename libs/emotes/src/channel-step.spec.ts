import {
  MESSAGE_FLAGS,
  type ChannelId,
  type ChannelLogin,
  type ChatLine,
  type EmoteId,
  type UserId,
} from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { createChannelState, step, type ChannelEmotes } from './channel-step';
import { createChannelIndex, createGlobalIndex } from './emote-index';

const NOW = Date.UTC(2026, 0, 1);
const line = (change: Partial<ChatLine> = {}): ChatLine => ({
  channelLogin: 'forsen' as ChannelLogin,
  channelId: '22484632' as ChannelId,
  messageId: '2a8bb84b-9ac4-499f-9ab8-f7494d23c64a',
  userId: '1' as UserId,
  sentAtMs: NOW,
  text: 'Kappa hi Kappa',
  emotesTag: '25:0-4,9-13',
  flags: MESSAGE_FLAGS.SUBSCRIBER,
  ...change,
});
const emotes = (more: Partial<ChannelEmotes> = {}): ChannelEmotes => ({
  index: undefined,
  classOf: () => 'UNKNOWN',
  ...more,
});
const state = () => createChannelState('22484632' as ChannelId, emotes());

describe('step', () => {
  it('counts a message and each of its distinct emotes', () => {
    expect(step(state(), line(), NOW)).toMatchObject({
      type: 'counted',
      sentAtMs: NOW,
      flags: MESSAGE_FLAGS.SUBSCRIBER,
      uses: [{ provider: 'TWITCH', emoteId: '25', emoteName: 'Kappa', uses: 2 }],
    });
  });

  it('counts a message once per id', () => {
    const s = state();
    expect(step(s, line(), NOW).type).toBe('counted');
    expect(step(s, line({ text: 'other' }), NOW)).toEqual({ type: 'dropped', reason: 'duplicate' });
  });

  it('tells messages without id apart by chatter, time and text', () => {
    const s = state();
    const anonymous = line({ messageId: null });
    expect(step(s, anonymous, NOW).type).toBe('counted');
    expect(step(s, { ...anonymous, text: 'Kappa hi Keepo' }, NOW).type).toBe('counted');
    expect(step(s, { ...anonymous, sentAtMs: NOW + 1 }, NOW).type).toBe('counted');
    expect(step(s, anonymous, NOW)).toEqual({ type: 'dropped', reason: 'duplicate' });
  });

  it('drops what has no time, or one that cannot be', () => {
    expect(step(state(), line({ sentAtMs: null }), NOW)).toEqual({ type: 'dropped', reason: 'no-sent-at' });
    for (const sentAtMs of [0, Date.UTC(2009, 11, 31), NOW + 25 * 3_600_000])
      expect(step(state(), line({ sentAtMs }), NOW)).toEqual({ type: 'dropped', reason: 'absurd-sent-at' });
  });

  it('counts words that are emotes of the channel, beside Twitch’s own, with what each costs', () => {
    const emote = (id: string, name: string) => ({
      id: id as EmoteId,
      name,
      isZeroWidth: false,
      isModifier: false,
      isAnimated: false,
    });
    const index = createChannelIndex(
      createGlobalIndex([
        {
          provider: 'BTTV',
          channelId: null,
          setId: null,
          emotes: [emote('b1', 'monkaS'), emote('b2', 'Kappa')],
        },
      ]),
      [
        {
          provider: 'SEVENTV',
          channelId: '22484632' as ChannelId,
          setId: 's',
          emotes: [emote('7a', 'KEKW')],
        },
      ],
    );
    const known = createChannelState(
      '22484632' as ChannelId,
      emotes({ index, classOf: ({ id }) => (id === '25' ? 'GLOBAL' : 'UNKNOWN') }),
    );
    const counted = step(known, line({ text: 'Kappa hi Kappa KEKW monkaS KEKW' }), NOW);
    expect(counted).toMatchObject({
      uses: [
        { provider: 'TWITCH', emoteId: '25', emoteClass: 'GLOBAL', uses: 2 },
        { provider: 'SEVENTV', emoteId: '7a', emoteName: 'KEKW', emoteClass: 'THIRD_PARTY', uses: 2 },
        { provider: 'BTTV', emoteId: 'b1', emoteName: 'monkaS', uses: 1 },
      ],
    });
  });
});
