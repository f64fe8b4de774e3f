import type { EmoteId, Provider } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTheme } from './parse-theme';
import { isInWindow, pinName, type Theme } from './theme';
import { createThemeIndex } from './theme-index';

const id = (text: string) => text as EmoteId;
const theme = (slug: string, change: Partial<Theme['match']> = {}, rest: Partial<Theme> = {}): Theme => ({
  slug,
  name: slug,
  windows: [],
  match: { ids: [], names: [], patterns: [], ...change },
  ...rest,
});
const footies = theme('footies', {
  ids: [{ provider: 'TWITCH', id: id('1120102'), name: 'PogFooty' }],
  names: [{ provider: 'TWITCH', name: 'CupFooty' }],
  patterns: [{ provider: null, pattern: '*Footy' }],
});

describe('createThemeIndex', () => {
  const themesOf = (themes: readonly Theme[], provider: Provider, emoteId: string, name: string) =>
    createThemeIndex(themes)
      .themesOf({ provider, id: id(emoteId), name })
      .map(({ theme: { slug }, by }) => `${slug} ${by}`);

  it('says by what an emote is a theme’s, and the surest of several reasons', () => {
    expect(themesOf([footies], 'TWITCH', '1120102', 'PogFooty')).toEqual(['footies ID']);
    expect(themesOf([footies], 'TWITCH', '1120102', 'CupFooty')).toEqual(['footies ID']);
    expect(themesOf([footies], 'TWITCH', '7', 'CupFooty')).toEqual(['footies NAME']);
    expect(themesOf([footies], 'BTTV', '7', 'CupFooty')).toEqual(['footies PATTERN']);
    expect(themesOf([footies], 'TWITCH', '7', 'Footy2')).toEqual([]);
  });

  it('finds an emote in every theme that has it, in the order of the themes', () => {
    const themes = [
      theme('pattern', { patterns: [{ provider: 'TWITCH', pattern: 'Pog*' }] }),
      theme('other', { ids: [{ provider: 'TWITCH', id: id('1'), name: '' }] }),
      theme('name', { names: [{ provider: null, name: 'PogFooty' }] }),
      footies,
    ];
    expect(themesOf(themes, 'TWITCH', '1120102', 'PogFooty')).toEqual([
      'pattern PATTERN',
      'name NAME',
      'footies ID',
    ]);
  });

  it('tells the providers’ ids, names and patterns apart', () => {
    const themes = [
      theme('t', {
        ids: [{ provider: 'FFZ', id: id('1'), name: '' }],
        names: [{ provider: 'BTTV', name: 'Pog' }],
        patterns: [{ provider: 'SEVENTV', pattern: 'Kek*' }],
      }),
    ];
    expect(themesOf(themes, 'TWITCH', '1', 'x')).toEqual([]);
    expect(themesOf(themes, 'FFZ', '2', 'Pog')).toEqual([]);
    expect(themesOf(themes, 'BTTV', '2', 'KekW')).toEqual([]);
    expect(themesOf(themes, 'SEVENTV', '2', 'KekW')).toEqual(['t PATTERN']);
  });
});

describe('pinName', () => {
  it('means one id from then on, and no other emote of the name', () => {
    const pinned = pinName(footies, { provider: 'TWITCH', id: id('42'), name: 'CupFooty' });
    const by = (emoteId: string) =>
      createThemeIndex([{ ...pinned, match: { ...pinned.match, patterns: [] } }])
        .themesOf({ provider: 'TWITCH', id: id(emoteId), name: 'CupFooty' })
        .map((membership) => membership.by);
    expect([by('42'), by('43')]).toEqual([['ID'], []]);
    expect(footies.match.names).toHaveLength(1);
  });

  it('leaves a theme alone that has no such name, and another provider’s name', () => {
    const emote = { provider: 'BTTV', id: id('42'), name: 'CupFooty' } as const;
    expect(pinName(footies, emote)).toBe(footies);
  });
});

describe('isInWindow', () => {
  it('begins with a window’s first moment and ends before its last, in each of them', () => {
    const windows = [
      { fromMs: null, toMs: 10 },
      { fromMs: 20, toMs: 30 },
      { fromMs: 40, toMs: null },
    ];
    const at = (ms: number) => isInWindow(theme('t', {}, { windows }), ms);
    expect([9, 10, 19, 20, 29, 30, 39, 40, 1e15].filter(at)).toEqual([9, 20, 29, 40, 1e15]);
  });

  it('is always where a theme has no windows', () => {
    expect(isInWindow(theme('t'), 0)).toBe(true);
  });
});

