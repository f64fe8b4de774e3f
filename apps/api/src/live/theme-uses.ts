import { parseDecimalId, type EmoteId } from '@emotide/domain';
import { createThemeIndex, type Theme } from '@emotide/emotes';
import type { EmoteUsage, LiveWindow, LiveWindows } from '@emotide/live';

/** What of a theme was used in one window. */
export interface ThemeUses {
  readonly uses: number;
  /** Most used first; equals by name. */
  readonly emotes: readonly EmoteUsage[];
}

/** More distinct emotes than an hour of all chat has. */
const ALL = 1_000_000;

/** Whether all of a window lies in the theme's time: in part of it, uses of other times would count. */
export function countsThroughout({ windows }: Theme, fromMs: number, toMs: number): boolean {
  return (
    windows.length === 0 ||
    windows.some(
      (one) => (one.fromMs === null || one.fromMs <= fromMs) && (one.toMs === null || toMs <= one.toMs),
    )
  );
}

/**
 * The theme's emotes among those used in a window. Without channels of its own, copies of shared chats are left out; with
 * some, those that these channels showed count, as everywhere.
 *
 * Precondition: the theme asks for no languages, which the live windows do not know.
 */
export function themeUses(windows: LiveWindows, window: LiveWindow, theme: Theme): ThemeUses {
  const index = createThemeIndex([theme]);
  const channels = theme.channels?.flatMap((id) => parseDecimalId(id) ?? []);
  const filters = channels?.map((channel) => ({ channel })) ?? [{}];
  const found = new Map<string, EmoteUsage>();
  for (const filter of filters)
    for (const usage of windows.topEmotes(window, filter, ALL)) {
      const { provider, emoteId, name } = usage;
      if (index.themesOf({ provider, id: emoteId as EmoteId, name }).length === 0) continue;
      const key = `${provider} ${emoteId}`;
      const before = found.get(key);
      found.set(key, {
        ...usage,
        uses: usage.uses + (before?.uses ?? 0),
        messages: usage.messages + (before?.messages ?? 0),
      });
    }
  const emotes = [...found.values()].sort((a, b) => b.uses - a.uses || (a.name < b.name ? -1 : 1));
  return { uses: emotes.reduce((sum, { uses }) => sum + uses, 0), emotes };
}
