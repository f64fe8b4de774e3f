import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCursor, toCursor } from './cursor';

const place = {
  list: 'topEmotes',
  range: { fromMs: 60_000, toMs: 120_000 },
  score: 12,
  key: 'TWITCH:25',
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const badCursor = expect.objectContaining({ extensions: { code: 'BAD_CURSOR' } });

describe('a cursor', () => {
  it('comes back as it went', () => {
    expect(parseCursor(toCursor(place), 'topEmotes')).toEqual(place);
  });

  it('of a list of no time comes back, too', () => {
    expect(parseCursor(toCursor({ ...place, range: null }), 'topEmotes')).toEqual({ ...place, range: null });
  });

  it('is the same for the same place', () => {
    expect(toCursor({ ...place })).toBe(toCursor(place));
  });

  it('is refused by another list', () => {
    expect(() => parseCursor(toCursor(place), 'topChannels')).toThrow(badCursor);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'Zm9v'],
    ['JSON of another shape', encoded({ list: 'topEmotes' })],
    ['a range off the minute', encoded(['topEmotes', 1, 120_000, 1, 'k'])],
    ['a range that runs backwards', encoded(['topEmotes', 120_000, 60_000, 1, 'k'])],
    ['half a range', encoded(['topEmotes', null, 120_000, 1, 'k'])],
    ['a negative score', encoded(['topEmotes', 60_000, 120_000, -1, 'k'])],
    ['a score that is no number', encoded(['topEmotes', 60_000, 120_000, null, 'k'])],
    ['an endless text', 'A'.repeat(100_000)],
  ])('is refused when it holds %s', (_, text) => {
    expect(() => parseCursor(text, 'topEmotes')).toThrow(badCursor);
  });

  it('never fails otherwise, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(() => parseCursor(text, 'topEmotes')).toThrow(badCursor);
      }),
    );
  });
});
