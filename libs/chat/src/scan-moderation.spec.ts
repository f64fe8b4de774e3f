import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChatBytes } from './chat-bytes';
import { scanModeration } from './scan-moderation';

const scan = (raw: string) => scanModeration(toChatBytes(Buffer.from(raw)), 0, Buffer.byteLength(raw));
const TAGS = 'room-id=71092938;tmi-sent-ts=1568505600739';
const where = { channelLogin: 'xqcow', channelId: '71092938', sentAtMs: 1_568_505_600_739 };

describe('scanModeration', () => {
  it('tells a timeout, a ban and a chat that was cleared apart', () => {
    const clearChat = (tags: string, target = '') =>
      scan(`@${tags}${TAGS} :tmi.twitch.tv CLEARCHAT #xqcow${target}`);
    expect(clearChat('ban-duration=150;target-user-id=64;', ' :u67hy')).toEqual({
      ...where,
      action: 'TIMEOUT',
      targetId: '64',
    });
    expect(clearChat('target-user-id=64;', ' :u67hy')).toEqual({ ...where, action: 'BAN', targetId: '64' });
    expect(clearChat('')).toEqual({ ...where, action: 'CHAT_CLEARED', targetId: null });
  });

  it('reads which message was deleted, and takes one that says none for unreadable', () => {
    const line = (id: string) =>
      `@login=bob;${TAGS};target-msg-id=${id} :tmi.twitch.tv CLEARMSG #xqcow :so there: no`;
    expect(scan(line('dc8a-1'))).toEqual({ ...where, action: 'MESSAGE_DELETED', targetId: 'dc8a-1' });
    expect(scan(line(''))).toBeUndefined();
    expect(scan(':tmi.twitch.tv CLEARMSG #xqcow :x')).toBeUndefined();
  });

  it('takes the login for the chatter where an old log has no id, and says null for what is not there', () => {
    expect(scan('@ban-duration=1 CLEARCHAT #a :bob')).toEqual({
      channelLogin: 'a',
      channelId: null,
      action: 'TIMEOUT',
      targetId: 'bob',
      sentAtMs: null,
    });
    expect(scan('@room-id=x;tmi-sent-ts=12345678901234567 CLEARCHAT #a')).toMatchObject({
      channelId: null,
      sentAtMs: null,
    });
  });

  it.each([
    '',
    'CLEARCHAT',
    'CLEARCHAT #',
    'CLEARCHAT #A',
    `CLEARCHAT #${'a'.repeat(26)}`,
    '@x CLEARCHAT',
    ': CLEARCHAT x',
  ])('takes %j for unreadable', (raw) => expect(scan(raw)).toBeUndefined());

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void scan(`@${text} CLEARCHAT #a :${text}`)),
    );
  });
});
