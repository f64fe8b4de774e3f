import { MESSAGE_FLAGS } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChatBytes } from './chat-bytes';
import { MAX_LINE_BYTES, scanBytes, scanLine } from './scan-line';

const message = (raw: string) => {
  const scanned = scanLine(raw);
  if (scanned.type !== 'message') throw new Error(`not a message: ${JSON.stringify(scanned)}`);
  return scanned.line;
};
const PREFIX = ':u!u@u.tmi.twitch.tv';

describe('scanLine', () => {
  it('reads a message whatever the order of its tags', () => {
    const line = message(
      `@user-id=64;tmi-sent-ts=1568505600861;emotes=25:0-4;subscriber=1;room-id=71;id=dc8a ${PREFIX} PRIVMSG #xqcow :Kappa :) `,
    );
    expect(line).toEqual({
      channelLogin: 'xqcow',
      channelId: '71',
      messageId: 'dc8a',
      userId: '64',
      sentAtMs: 1568505600861,
      text: 'Kappa :) ',
      emotesTag: '25:0-4',
      flags: MESSAGE_FLAGS.SUBSCRIBER,
    });
  });

  it('keeps ids as text, so that "1" stays "1"', () => {
    expect(message(`@room-id=1;user-id=1;id=1 ${PREFIX} PRIVMSG #a :x`)).toMatchObject({
      channelId: '1',
      userId: '1',
      messageId: '1',
    });
  });

  it('reads a text of one word without its colon, and a channel without its hash', () => {
    expect(message(`${PREFIX} PRIVMSG #nymn KEKW`).text).toBe('KEKW');
    expect(message(':coolguy PRIVMSG bar :lol :) ')).toMatchObject({ channelLogin: 'bar', text: 'lol :) ' });
  });

  it('takes the wrapping off /me, so that ranges count from the text', () => {
    const line = message(`@emotes=25:0-4 ${PREFIX} PRIVMSG #a :\u0001ACTION Kappa\u0001`);
    expect([line.text, line.flags & MESSAGE_FLAGS.ACTION]).toEqual(['Kappa', MESSAGE_FLAGS.ACTION]);
    expect(message(`${PREFIX} PRIVMSG #a :\u0001ACTION Kappa`).text).toBe('Kappa');
    expect(message(`${PREFIX} PRIVMSG #a :\u0001FOO bar\u0001`).text).toBe('\u0001FOO bar\u0001');
  });

  it('takes a notice with text for a message and one without for none', () => {
    expect(message('@msg-id=resub :tmi.twitch.tv USERNOTICE #a :Kappa').flags).toBe(MESSAGE_FLAGS.NOTICE);
    expect(scanLine('@msg-id=sub :tmi.twitch.tv USERNOTICE #a')).toEqual({
      type: 'other',
      command: 'USERNOTICE',
    });
  });

  it('marks a shared copy, and not the original', () => {
    const flags = (source: string) => message(`@${source}room-id=5 ${PREFIX} PRIVMSG #a :x`).flags;
    expect(flags('source-room-id=6;')).toBe(MESSAGE_FLAGS.SHARED_COPY);
    expect(flags('source-room-id=5;')).toBe(0);
    expect(flags('')).toBe(0);
  });

  it('reads the facts about a message', () => {
    const { SUBSCRIBER, MODERATOR, VIP, CHEER, FIRST_MESSAGE, EMOTE_ONLY, HISTORICAL, REPLY } = MESSAGE_FLAGS;
    const all =
      '@subscriber=1;mod=1;vip=1;bits=100;first-msg=1;emote-only=1;historical=1;reply-parent-msg-id=x';
    expect(message(`${all} ${PREFIX} PRIVMSG #a :x`).flags).toBe(
      SUBSCRIBER | MODERATOR | VIP | CHEER | FIRST_MESSAGE | EMOTE_ONLY | HISTORICAL | REPLY,
    );
    expect(message(`@subscriber=0;mod=10;first-msg=;bits=;vip ${PREFIX} PRIVMSG #a :x`).flags).toBe(0);
  });

  it('says null for ids and times that are none', () => {
    for (const odd of ['', 'abc', '-1', '12345678901234567', '1e3', '0'])
      expect(message(`@room-id=${odd};user-id=${odd} ${PREFIX} PRIVMSG #a :x`)).toMatchObject({
        channelId: null,
        userId: null,
      });
    for (const odd of ['soon', '', '15685056008611234'])
      expect(message(`@tmi-sent-ts=${odd} ${PREFIX} PRIVMSG #a :x`).sentAtMs).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ['@id=1;room-id', 'cut-tags'],
    ['@', 'cut-tags'],
    [':tmi.twitch.tv', 'cut-prefix'],
    ['   ', 'no-command'],
    ['@id=1 ', 'no-command'],
    [`${PREFIX} PRIVMSG`, 'no-channel'],
    [`${PREFIX} PRIVMSG #`, 'no-channel'],
    [`${PREFIX} PRIVMSG #a/b :x`, 'bad-channel'],
    [`${PREFIX} PRIVMSG #${'a'.repeat(26)} :x`, 'bad-channel'],
    [`${PREFIX} PRIVMSG #a`, 'no-text'],
    [`${PREFIX} PRIVMSG #a :${'x'.repeat(MAX_LINE_BYTES)}`, 'too-long'],
  ])('rejects %j as %s', (raw, reason) => {
    expect(scanLine(raw)).toEqual({ type: 'reject', reason });
  });

  it('names other commands', () => {
    expect(scanLine('PING :tmi.twitch.tv')).toEqual({ type: 'other', command: 'PING' });
    expect(scanLine('@room-id=1 :tmi.twitch.tv CLEARCHAT #a :b')).toEqual({
      type: 'other',
      command: 'CLEARCHAT',
    });
  });

  it('reads only between the given positions', () => {
    const frame = `PING x\r\n${PREFIX} PRIVMSG #a :one\r\n${PREFIX} PRIVMSG #a :two`;
    const start = frame.indexOf(PREFIX);
    const scanned = scanLine(frame, start, frame.indexOf('\r\n', start));
    expect(scanned).toMatchObject({ type: 'message', line: { text: 'one' } });
    for (let end = 0; end < frame.length; end++) scanLine(frame, 0, end);
  });

  it('reads texts in any script, and what is no UTF-8 with the mark for it', () => {
    const line = message(`@display-name=Ünï;emotes=25:3-7;id=1 ${PREFIX} PRIVMSG #a :👋 ✓ Kappa`);
    expect([line.text, line.emotesTag]).toEqual(['👋 ✓ Kappa', '25:3-7']);
    expect(message(`@emotes=ü:0-1 ${PREFIX} PRIVMSG #a :x`).emotesTag).toBe('ü:0-1');
    const cut = Buffer.concat([Buffer.from(`${PREFIX} PRIVMSG #a :x`), Buffer.from([0xf0, 0x9f])]);
    expect(scanBytes(toChatBytes(cut))).toMatchObject({ line: { text: 'x\ufffd' } });
  });

  it('takes no tag for another whose name it begins or ends like', () => {
    const lookAlikes =
      '@xid=1;idx=1;ids=1;user-ids=1;xuser-id=1;user_id=1;submarine=1;subscribe=1;mop=1;vipp=1';
    expect(message(`${lookAlikes};tmi-sent-tz=1;rooms-id=1 ${PREFIX} PRIVMSG #a :x`)).toMatchObject({
      messageId: null,
      userId: null,
      channelId: null,
      sentAtMs: null,
      flags: 0,
    });
  });

  it('reads a line the same in whatever it stands', () => {
    const line = `@id=7;emotes=25:0-4;tmi-sent-ts=1568505600861 ${PREFIX} PRIVMSG #a :Kappa ✓`;
    const alone = scanLine(line);
    // After the line there are neither tags nor spaces that a search could find, and more than a line's worth of it.
    for (const around of ['', ';id=8 :\r\n', 'x'.repeat(100), 'x'.repeat(2 * MAX_LINE_BYTES)]) {
      const chat = toChatBytes(Buffer.from(`${around}${line}${around}`));
      const start = Buffer.byteLength(around);
      expect(scanBytes(chat, start, start + Buffer.byteLength(line))).toEqual(alone);
    }
  });

  it('never throws, whatever comes', () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'@:;= #\u0001\\=PRIVMSGUOTCEide-12room\u{1f602}'),
      maxLength: 120,
    });
    fc.assert(
      fc.property(soup, (raw) => void scanLine(raw)),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => void scanLine(raw)));
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), fc.nat(), (raw, start, end) => {
        const chat = toChatBytes(Buffer.from(raw));
        scanBytes(chat, Math.min(start, raw.length), Math.min(end, raw.length));
      }),
    );
  });
});
