import { PROVIDER_COLUMN, type EmoteKey } from './emote-columns';
import { toRangeParameters, type Range } from './range';
import type { Parameters } from './store';

/** Which uses are a theme's: emotes by id, or by name where no id is known, in some channels and windows. */
export interface ThemeScope {
  readonly emotes: readonly EmoteKey[];
  /** Names as written, of Twitch's own emotes. */
  readonly names: readonly string[];
  /** Beginnings of such names. */
  readonly namePrefixes: readonly string[];
  /** Only in these channels, by Twitch id; all when absent. */
  readonly channelIds?: readonly string[];
  /** When it counts; windows must not overlap. At least one, of whole minutes. */
  readonly windows: readonly Range[];
}

/** A sum over channels has a shared chat's message once, where it was sent; one of chosen channels has what each showed. */
export const toThemeCondition = ({ channelIds }: ThemeScope): string => `
  ${channelIds ? 'channel_id IN arrayMap(one -> toUInt64(one), {channel_ids:Array(String)})' : 'NOT shared_copy'}
  AND arrayExists((from, to) -> minute >= toDateTime(from, 'UTC') AND minute < toDateTime(to, 'UTC'),
    {froms:Array(UInt32)}, {tos:Array(UInt32)})
  AND (
    (toString(provider), emote_id) IN arrayZip({providers:Array(String)}, {emote_ids:Array(String)})
    OR provider = 'twitch' AND (
      has({names:Array(String)}, emote_name)
      OR arrayExists(prefix -> startsWith(emote_name, prefix), {name_prefixes:Array(String)})
    )
  )`;

/** Binds what {@link toThemeCondition} names. @throws RangeError as {@link toRangeParameters} does */
export function toThemeParameters(scope: ThemeScope): Parameters {
  const windows = scope.windows.map(toRangeParameters);
  return {
    froms: windows.map(({ from }) => from),
    tos: windows.map(({ to }) => to),
    providers: scope.emotes.map(({ provider }) => PROVIDER_COLUMN[provider]),
    emote_ids: scope.emotes.map(({ emoteId }) => emoteId),
    names: scope.names,
    name_prefixes: scope.namePrefixes,
    ...(scope.channelIds && { channel_ids: scope.channelIds }),
  };
}
