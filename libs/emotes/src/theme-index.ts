import type { EmoteId, Provider } from '@emotide/domain';
import { matchesGlob } from './glob';
import type { Theme, ThemePattern } from './theme';

/** By what an emote is a theme's. `NAME`: its id is not known to the theme, so it may be pinned (`pinName`). */
export type ThemeMatchedBy = 'ID' | 'NAME' | 'PATTERN';

export interface ThemeMembership {
  readonly theme: Theme;
  readonly by: ThemeMatchedBy;
}

export interface ThemeCandidate {
  readonly provider: Provider;
  readonly id: EmoteId;
  readonly name: string;
}

/** Which themes an emote is in. Immutable: other themes make a new one. */
export interface ThemeIndex {
  /** Each theme once, with the surest reason, in the order of the themes given. Windows are the asker's matter. */
  themesOf(emote: ThemeCandidate): readonly ThemeMembership[];
}

/** Themes by what they match: an emote costs three look-ups and one step for each pattern there is. */
export function createThemeIndex(themes: readonly Theme[]): ThemeIndex {
  const byId = new Map<string, number[]>();
  const byName = new Map<string, number[]>();
  const patterns: (ThemePattern & { readonly number: number })[] = [];
  themes.forEach(({ match }, number) => {
    for (const { provider, id } of match.ids) append(byId, keyOf(provider, id), number);
    for (const { provider, name } of match.names) append(byName, keyOf(provider, name), number);
    for (const pattern of match.patterns) patterns.push({ ...pattern, number });
  });

  return {
    themesOf({ provider, id, name }) {
      const found = new Map<number, ThemeMatchedBy>();
      for (const number of byId.get(keyOf(provider, id)) ?? NONE) found.set(number, 'ID');
      for (const key of [keyOf(provider, name), keyOf(null, name)])
        for (const number of byName.get(key) ?? NONE) if (!found.has(number)) found.set(number, 'NAME');
      for (const { provider: of, pattern, number } of patterns) {
        if (found.has(number) || (of !== null && of !== provider)) continue;
        if (matchesGlob(pattern, name)) found.set(number, 'PATTERN');
      }
      return Array.from(found)
        .sort(([a], [b]) => a - b)
        .flatMap(([number, by]) => {
          const theme = themes[number];
          return theme === undefined ? [] : [{ theme, by }];
        });
    },
  };
}

const NONE: readonly number[] = [];

function keyOf(provider: Provider | null, text: string): string {
  return `${provider ?? ''} ${text}`;
}

function append(lists: Map<string, number[]>, key: string, number: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [number]);
  else list.push(number);
}
