import type { Theme } from '@emotide/emotes';
import type { ResolversTypes, SubscriptionResolvers } from '@emotide/graphql-types';
import { LIVE_WINDOWS, type LiveWindow } from '@emotide/live';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import type { LiveKnowledge } from '../../live/live-feed';
import { parsePushInterval } from '../../live/push-interval';
import { countsThroughout, themeUses } from '../../live/theme-uses';
import { parsePageSize } from '../page';

const WINDOWS = Object.keys(LIVE_WINDOWS) as readonly LiveWindow[];

export const liveThemeTrend: NonNullable<SubscriptionResolvers<ApiContext>['themeTrend']> = {
  subscribe(_parent, { slug, window, first, every }, { themes, live }) {
    const limit = parsePageSize(first);
    const everyMs = parsePushInterval(every);
    const theme = themes.find(slug);
    if (theme === undefined) throw toApiError('BAD_ARGUMENT', 'no theme has this slug');
    if (theme.languages !== undefined)
      throw toApiError('BAD_ARGUMENT', 'a theme of languages is asked of the queries');
    return live.follow({
      name: ['themeTrend', slug, limit],
      window,
      everyMs,
      // One that was changed meanwhile is as it is now; one that was removed is as it was.
      evaluate: (known) => toTrend(known, themes.find(slug) ?? theme, window, limit),
    });
  },
  resolve: (answer: ResolversTypes['LiveThemeTrend']) => answer,
};

function toTrend(known: LiveKnowledge | undefined, theme: Theme, asked: LiveWindow, limit: number) {
  if (known === undefined) return { emotes: null, windows: null };
  const each = WINDOWS.map((window) => {
    const { fromSecond, toSecond } = known.windows.range(window);
    const counts = countsThroughout(theme, fromSecond * 1_000, toSecond * 1_000);
    return { window, found: counts ? themeUses(known.windows, window, theme) : undefined };
  });
  const emotes = each.find(({ window }) => window === asked)?.found?.emotes ?? [];
  return {
    emotes: emotes.slice(0, limit).map(({ uses, messages, ...emote }) => ({ emote, uses, messages })),
    windows: each.map(({ window, found }) => ({ window, uses: found?.uses ?? null })),
  };
}
