import type { Provider } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import { PROVIDER_COLUMN } from './emote-columns';
import type { Store } from './store';
import { toLikePattern } from './theme-condition';

/** A theme as the warehouse keeps it: which uses are its own. Times are epoch ms; null: open. */
export interface ThemeRecord {
  readonly slug: string;
  readonly name: string;
  /** None: always. */
  readonly windows: readonly { readonly fromMs: number | null; readonly toMs: number | null }[];
  /** Provider null: of any. */
  readonly match: {
    readonly ids: readonly { readonly provider: Provider; readonly id: string }[];
    readonly names: readonly { readonly provider: Provider | null; readonly name: string }[];
    readonly patterns: readonly { readonly provider: Provider | null; readonly pattern: string }[];
  };
  /** Absent: all. */
  readonly channels?: readonly string[];
  readonly languages?: readonly string[];
}

/** Where an open window begins and ends, in seconds: the first and the last moment that DateTime has. */
const FIRST_SECOND = 0;
const LAST_SECOND = 2 ** 32 - 1;

/**
 * Puts themes into the warehouse, for who asks it in SQL; the latest word on each counts. Repeating it changes nothing.
 *
 * @param learntAtMs epoch ms
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordThemes(
  store: Store,
  themes: readonly ThemeRecord[],
  learntAtMs: number,
): Promise<void> {
  if (themes.length === 0) return;
  const providerOf = (provider: Provider | null): string =>
    provider === null ? '' : PROVIDER_COLUMN[provider];
  const rows = themes.map(({ slug, name, windows, match, channels, languages }) =>
    JSON.stringify({
      slug,
      name,
      windows: (windows.length === 0 ? [{ fromMs: null, toMs: null }] : windows).map(({ fromMs, toMs }) => [
        toSecond(fromMs, FIRST_SECOND),
        toSecond(toMs, LAST_SECOND),
      ]),
      emote_ids: match.ids.map(({ provider, id }) => [providerOf(provider), id]),
      emote_names: match.names.map((one) => [providerOf(one.provider), one.name]),
      emote_patterns: match.patterns.map((one) => [providerOf(one.provider), toLikePattern(one.pattern)]),
      channel_ids: channels ?? [],
      languages: languages ?? [],
      updated_at: toDateTime64(learntAtMs),
    }),
  );
  await insert(store, rows);
}

/**
 * Takes themes away from who asks in SQL: they count at no time any more. Repeating it changes nothing.
 *
 * @throws as {@link recordThemes}
 */
export async function recordRemovedThemes(
  store: Store,
  slugs: readonly string[],
  learntAtMs: number,
): Promise<void> {
  if (slugs.length === 0) return;
  await insert(
    store,
    slugs.map((slug) => JSON.stringify({ slug, updated_at: toDateTime64(learntAtMs) })),
  );
}

async function insert(store: Store, rows: readonly string[]): Promise<void> {
  await store.send('INSERT INTO themes FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], {
    async_insert: 0,
    input_format_json_named_tuples_as_objects: 0,
  });
}

function toSecond(timeMs: number | null, open: number): number {
  return timeMs === null ? open : Math.min(LAST_SECOND, Math.max(FIRST_SECOND, Math.floor(timeMs / 1000)));
}
