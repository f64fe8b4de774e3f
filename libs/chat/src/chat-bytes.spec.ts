import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textBetween, toChatBytes } from './chat-bytes';

describe('chat as bytes', () => {
  it('has the same positions in both forms', () => {
    const { bytes, latin1 } = toChatBytes(Buffer.from('ü:✓;'));
    expect(latin1).toHaveLength(bytes.length);
    expect([latin1.indexOf(':'), latin1.indexOf(';')]).toEqual([bytes.indexOf(':'), bytes.indexOf(';')]);
  });

  it('gives back any text between its positions', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, around) => {
        const chat = toChatBytes(Buffer.from(around + text + around));
        const start = Buffer.byteLength(around);
        expect(textBetween(chat, start, start + Buffer.byteLength(text))).toBe(text);
      }),
    );
  });

  it('makes U+FFFD of what is no UTF-8', () => {
    expect(textBetween(toChatBytes(Buffer.from([0x61, 0xff, 0x62])), 0, 3)).toBe('a\ufffdb');
  });
});
