import type { ChannelId, EmoteId, Provider } from '@emotide/domain';

/** A span of a theme's life: `fromMs` is the first moment of it, `toMs` the first one after it; null: open. */
export interface ThemeWindow {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** An emote by id. */
export interface ThemeEmote {
  readonly provider: Provider;
  readonly id: EmoteId;
  /** For people; empty where it is not known. It matches nothing. */
  readonly name: string;
}

/** An emote whose id is not known yet, by exact name. Null: of any provider. */
export interface ThemeName {
  readonly provider: Provider | null;
  readonly name: string;
}

/** Emotes by a glob ({@link matchesGlob}) over their names. Null: of any provider. */
export interface ThemePattern {
  readonly provider: Provider | null;
  readonly pattern: string;
}

/** An emote is a theme's when any of these holds. */
export interface ThemeMatch {
  readonly ids: readonly ThemeEmote[];
  readonly names: readonly ThemeName[];
  readonly patterns: readonly ThemePattern[];
}

/** Emotes that are told of together: data, so a new one applies to the past at once. */
export interface Theme {
  /** Lower-case words and numbers between single hyphens; the theme's key for good. */
  readonly slug: string;
  readonly name: string;
  /** In order and apart from each other; none: always. */
  readonly windows: readonly ThemeWindow[];
  readonly match: ThemeMatch;
  /** Only uses in these channels are the theme's; absent: in all. */
  readonly channels?: readonly ChannelId[];
  /** Only uses in channels of these languages, as Helix spells them; absent: in all. */
  readonly languages?: readonly string[];
}

/** Whether a moment lies in a window of the theme. */
export function isInWindow({ windows }: Theme, atMs: number): boolean {
  return (
    windows.length === 0 ||
    windows.some(({ fromMs, toMs }) => (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs))
  );
}

/**
 * The theme with one of its names pinned: from now on this id is meant, and no other emote of that name. The names
 * of all other providers stay as they were; a name of any provider is given up.
 *
 * @returns the same theme when it has no such name
 */
export function pinName(theme: Theme, emote: ThemeEmote): Theme {
  const { ids, names } = theme.match;
  const left = names.filter(
    ({ provider, name }) => name !== emote.name || (provider !== null && provider !== emote.provider),
  );
  if (left.length === names.length) return theme;
  const isKnown = ids.some(({ provider, id }) => provider === emote.provider && id === emote.id);
  return { ...theme, match: { ...theme.match, ids: isKnown ? ids : [...ids, emote], names: left } };
}
