import { expect, it } from 'vitest';
import { NEW_THEME, toDraft, toSlug, toThemeInput } from './theme-draft';

const draft = { ...NEW_THEME, name: ' Fête d’hiver 2026 ', emotes: 'Snow*\n\nHolidayTree\nHolidayTree ' };

it('a draft becomes names and patterns, each once', () => {
  expect(toThemeInput(draft)).toEqual({
    slug: 'fete-d-hiver-2026',
    name: 'Fête d’hiver 2026',
    emotes: [],
    names: [{ name: 'HolidayTree' }],
    patterns: [{ pattern: 'Snow*' }],
    windows: [],
  });
});

it('the last day belongs to its window', () => {
  const windows = [
    { from: '2026-12-01', to: '2026-12-31' },
    { from: '', to: '' },
    { from: '', to: '2026-12-31' },
  ];
  expect(toThemeInput({ ...draft, windows }).windows).toEqual([
    { from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
    { to: '2027-01-01T00:00:00.000Z' },
  ]);
});

it('a theme that is changed keeps its key, its emotes by id and its windows to the second', () => {
  const theme = {
    slug: 'winter',
    name: 'Winter',
    windows: [
      { from: '2024-12-01T08:00:00.000Z', to: '2024-12-31T20:00:00.000Z' },
      { from: '2025-12-01T00:00:00.000Z', to: null },
    ],
    languages: ['de', 'fr'],
  };
  const used = [
    { provider: 'TWITCH', emoteId: '1', name: 'Snow' },
    { provider: 'BTTV', emoteId: 'a', name: 'Snow' },
    { provider: 'TWITCH', emoteId: '2', name: 'Ice' },
  ] as const;
  const changed = toDraft(theme, used);
  expect(changed.windows.map(({ from, to }) => [from, to])).toEqual([
    ['2024-12-01', '2024-12-31'],
    ['2025-12-01', ''],
  ]);
  expect(
    toThemeInput({
      ...changed,
      name: 'Winter again',
      emotes: 'Snow\nTree',
      windows: [{ ...changed.windows[0]!, to: '2025-01-01' }, changed.windows[1]!],
    }),
  ).toEqual({
    slug: 'winter',
    name: 'Winter again',
    emotes: [used[0], used[1]],
    names: [{ name: 'Tree' }],
    patterns: [],
    windows: [
      { from: '2024-12-01T08:00:00.000Z', to: '2025-01-02T00:00:00.000Z' },
      { from: '2025-12-01T00:00:00.000Z' },
    ],
    languages: ['de', 'fr'],
  });
});

it.each([
  [{ name: '!!!' }, /name/],
  [{ emotes: ' \n' }, /emote/],
  [{ windows: [{ from: '2026-12-02', to: '2026-12-01' }] }, /before/],
])('%o lacks something', (change, message) => {
  expect(() => toThemeInput({ ...draft, ...change })).toThrow(message);
});

it('slugs hold letters and numbers of ASCII alone', () => {
  expect(toSlug('<b>Ünï</b> --')).toBe('b-uni-b');
});
