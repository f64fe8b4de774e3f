import { expect, it } from 'vitest';
import { NEW_THEME, toDraft, toSlug, toThemeInput, type ThemeToChange } from './theme-draft';

const draft = { ...NEW_THEME, name: ' Fête d’hiver 2026 ', emotes: 'Snow*\n\nHolidayTree\nHolidayTree ' };

it('a draft becomes names and patterns, each once', () => {
  expect(toThemeInput(draft)).toEqual({
    slug: 'fete-d-hiver-2026',
    name: 'Fête d’hiver 2026',
    emotes: [],
    names: [{ provider: null, name: 'HolidayTree' }],
    patterns: [{ provider: null, pattern: 'Snow*' }],
    windows: [],
    channelTwitchIds: null,
    languages: null,
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
    { from: null, to: '2027-01-01T00:00:00.000Z' },
  ]);
});

const winter: ThemeToChange = {
  slug: 'winter',
  name: 'Winter <b>',
  windows: [
    { from: '2024-12-01T08:00:00.000Z', to: '2024-12-31T20:00:00.000Z' },
    { from: '2025-12-01T00:00:00.000Z', to: null },
  ],
  languages: ['de', 'zh-hk'],
  definition: {
    emotes: [
      { provider: 'TWITCH', emoteId: '1', name: 'Snow' },
      { provider: 'BTTV', emoteId: 'a', name: 'Snow' },
      { provider: 'TWITCH', emoteId: '2', name: '' },
    ],
    names: [
      { provider: null, name: 'Snow' },
      { provider: 'SEVENTV', name: '<script>' },
      { provider: null, name: '5*' },
    ],
    patterns: [
      { provider: null, pattern: 'Snow*' },
      { provider: 'FFZ', pattern: 'Ice?' },
    ],
    channelTwitchIds: ['22484632', '71092938'],
  },
};

it('a theme that nobody changed is given back as it was', () => {
  const { definition, ...own } = winter;
  expect(toThemeInput(toDraft(winter))).toEqual({ ...own, ...definition });
  const everywhere = { ...winter, windows: [{ from: null, to: null }], languages: [] };
  expect(
    toThemeInput(toDraft({ ...everywhere, definition: { ...definition, channelTwitchIds: null } })),
  ).toEqual({ ...own, ...definition, windows: everywhere.windows, channelTwitchIds: null, languages: null });
});

it('a theme that is changed keeps its key, and what is left of it', () => {
  const changed = toDraft(winter);
  expect(changed.windows.map(({ from, to }) => [from, to])).toEqual([
    ['2024-12-01', '2024-12-31'],
    ['2025-12-01', ''],
  ]);
  expect(
    toThemeInput({
      ...changed,
      name: 'Winter again',
      emotes: 'id BTTV a Snow\nTree',
      windows: [{ ...changed.windows[0]!, to: '2025-01-01' }, changed.windows[1]!],
      channels: '',
    }),
  ).toEqual({
    slug: 'winter',
    name: 'Winter again',
    emotes: [winter.definition.emotes[1]],
    names: [{ provider: null, name: 'Tree' }],
    patterns: [],
    windows: [
      { from: '2024-12-01T08:00:00.000Z', to: '2025-01-02T00:00:00.000Z' },
      { from: '2025-12-01T00:00:00.000Z', to: null },
    ],
    channelTwitchIds: null,
    languages: ['de', 'zh-hk'],
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
