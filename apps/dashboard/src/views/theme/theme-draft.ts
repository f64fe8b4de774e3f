import type { ThemeInput } from '../../graphql/generated';

/** A theme as it is written into the form. */
export interface ThemeDraft {
  readonly name: string;
  /** Emotes' names, one a line; `*` stands for any characters. */
  readonly emotes: string;
  /** `2026-12-01`, or empty; days of UTC, both included. */
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** What the api is asked to make of a draft. @throws Error saying what is missing */
export function toThemeInput({ name, emotes, from, to }: ThemeDraft): ThemeInput {
  const slug = toSlug(name);
  if (slug === '') throw new Error('A name of letters or numbers is needed.');
  const lines = [...new Set(emotes.split('\n').map((line) => line.trim()))].filter(Boolean);
  if (lines.length === 0) throw new Error('At least one emote is needed.');
  if (from !== '' && to !== '' && from > to) throw new Error('It ends before it begins.');
  return {
    slug,
    name: name.trim(),
    names: lines.filter((line) => !line.includes('*')).map((line) => ({ name: line })),
    patterns: lines.filter((line) => line.includes('*')).map((pattern) => ({ pattern })),
    windows:
      from === '' && to === ''
        ? []
        : [
            {
              ...(from !== '' && { from: new Date(Date.parse(from)).toISOString() }),
              // The end of a window is not included.
              ...(to !== '' && { to: new Date(Date.parse(to) + DAY_MS).toISOString() }),
            },
          ],
  };
}

/** Lower-case words and numbers between single hyphens. */
export const toSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
