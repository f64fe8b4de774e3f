import { describe, expect, it } from 'vitest';
import { isEmoteName } from './emote-name';

describe('isEmoteName', () => {
  it.each([
    ':tf:',
    'M&Mjc',
    '(ditto)',
    'w!',
    '__proto__',
    'constructor',
    'ÄÖ',
    '狐',
    '👨‍👩‍👧',
    'a'.repeat(100),
    '🐸'.repeat(100),
  ])('takes %s', (name) => expect(isEmoteName(name)).toBe(true));

  it.each([
    ['nothing', ''],
    ['a blank', 'two words'],
    ['a no-break space', 'two\u00a0words'],
    ['an ideographic space', 'two\u3000words'],
    ['a line break', 'line\n'],
    ['a NUL', 'nul\0'],
    ['a C1 control', 'c1\u0085'],
    ['a line separator', 'sep\u2028'],
    ['half a surrogate pair', 'half\ud83d'],
    ['101 letters', 'a'.repeat(101)],
    ['101 emoji', '🐸'.repeat(101)],
    ['a number', 12],
    ['null', null],
    ['an object that prints as a name', { toString: () => 'Kappa' }],
  ])('refuses %s', (_what, name) => expect(isEmoteName(name)).toBe(false));
});