describe('parseTheme', () => {
  const DAY_MS = 86_400_000;
  const START_MS = Date.UTC(2018, 5, 11);
  const good = {
    slug: 'world-cup',
    name: ' World Cup ',
    windows: [
      { fromMs: START_MS + 2 * DAY_MS, toMs: null },
      { fromMs: null, toMs: START_MS },
    ],
    match: {
      ids: [{ provider: 'TWITCH', id: '1120102' }],
      names: [{ name: 'CupFooty' }],
      patterns: [{ provider: 'SEVENTV', pattern: '*Footy' }],
    },
    channels: ['22484632'],
    languages: ['en', 'zh-hk', 'other'],
  };
  const problems = (change: object) => {
    const parsed = parseTheme({ ...good, ...change });
    return parsed.type === 'bad' ? parsed.problems : [];
  };

  it('puts windows in order and fills in what was left out', () => {
    expect(parseTheme(good)).toEqual({
      type: 'ok',
      theme: {
        ...good,
        name: 'World Cup',
        windows: good.windows.toReversed(),
        match: {
          ids: [{ provider: 'TWITCH', id: '1120102', name: '' }],
          names: [{ provider: null, name: 'CupFooty' }],
          patterns: good.match.patterns,
        },
      },
    });
  });

  it('takes windows that touch', () => {
    const windows = [
      { fromMs: START_MS, toMs: START_MS + DAY_MS },
      { fromMs: START_MS + DAY_MS, toMs: null },
    ];
    expect(problems({ windows })).toEqual([]);
  });

  it('reads what it gave', () => {
    const parsed = parseTheme(good);
    if (parsed.type === 'ok') expect(parseTheme(JSON.parse(JSON.stringify(parsed.theme)))).toEqual(parsed);
    expect(parsed.type).toBe('ok');
  });

  it.each<[string, object]>([
    ['slug', { slug: 'World Cup' }],
    ['slug', { slug: 'a--b' }],
    ['slug', { slug: 'x'.repeat(65) }],
    ['name', { name: '' }],
    ['name', { name: 'a\u0000b' }],
    ['windows.0', { windows: [{ fromMs: START_MS, toMs: START_MS }] }],
    // Seconds, where milliseconds are meant.
    ['windows.0.fromMs', { windows: [{ fromMs: START_MS / 1000, toMs: null }] }],
    [
      'windows: two of them overlap',
      {
        windows: [
          { fromMs: START_MS, toMs: null },
          { fromMs: START_MS + 1, toMs: null },
        ],
      },
    ],
    [
      'windows: two of them overlap',
      {
        windows: [
          { fromMs: null, toMs: START_MS },
          { fromMs: null, toMs: START_MS },
        ],
      },
    ],
    ['match: matches nothing', { match: {} }],
    ['match.ids.0.provider', { match: { ids: [{ provider: 'TWITTER', id: '1' }] } }],
    ['match.ids.0.id', { match: { ids: [{ provider: 'FFZ', id: 'a b' }] } }],
    ['match.names.0.name', { match: { names: [{ name: '\ud83d' }] } }],
    ['match.patterns.0.pattern', { match: { patterns: [{ pattern: '*?a*' }] } }],
    ['match.patterns.0.pattern', { match: { patterns: [{ pattern: 'a'.repeat(101) }] } }],
    [
      'match.patterns',
      { match: { patterns: Array.from({ length: 101 }, (_, i) => ({ pattern: `ab${i}` })) } },
    ],
    ['channels.0', { channels: ['forsen'] }],
    ['channels', { channels: [] }],
    ['languages.0', { languages: ['English'] }],
    ['admin', { admin: true }],
  ])('refuses a bad %s', (where, change) => {
    expect(problems(change).join('\n')).toContain(where);
  });

  it('answers anything at all with a theme or with problems', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(good)), (anything, key) => {
        expect(parseTheme(anything).type).toBe('bad');
        expect(problems({ [key]: anything }).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
