import { describe, expect, it } from 'vitest';
import { toHexdump, toVisible } from './hostile-text';

describe('text from outside', () => {
  it('shows what a terminal would obey, and leaves names as they are', () => {
    expect(toVisible('\u001b]0;pwned\u0007 Kappa ü 💜')).toBe('\\u{1b}]0;pwned\\u{7} Kappa ü 💜');
    expect(toVisible('a\r\nb\tc\u009bd')).toBe('a\\u{d}\\u{a}b\\u{9}c\\u{9b}d');
    expect(toVisible('\u202eevil\u200b\ufeff')).toBe('\\u{202e}evil\\u{200b}\\u{feff}');
  });

  it('is cut when it is long', () => {
    expect(toVisible('x'.repeat(300), 5)).toBe('xxxxx…');
  });
});

describe('a hexdump', () => {
  it('shows bytes beside what of them can be printed', () => {
    const bytes = new Uint8Array([...Array(16).keys(), 0x4b, 0x61, 0xff, 0x1b]);
    expect(toHexdump(bytes, 100)).toBe(
      [
        '00000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  |................|',
        '00000010  4b 61 ff 1b                                      |Ka..|',
      ].join('\n'),
    );
  });

  it('is cut after so many bytes, and says how many there are', () => {
    expect(toHexdump(new Uint8Array(40), 20).split('\n').at(-1)).toBe('… 20 bytes more');
  });
});
