import { messageKey, type ChannelId, type ChannelLogin, type ModerationLine } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { createChannelState, step } from './channel-step';
import { moderationStep } from './moderation-step';

const NOW = Date.UTC(2026, 0, 1);
const state = () => createChannelState('7' as ChannelId, { index: undefined, classOf: () => 'UNKNOWN' });
const act = (change: Partial<ModerationLine>): ModerationLine => ({
  channelLogin: 'tidepool' as ChannelLogin,
  channelId: '7' as ChannelId,
  action: 'TIMEOUT',
  targetId: '64',
  sentAtMs: NOW,
  ...change,
});
const DUPLICATE = { type: 'dropped', reason: 'duplicate' };

describe('moderationStep', () => {
  it('counts an act once that two connections bring, and the next one of the same kind again', () => {
    const channel = state();
    expect(moderationStep(channel, act({}), NOW)).toEqual({
      type: 'counted',
      action: 'TIMEOUT',
      sentAtMs: NOW,
      messageKey: { hi: 0, lo: 0 },
    });
    expect(moderationStep(channel, act({}), NOW)).toEqual(DUPLICATE);
    for (const other of [{ targetId: '65' }, { sentAtMs: NOW + 1 }, { action: 'BAN' as const }])
      expect(moderationStep(channel, act(other), NOW).type).toBe('counted');
  });

  it('names the message that was deleted as its uses do, and takes neither for the other', () => {
    const channel = state();
    const line = { messageId: 'dc8a', userId: null, text: 'x', emotesTag: '', flags: 0 };
    const { channelLogin, channelId } = act({});
    step(channel, { ...line, channelLogin, channelId, sentAtMs: NOW }, NOW);
    const deletion = act({ action: 'MESSAGE_DELETED', targetId: 'dc8a' });
    expect(moderationStep(channel, deletion, NOW)).toMatchObject({
      type: 'counted',
      messageKey: messageKey('dc8a'),
    });
    expect(moderationStep(channel, { ...deletion, sentAtMs: NOW + 5 }, NOW)).toEqual(DUPLICATE);
  });

  it('leaves out what has no time, or none that can be', () => {
    expect(moderationStep(state(), act({ sentAtMs: null }), NOW)).toMatchObject({ reason: 'no-sent-at' });
    expect(moderationStep(state(), act({ sentAtMs: 7 }), NOW)).toMatchObject({ reason: 'absurd-sent-at' });
  });
});
