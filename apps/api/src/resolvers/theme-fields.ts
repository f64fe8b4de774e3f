import type { Theme as KnownTheme } from '@emotide/emotes';
import type { ThemeDefinition, ThemeParent, ThemeResolvers } from '@emotide/graphql-types';
import type { Range, ThemeScope } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { toNodeId } from '../node-id';
import { readCut } from '../series-cut';
import { toThemeWindows } from '../theme-windows';
import { parseTimeRange, type TimeArguments } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize } from './page';
import { expectFewPoints } from './usage.resolver';

/** A hundred days of hours and some to spare; more is no picture any more. */
const MOST_POINTS = 2_500;

export const Theme: Required<Omit<ThemeResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ slug }) => toNodeId({ type: 'Theme', slug }),
  slug: ({ slug }) => slug,
  name: (parent, _arguments, context) => themeOf(parent, context).name,
  windows: (parent, _arguments, context) =>
    themeOf(parent, context).windows.map(({ fromMs, toMs }) => ({ from: fromMs, to: toMs })),
  languages: (parent, _arguments, context) => themeOf(parent, context).languages ?? [],
  definition: (parent, _arguments, context) => toDefinition(themeOf(parent, context)),

  async ranking(parent, { first, ...time }, context) {
    const limit = parsePageSize(first);
    const { range, scope } = toScope(themeOf(parent, context), time, context);
    const rows = scope === undefined ? [] : await context.loaders.themeRanking.load({ theme: scope, limit });
    return {
      emotes: rows.map(({ uses, messages, chatters, ...emote }) => ({
        emote,
        uses,
        messages,
        chatters: () => Promise.resolve(chatters),
      })),
      ...toCovered('all', range),
    };
  },

  async series(parent, { granularity: asked, timezone, ...time }, context) {
    const { range, scope } = toScope(themeOf(parent, context), time, context);
    const cut = { granularity: asked ?? null, timezone: timezone ?? null };
    const { rows, granularity } = await readCut(cut, toShown(range, scope), 'MINUTE', async (by) =>
      scope === undefined || by.granularity === 'SECOND'
        ? []
        : await context.loaders.themeSeries.load({
            theme: scope,
            granularity: by.granularity,
            timezone: by.timezone,
            limit: MOST_POINTS + 1,
          }),
    );
    expectFewPoints(rows.length, MOST_POINTS);
    const points = rows.map(({ startMs, uses, runningUses }) => ({ start: startMs, uses, runningUses }));
    return { points, granularity, ...toCovered('all', range) };
  },
};

/** @throws Error when it was removed since the request began */
function themeOf({ slug }: ThemeParent, { themes }: ApiContext): KnownTheme {
  const theme = themes.find(slug);
  if (theme === undefined) throw toApiError('UNAVAILABLE', 'the theme was just removed; ask again');
  return theme;
}

/** In the words of `setTheme`, which takes it as it is. */
const toDefinition = ({ match, channels }: KnownTheme): ThemeDefinition => ({
  emotes: match.ids.map(({ provider, id, name }) => ({ provider, emoteId: id, name })),
  names: match.names,
  patterns: match.patterns,
  channelTwitchIds: channels ?? null,
});

/** @returns the time asked for, all of it when nothing is said, and what of the theme lies in it, if anything does */
function toScope(
  theme: KnownTheme,
  time: TimeArguments,
  { nowMs }: ApiContext,
): { range: Range; scope: ThemeScope | undefined } {
  const range = parseTimeRange(time, nowMs, 'ALL_TIME');
  const { match, channels, languages } = theme;
  const counted = toThemeWindows(theme, range);
  if (counted.length === 0) return { range, scope: undefined };
  const scope: ThemeScope = {
    ids: match.ids.map(({ provider, id }) => ({ provider, emoteId: id })),
    names: match.names,
    patterns: match.patterns,
    ...(channels && { channelIds: channels }),
    ...(languages && { languages }),
    windows: counted,
  };
  return { range, scope };
}

/** From the first window to the last: what is to be cut. */
const toShown = (range: Range, scope: ThemeScope | undefined): Range =>
  scope === undefined
    ? range
    : {
        fromMs: Math.min(...scope.windows.map(({ fromMs }) => fromMs)),
        toMs: Math.max(...scope.windows.map(({ toMs }) => toMs)),
      };
