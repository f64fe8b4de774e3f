import type { Provider } from '@emotide/domain';
import { PROVIDER_COLUMN, type EmoteKey } from './emote-columns';
import type { Bucketing } from './granularity';
import type { Range } from './range';
import { toReadPlan, toTable, type ReadPlan } from './read-plan';
import { toListedChannels } from './scope';
import type { Parameters } from './store';

/** Which emotes are a theme's: by id, by exact name or by pattern. */
export interface ThemeMatch {
  readonly ids: readonly EmoteKey[];
  /** Provider null: of any. */
  readonly names: readonly { readonly provider: Provider | null; readonly name: string }[];
  /** Globs over names: `*` is any run of characters, `?` one. */
  readonly patterns: readonly { readonly provider: Provider | null; readonly pattern: string }[];
}

/** Which uses are a theme's: its emotes in some channels and windows. */
export interface ThemeScope extends ThemeMatch {
  /** Only in these channels, by Twitch id; all when absent. */
  readonly channelIds?: readonly string[];
  /** Only in channels that last streamed in one of these languages; all when absent. */
  readonly languages?: readonly string[];
  /** When it counts; windows must not overlap. At least one, of whole minutes. */
  readonly windows: readonly Range[];
}

/**
 * The emotes, in columns `provider`, `emote_id` and `emote_name`. Ids and names are looked for by themselves first, which
 * costs a look at each distinct one, or at an index; whose they are is asked of what was found.
 */
export function toMatchCondition(match: ThemeMatch): string {
  const { ofAny, ofOne } = toNames(match);
  const ways = [
    ...(match.ids.length > 0
      ? [
          `emote_id IN {ids:Array(String)}
            AND (toString(provider), emote_id) IN arrayZip({id_providers:Array(String)}, {ids:Array(String)})`,
        ]
      : []),
    ...(ofAny.length > 0 ? ['emote_name IN {names:Array(String)}'] : []),
    ...(ofOne.length > 0
      ? [
          `emote_name IN {provider_names:Array(String)}
            AND (toString(provider), emote_name) IN arrayZip({name_providers:Array(String)}, {provider_names:Array(String)})`,
        ]
      : []),
    ...(match.patterns.length > 0
      ? [
          `arrayExists((of, pattern) -> emote_name LIKE pattern AND (of = '' OR of = toString(provider)),
            {pattern_providers:Array(String)}, {patterns:Array(String)})`,
        ]
      : []),
  ];
  return ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`;
}

function toNames({ names }: ThemeMatch) {
  const ofAny = names.filter(({ provider }) => provider === null);
  const ofOne = names.flatMap(({ provider, name }) => (provider === null ? [] : [{ provider, name }]));
  return { ofAny, ofOne };
}

/** Binds what {@link toMatchCondition} names. */
export function toMatchParameters(match: ThemeMatch): Parameters {
  const { ids, patterns } = match;
  const { ofAny, ofOne } = toNames(match);
  return {
    ...(ids.length > 0 && {
      id_providers: ids.map(({ provider }) => PROVIDER_COLUMN[provider]),
      ids: ids.map(({ emoteId }) => emoteId),
    }),
    ...(ofAny.length > 0 && { names: ofAny.map(({ name }) => name) }),
    ...(ofOne.length > 0 && {
      name_providers: ofOne.map(({ provider }) => PROVIDER_COLUMN[provider]),
      provider_names: ofOne.map(({ name }) => name),
    }),
    ...(patterns.length > 0 && {
      pattern_providers: patterns.map(({ provider }) => (provider === null ? '' : PROVIDER_COLUMN[provider])),
      patterns: patterns.map(({ pattern }) => toLikePattern(pattern)),
    }),
  };
}

/**
 * From the first window to the end of the last, cut at the windows' borders as at those of the buckets, so that every
 * row that is read lies in a window whole or not at all.
 *
 * @throws RangeError as `toRangeParameters` does
 */
export function toThemePlan({ windows }: ThemeScope, bucketing?: Bucketing): ReadPlan {
  const range = toHull(windows);
  if (bucketing?.type === 'steps' && bucketing.step < 3_600) return toReadPlan(range, bucketing);
  const borders = windows.flatMap(({ fromMs, toMs }) => [fromMs / 1_000, toMs / 1_000]);
  const listed = bucketing?.type === 'listed' ? bucketing.starts : [];
  return toReadPlan(range, { type: 'listed', starts: [...borders, ...listed] });
}

/** From the first window's start to the last one's end. Precondition: at least one window. */
export const toHull = (windows: readonly Range[]): Range => ({
  fromMs: Math.min(...windows.map(({ fromMs }) => fromMs)),
  toMs: Math.max(...windows.map(({ toMs }) => toMs)),
});

/**
 * Channels and emotes, in tables by channel. A sum over channels has a shared chat's message once, where it was sent; one of
 * chosen channels has what each showed.
 */
const toChannelsCondition = ({ channelIds, languages, ...match }: ThemeScope): string =>
  [
    channelIds ? toListedChannels('channel_ids') : 'NOT shared_copy',
    ...(languages
      ? [
          `channel_id IN (
            SELECT channel_id FROM stream_states GROUP BY channel_id
            HAVING has({languages:Array(String)}, argMaxIf(language, since, language != '')))`,
        ]
      : []),
    toMatchCondition(match),
  ].join(' AND ');

/** @param time column of the row's time */
const toWindowsCondition = (time: string): string =>
  `arrayExists((since, until) -> ${time} >= toDateTime(since, 'UTC') AND ${time} < toDateTime(until, 'UTC'),
    {froms:Array(UInt32)}, {tos:Array(UInt32)})`;

/** A theme's uses in the table of each channel's minutes. */
export const toThemeCondition = (scope: ThemeScope): string =>
  `${toChannelsCondition(scope)} AND ${toWindowsCondition('minute')}`;

/**
 * A table expression of a theme's uses, with `at` and the columns asked for.
 *
 * @param plan of {@link toThemePlan}
 */
export function toThemeTable(scope: ThemeScope, plan: ReadPlan, columns: string): string {
  const isGlobal = scope.channelIds === undefined && scope.languages === undefined;
  const suffix = isGlobal ? '_global' : '';
  const table = toTable({
    plan,
    grains: { HOUR: `emote_hour${suffix}`, MINUTE: `emote_minute${suffix}` },
    columns,
    condition: isGlobal ? toMatchCondition(scope) : toChannelsCondition(scope),
  });
  return scope.windows.length === 1 ? table : `(SELECT * FROM ${table} WHERE ${toWindowsCondition('at')})`;
}

/** Binds what {@link toThemeTable} names, but for the plan. */
export const toThemeParameters = (scope: ThemeScope): Parameters => ({
  ...toMatchParameters(scope),
  froms: scope.windows.map(({ fromMs }) => fromMs / 1_000),
  tos: scope.windows.map(({ toMs }) => toMs / 1_000),
  ...(scope.channelIds && { channel_ids: scope.channelIds }),
  ...(scope.languages && { languages: scope.languages }),
});

/** A glob as SQL's LIKE has it. */
export function toLikePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, (char) => `\\${char}`)
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
