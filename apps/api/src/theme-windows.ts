import type { Theme } from '@emotide/emotes';
import type { Range } from '@emotide/store';
import { toWholeMinutes } from '@emotide/store';

/**
 * When a theme counts within a range: its windows, cut to it; the range itself when it has none. Empty where no window
 * touches the range. Times of windows are whole minutes outwards, and touching ones are one.
 */
export function toThemeWindows({ windows }: Theme, range: Range): Range[] {
  if (windows.length === 0) return [range];
  const found: Range[] = [];
  for (const { fromMs, toMs } of windows) {
    const from = Math.max(fromMs ?? range.fromMs, range.fromMs);
    const to = Math.min(toMs ?? range.toMs, range.toMs);
    if (from >= to) continue;
    const window = toWholeMinutes(from, to);
    const last = found.at(-1);
    if (last !== undefined && window.fromMs <= last.toMs)
      found[found.length - 1] = { fromMs: last.fromMs, toMs: window.toMs };
    else found.push(window);
  }
  return found;
}
