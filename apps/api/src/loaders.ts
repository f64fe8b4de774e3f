import {
  catalogue,
  findChannels,
  findChatters,
  gaps,
  themeRankingOfMany,
  themeSeriesOfMany,
  type CatalogueRow,
  type ChannelRow,
  type GapRow,
  type GapsInput,
  type Store,
  type ThemePointRow,
  type ThemeRankingInput,
  type ThemeRankingRow,
  type ThemeSeriesInput,
} from '@emotide/store';
import DataLoader from 'dataloader';
import { parseEmoteKey, toEmoteKeyText } from './node-id';

/** Themes that are asked of in one read: all that are shipped take three. */
const MOST_THEMES = 12;

/**
 * Look-ups that a list makes for each of its nodes, gathered to one read a list. For one request: what was read once stays as
 * it was for all of its answer.
 */
export interface Loaders {
  /** By Twitch id. */
  readonly channel: DataLoader<string, ChannelRow | undefined>;
  /** By the login that it has now. */
  readonly channelByLogin: DataLoader<string, ChannelRow | undefined>;
  /** By `toEmoteKeyText`. */
  readonly catalogue: DataLoader<string, CatalogueRow | undefined>;
  /** By chatter; undefined where no name is kept. */
  readonly chatterNames: DataLoader<string, { login: string; displayName: string } | undefined>;
  /** Themes' uses over time. @throws as `themeSeries` does */
  readonly themeSeries: DataLoader<ThemeSeriesInput, ThemePointRow[], string>;
  /** Themes' emotes. @throws as `themeRanking` does */
  readonly themeRanking: DataLoader<ThemeRankingInput, ThemeRankingRow[], string>;
  /** Times in which nobody was reading: the same for all parts of an answer that are about the same time. */
  readonly gaps: DataLoader<GapsInput, GapRow[], string>;
}

export function createLoaders(store: Store): Loaders {
  return {
    channel: toLoader(
      (channelIds) => findChannels(store, { channelIds }),
      ({ channelId }) => channelId,
    ),
    channelByLogin: toLoader(
      (logins) => findChannels(store, { logins }),
      ({ login }) => login,
    ),
    catalogue: toLoader((keys) => {
      const emoteIds = keys.flatMap((key) => parseEmoteKey(key)?.emoteId ?? []);
      return catalogue(store, { emoteIds });
    }, toEmoteKeyText),
    chatterNames: toLoader(
      (userIds) => findChatters(store, { userIds }),
      ({ userId }) => userId,
    ),
    themeSeries: new DataLoader<ThemeSeriesInput, ThemePointRow[], string>(
      (inputs) => themeSeriesOfMany(store, inputs),
      { maxBatchSize: MOST_THEMES, cacheKeyFn: JSON.stringify },
    ),
    themeRanking: new DataLoader<ThemeRankingInput, ThemeRankingRow[], string>(
      (inputs) => themeRankingOfMany(store, inputs),
      { maxBatchSize: MOST_THEMES, cacheKeyFn: JSON.stringify },
    ),
    gaps: new DataLoader<GapsInput, GapRow[], string>(
      (inputs) => Promise.all(inputs.map((input) => gaps(store, input))),
      { cacheKeyFn: JSON.stringify },
    ),
  };
}

/** Of rows with the same key the first one counts. */
function toLoader<Row>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | undefined> {
  return new DataLoader<string, Row | undefined>(
    async (keys) => {
      const rows = new Map<string, Row>();
      for (const row of await read(keys)) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row);
      return keys.map((key) => rows.get(key));
    },
    { maxBatchSize: 1_000 },
  );
}
