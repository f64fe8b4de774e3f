import type { ThemeInput, ThemeToChangeQuery } from '../../graphql/generated';
import { parseThemeLines, toThemeLines } from './theme-lines';
import type { ThemeWindow } from './theme-windows';

/** A theme as it is written into the form. */
export interface ThemeDraft {
  /** The theme's key for good; absent: a new theme, named after its name. */
  readonly slug?: string;
  readonly name: string;
  /** What makes an emote its own, one thing a line: see `theme-lines.ts`. */
  readonly emotes: string;
  readonly windows: readonly WindowDraft[];
  /** Twitch's ids, with blanks or commas between; empty: all. */
  readonly channels: string;
  /** As Twitch spells them, with blanks or commas between; empty: all. */
  readonly languages: string;
}

/** `2026-12-01`, or empty; days of UTC, both included. */
export interface WindowDraft {
  readonly from: string;
  readonly to: string;
  /** The window that these days were made of: as long as they are left, its times of day are kept. */
  readonly of?: ThemeWindow;
}

/** A theme that there is, with all that it is made of. */
export type ThemeToChange = NonNullable<ThemeToChangeQuery['theme']>;

export const NEW_THEME: ThemeDraft = { name: '', emotes: '', windows: [], channels: '', languages: '' };

const DAY_MS = 86_400_000;

/** A theme that there is, to be changed: what is left as it is, {@link toThemeInput} gives back as it was. */
export function toDraft({ slug, name, windows, languages, definition }: ThemeToChange): ThemeDraft {
  return {
    slug,
    name,
    emotes: toThemeLines(definition),
    windows: windows.map((window) => ({ ...toDays(window), of: window })),
    channels: definition.channelTwitchIds?.join(', ') ?? '',
    languages: languages.join(', '),
  };
}

/** What the api is asked to make of a draft. @throws Error saying what is missing */
export function toThemeInput(draft: ThemeDraft): ThemeInput {
  const slug = draft.slug ?? toSlug(draft.name);
  const name = draft.name.trim();
  if (slug === '' || name === '') throw new Error('A name of letters or numbers is needed.');
  const { emotes, names, patterns } = parseThemeLines(draft.emotes);
  if (emotes.length + names.length + patterns.length === 0) throw new Error('At least one emote is needed.');
  return {
    slug,
    name,
    emotes,
    names,
    patterns,
    windows: draft.windows.filter(isSaid).map(toWindow),
    channelTwitchIds: toWords(draft.channels),
    languages: toWords(draft.languages),
  };
}

/** Null where nothing is written: all. */
function toWords(text: string): readonly string[] | null {
  const words = text.split(/[\s,]+/).filter(Boolean);
  return words.length === 0 ? null : words;
}

/** A window without days is one that was open at both ends, or a line that nobody filled in. */
const isSaid = ({ from, to, of }: WindowDraft): boolean =>
  from !== '' || to !== '' || (of?.from === null && of.to === null);

function toWindow({ from, to, of }: WindowDraft): ThemeWindow {
  if (from !== '' && to !== '' && from > to) throw new Error('It ends before it begins.');
  const days = of && toDays(of);
  const start = days?.from === from ? of?.from : from && new Date(Date.parse(from)).toISOString();
  // The end of a window is not included.
  const end = days?.to === to ? of?.to : to && new Date(Date.parse(to) + DAY_MS).toISOString();
  return { from: start || null, to: end || null };
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
