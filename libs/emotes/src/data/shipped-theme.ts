import type { ClassRule } from '../class-rules';
import type { Theme, ThemeWindow } from '../theme';
import { readIdNames } from './id-names';

/** A theme that comes with the product, and what else is known of it. */
export interface ShippedTheme {
  readonly theme: Theme;
  /** How people came by its emotes; part of a sentence. */
  readonly obtained: string;
  /** The rule by which its emotes get their class, unless they are free; null where the theme says nothing of it. */
  readonly unlockRule: ClassRule | null;
  readonly sources: readonly string[];
}

/** A theme as a person writes it down. */
interface ThemeFacts extends Pick<ShippedTheme, 'obtained' | 'unlockRule' | 'sources'> {
  readonly slug: string;
  readonly name: string;
  /** First and last day or month, UTC, both within; null: to this day. */
  readonly days: readonly (readonly [first: string, last: string | null])[];
  /** `id=name`, between white space */
  readonly ids: string;
  /** Between white space; empty for none */
  readonly names: string;
}

export function shippedTheme(facts: ThemeFacts): ShippedTheme {
  const { slug, name, days, ids, names, obtained, unlockRule, sources } = facts;
  return {
    theme: {
      slug,
      name,
      windows: days.map(([first, last]) => toWindow(first, last)),
      match: {
        ids: readIdNames(ids).map((emote) => ({ provider: 'TWITCH', ...emote })),
        names: readWords(names).map((word) => ({ provider: 'TWITCH', name: word })),
        patterns: [],
      },
    },
    obtained,
    unlockRule,
    sources,
  };
}

function toWindow(first: string, last: string | null): ThemeWindow {
  return { fromMs: Date.parse(first), toMs: last === null ? null : endOf(last) };
}

/** The first moment after a day (`2018-07-15`) or a month (`2020-04`). */
function endOf(dayOrMonth: string): number {
  const date = new Date(dayOrMonth);
  if (dayOrMonth.length === 'yyyy-mm'.length) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCDate(date.getUTCDate() + 1);
  return date.getTime();
}

function readWords(list: string): readonly string[] {
  return list.split(/\s+/).filter((word) => word !== '');
}
