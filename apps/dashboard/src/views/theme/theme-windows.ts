import type { TimeFormat } from '../../format/times';

export interface ThemeWindow {
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether a theme counts at a time; one without windows always does. */
export const isOpenAt = (windows: readonly ThemeWindow[], ms: number): boolean =>
  windows.length === 0 ||
  windows.some(
    ({ from, to }) => (from === null || Date.parse(from) <= ms) && (to === null || ms < Date.parse(to)),
  );

const MOST_WINDOWS = 2;

/** When a theme counts, in words; of many windows the latest. */
export function toWindowWords(windows: readonly ThemeWindow[], format: TimeFormat): string {
  if (windows.length === 0) return 'always';
  const words = windows.slice(-MOST_WINDOWS).map(({ from, to }) => {
    if (from === null) return to === null ? 'always' : `until ${format.date(Date.parse(to))}`;
    const start = format.date(Date.parse(from));
    // The end is not included: a window up to midnight ends the day before.
    return to === null ? `since ${start}` : `${start} – ${format.date(Date.parse(to) - 1)}`;
  });
  const more = windows.length - MOST_WINDOWS;
  return more > 0 ? `${words.join(', ')} and ${more} earlier` : words.join(', ');
}
