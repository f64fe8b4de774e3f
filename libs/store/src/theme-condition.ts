import type { Provider } from '@emotide/domain';
import { PROVIDER_COLUMN, type EmoteKey } from './emote-columns';
import { toRangeParameters, type Range } from './range';
import type { Parameters } from './store';

/** Which uses are a theme's: emotes by id, by exact name or by pattern, in some channels and windows. */
export interface ThemeScope {
  readonly ids: readonly EmoteKey[];
  /** Provider null: of any. */
  readonly names: readonly { readonly provider: Provider | null; readonly name: string }[];
  /** Globs over names: `*` is any run of characters, `?` one. */
  readonly patterns: readonly { readonly provider: Provider | null; readonly pattern: string }[];
  /** Only in these channels, by Twitch id; all when absent. */
  readonly channelIds?: readonly string[];
  /** Only in channels that last streamed in one of these languages; all when absent. */
  readonly languages?: readonly string[];
  /** When it counts; windows must not overlap. At least one, of whole minutes. */
  readonly windows: readonly Range[];
}

/** A sum over channels has a shared chat's message once, where it was sent; one of chosen channels has what each showed. */
export const toThemeCondition = ({ channelIds, languages }: ThemeScope): string => `
  ${
    channelIds
      ? 'channel_id IN arrayMap(one -> toUInt64(one), {channel_ids:Array(String)})'
      : 'NOT shared_copy'
  }
  ${
    languages
      ? `AND channel_id IN (
           SELECT channel_id FROM stream_states GROUP BY channel_id
           HAVING has({languages:Array(String)}, argMaxIf(language, since, language != '')))`
      : ''
  }
  AND arrayExists((from, to) -> minute >= toDateTime(from, 'UTC') AND minute < toDateTime(to, 'UTC'),
    {froms:Array(UInt32)}, {tos:Array(UInt32)})
  AND (
    (toString(provider), emote_id) IN arrayZip({id_providers:Array(String)}, {ids:Array(String)})
    OR has({names:Array(String)}, emote_name)
    OR (toString(provider), emote_name) IN arrayZip({name_providers:Array(String)}, {provider_names:Array(String)})
    OR arrayExists((of, pattern) -> (of = '' OR of = toString(provider)) AND emote_name LIKE pattern,
      {pattern_providers:Array(String)}, {patterns:Array(String)})
  )`;

/** Binds what {@link toThemeCondition} names. @throws RangeError as {@link toRangeParameters} does */
export function toThemeParameters(scope: ThemeScope): Parameters {
  const windows = scope.windows.map(toRangeParameters);
  const ofAny = scope.names.filter(({ provider }) => provider === null);
  const ofOne = scope.names.flatMap(({ provider, name }) => (provider === null ? [] : [{ provider, name }]));
  return {
    froms: windows.map(({ from }) => from),
    tos: windows.map(({ to }) => to),
    id_providers: scope.ids.map(({ provider }) => PROVIDER_COLUMN[provider]),
    ids: scope.ids.map(({ emoteId }) => emoteId),
    names: ofAny.map(({ name }) => name),
    name_providers: ofOne.map(({ provider }) => PROVIDER_COLUMN[provider]),
    provider_names: ofOne.map(({ name }) => name),
    pattern_providers: scope.patterns.map(({ provider }) =>
      provider === null ? '' : PROVIDER_COLUMN[provider],
    ),
    patterns: scope.patterns.map(({ pattern }) => toLikePattern(pattern)),
    ...(scope.channelIds && { channel_ids: scope.channelIds }),
    ...(scope.languages && { languages: scope.languages }),
  };
}

/** A glob as SQL's LIKE has it. */
export function toLikePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, (char) => `\\${char}`)
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
