import type { Provider, ThemeInput } from '../../graphql/generated';
import type { ThemeWindow } from './theme-windows';

/** A theme as it is written into the form. */
export interface ThemeDraft {
  /** The theme's key for good; absent: a new theme, named after its name. */
  readonly slug?: string;
  readonly name: string;
  /** Emotes' names, one a line; `*` stands for any characters. */
  readonly emotes: string;
  /** Emotes that are meant by id when a line has their name. */
  readonly known: readonly KnownEmote[];
  readonly windows: readonly WindowDraft[];
  /** As Twitch spells them, with blanks or commas between; empty: all. */
  readonly languages: string;
}

export interface KnownEmote {
  readonly provider: Provider;
  readonly emoteId: string;
  readonly name: string;
}

/** `2026-12-01`, or empty; days of UTC, both included. */
export interface WindowDraft {
  readonly from: string;
  readonly to: string;
  /** The window that these days were made of: as long as they are left, its times of day are kept. */
  readonly of?: ThemeWindow;
}

export const NEW_THEME: ThemeDraft = { name: '', emotes: '', known: [], windows: [], languages: '' };

const DAY_MS = 86_400_000;

/**
 * A theme that there is, to be changed. The server tells which of its emotes were used, and not what else is on its list.
 *
 * @param used its emotes that were used
 */
export function toDraft(
  theme: {
    readonly slug: string;
    readonly name: string;
    readonly windows: readonly ThemeWindow[];
    readonly languages: readonly string[];
  },
  used: readonly KnownEmote[],
): ThemeDraft {
  return {
    slug: theme.slug,
    name: theme.name,
    emotes: [...new Set(used.map(({ name }) => name))].join('\n'),
    known: used,
    windows: theme.windows.map((window) => ({ ...toDays(window), of: window })),
    languages: theme.languages.join(', '),
  };
}

/** What the api is asked to make of a draft. @throws Error saying what is missing */
export function toThemeInput({
  slug: given,
  name,
  emotes,
  known,
  windows,
  languages,
}: ThemeDraft): ThemeInput {
  const slug = given ?? toSlug(name);
  if (slug === '' || name.trim() === '') throw new Error('A name of letters or numbers is needed.');
  const lines = [...new Set(emotes.split('\n').map((line) => line.trim()))].filter(Boolean);
  if (lines.length === 0) throw new Error('At least one emote is needed.');
  const isKnown = new Set(known.map((emote) => emote.name));
  const codes = languages.split(/[\s,]+/).filter(Boolean);
  return {
    slug,
    name: name.trim(),
    emotes: known
      .filter((emote) => lines.includes(emote.name))
      .map(({ provider, emoteId, name: own }) => ({ provider, emoteId, name: own })),
    names: lines.filter((line) => !line.includes('*') && !isKnown.has(line)).map((line) => ({ name: line })),
    patterns: lines
      .filter((line) => line.includes('*') && !isKnown.has(line))
      .map((pattern) => ({ pattern })),
    windows: windows.filter(({ from, to }) => from !== '' || to !== '').map(toWindow),
    ...(codes.length > 0 && { languages: codes }),
  };
}

function toWindow({ from, to, of }: WindowDraft): { from?: string; to?: string } {
  if (from !== '' && to !== '' && from > to) throw new Error('It ends before it begins.');
  const days = of && toDays(of);
  const start = days?.from === from ? of?.from : from && new Date(Date.parse(from)).toISOString();
  // The end of a window is not included.
  const end = days?.to === to ? of?.to : to && new Date(Date.parse(to) + DAY_MS).toISOString();
  return { ...(start && { from: start }), ...(end && { to: end }) };
}

const toDays = ({ from, to }: ThemeWindow): { from: string; to: string } => ({
  from: from?.slice(0, 10) ?? '',
  to: to === null ? '' : new Date(Date.parse(to) - 1).toISOString().slice(0, 10),
});

/** Lower-case words and numbers between single hyphens. */
export const toSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
