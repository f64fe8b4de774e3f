import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseThemeLines, toThemeLines } from './theme-lines';

it('lines say names, patterns and ids, of any provider or of one, each once', () => {
  expect(
    parseThemeLines(
      'Kappa\n Snow* \n\nKappa\nname bttv Kappa\nname 5*\npattern SEVENTV Ice?\nid TWITCH 25\nid  FFZ 9 Pog\r\nid\nname',
    ),
  ).toEqual({
    emotes: [
      { provider: 'TWITCH', emoteId: '25', name: '' },
      { provider: 'FFZ', emoteId: '9', name: 'Pog' },
    ],
    names: [
      { provider: null, name: 'Kappa' },
      { provider: 'BTTV', name: 'Kappa' },
      { provider: null, name: '5*' },
      { provider: null, name: 'id' },
      { provider: null, name: 'name' },
    ],
    patterns: [
      { provider: null, pattern: 'Snow*' },
      { provider: 'SEVENTV', pattern: 'Ice?' },
    ],
  });
});

it.each(['Pog Champ', 'id 25', 'id TWITCH 25 Kappa Pog', 'name TWITCH Pog Champ', 'Id TWITCH 25'])(
  '%o says nothing',
  (line) => {
    expect(() => parseThemeLines(`Kappa\n${line}`)).toThrow(line);
  },
);

// What the server takes for a word of chat: no blanks, no control characters, no half characters.
const hostile = fc.constantFrom(
  'id',
  'name',
  'pattern',
  'TWITCH',
  '*',
  'what?',
  '<b>',
  '“',
  '\u202egnp.exe',
  '👨‍👩‍👧',
);
const word = fc.oneof(
  hostile,
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => /^[^\s\p{Cc}\p{Cs}]+$/u.test(text)),
);
const provider = fc.constantFrom('TWITCH', 'BTTV', 'FFZ', 'SEVENTV');
const list = <T>(of: fc.Arbitrary<T>) =>
  fc.uniqueArray(of, { maxLength: 8, selector: (one) => JSON.stringify(one) });
const emotes = fc.record({
  emotes: list(fc.record({ provider, emoteId: word, name: fc.oneof(fc.constant(''), word) })),
  names: list(fc.record({ provider: fc.option(provider), name: word })),
  patterns: list(fc.record({ provider: fc.option(provider), pattern: word })),
});

it('whatever a theme is made of, its lines say exactly that', () => {
  fc.assert(
    fc.property(emotes, (theme) => {
      expect(parseThemeLines(toThemeLines(theme))).toEqual(theme);
    }),
  );
});
