import { describe, expect, it } from 'vitest';
import { ChatError, chatErrorOfNotice } from './chat-error';

describe('chatErrorOfNotice', () => {
  it.each(['msg_channel_suspended', 'msg_banned', 'tos_ban', 'msg_room_not_found', 'invalid_user'])(
    'takes %s for a lasting matter of the channel',
    (id) => {
      const error = chatErrorOfNotice(id, 'This channel has been suspended.');
      expect(error).toBeInstanceOf(ChatError);
      expect(error).toMatchObject({
        reach: 'channel',
        isLasting: true,
        message: `${id}: This channel has been suspended.`,
      });
    },
  );

  it('takes too many channels for a passing matter of the channel', () => {
    expect(chatErrorOfNotice('msg_concurrent_channel_limit_reached', '')).toMatchObject({
      reach: 'channel',
      isLasting: false,
    });
  });

  it.each(['slow_on', 'emote_only_off', 'msg_slowmode', '', 'MSG_BANNED', 'constructor'])(
    'takes %j for news',
    (id) => {
      expect(chatErrorOfNotice(id, 'whatever')).toBeUndefined();
    },
  );

  it('carries only the beginning of an endless text', () => {
    expect(chatErrorOfNotice('msg_banned', 'x'.repeat(16_000))!.message.length).toBeLessThan(300);
  });
});
