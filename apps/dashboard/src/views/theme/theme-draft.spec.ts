import { expect, it } from 'vitest';
import { toSlug, toThemeInput } from './theme-draft';

const draft = { name: ' Fête d’hiver 2026 ', emotes: 'Snow*\n\nHolidayTree\nHolidayTree ', from: '', to: '' };

it('a draft becomes names and patterns, each once', () => {
  expect(toThemeInput(draft)).toEqual({
    slug: 'fete-d-hiver-2026',
    name: 'Fête d’hiver 2026',
    names: [{ name: 'HolidayTree' }],
    patterns: [{ pattern: 'Snow*' }],
    windows: [],
  });
});

it('the last day belongs to its window', () => {
  expect(toThemeInput({ ...draft, from: '2026-12-01', to: '2026-12-31' }).windows).toEqual([
    { from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
  ]);
  expect(toThemeInput({ ...draft, to: '2026-12-31' }).windows).toEqual([{ to: '2027-01-01T00:00:00.000Z' }]);
});

it.each([
  [{ name: '!!!' }, /name/],
  [{ emotes: ' \n' }, /emote/],
  [{ from: '2026-12-02', to: '2026-12-01' }, /before/],
])('%o lacks something', (change, message) => {
  expect(() => toThemeInput({ ...draft, ...change })).toThrow(message);
});

it('slugs hold letters and numbers of ASCII alone', () => {
  expect(toSlug('<b>Ünï</b> --')).toBe('b-uni-b');
});
