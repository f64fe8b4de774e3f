import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countGlobLiterals, matchesGlob } from './glob';

describe('matchesGlob', () => {
  it.each([
    ['Hype*', 'HypeLUL', true],
    ['Hype*', 'Hype', true],
    ['Hype*', 'hypeLUL', false],
    ['*Footy', 'PogFooty', true],
    ['*Footy', 'PogFootyX', false],
    ['a?c', 'abc', true],
    ['a?c', 'a😂c', true],
    ['a?c', 'ac', false],
    ['*a*b', 'xaxbab', true],
    ['**', '', true],
    ['?', '', false],
    ['', '', true],
    ['.*', '.x', true],
    ['.*', 'xx', false],
    ['[ab]', 'a', false],
  ])('%j and %j: %j', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  it('says what a recursive reading of the rule says', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '😂', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😂'), maxLength: 10 });
    fc.assert(
      fc.property(glob, text, (g, t) => matchesGlob(g, t) === naive(Array.from(g), Array.from(t))),
      { numRuns: 1_000 },
    );
  });

  it('takes a glob made to be slow, too', () => {
    expect(matchesGlob(`${'a*'.repeat(50)}b`, 'a'.repeat(100))).toBe(false);
  });
});

describe('countGlobLiterals', () => {
  it('counts what stands for itself', () => {
    expect(['*', '?*?', 'a*', '😂?b'].map(countGlobLiterals)).toEqual([0, 0, 1, 2]);
  });
});

function naive([glob, ...globs]: readonly string[], text: readonly string[]): boolean {
  if (glob === undefined) return text.length === 0;
  if (glob === '*') return text.some((_, i) => naive(globs, text.slice(i))) || naive(globs, []);
  const [char, ...chars] = text;
  return char !== undefined && (glob === '?' || glob === char) && naive(globs, chars);
}
