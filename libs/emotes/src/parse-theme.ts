import { PROVIDERS, type ChannelId, type EmoteId, type Provider } from '@emotide/domain';
import { z } from 'zod';
import { countGlobLiterals } from './glob';
import type { Theme } from './theme';

const MAX_WINDOWS = 50;
const MAX_EMOTES = 5_000;
const MAX_PATTERNS = 100;
const MAX_CHANNELS = 10_000;
const MAX_LANGUAGES = 100;
const MAX_PROBLEMS = 20;
/** A glob with fewer characters of its own is everybody's emote. */
const MIN_GLOB_LITERALS = 2;
/** No emote is older, no window is further away: what lies outside is a slip (seconds for milliseconds, mostly). */
const EARLIEST_MS = Date.UTC(2007, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

const provider = z.enum(Object.keys(PROVIDERS) as [Provider, ...Provider[]]);
/** One word of a chat line: no spaces, nothing invisible, no half characters. */
const word = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\s\p{Cc}\p{Cs}]+$/u, 'no spaces or control characters');
const momentMs = z.number().int().min(EARLIEST_MS).max(LATEST_MS).nullable();

const window = z
  .strictObject({ fromMs: momentMs, toMs: momentMs })
  .refine(({ fromMs, toMs }) => fromMs === null || toMs === null || fromMs < toMs, 'ends before it begins');

const theme = z.strictObject({
  slug: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words and numbers between single hyphens'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
  windows: z.array(window).max(MAX_WINDOWS),
  match: z
    .strictObject({
      ids: z
        .array(
          z.strictObject({
            provider,
            id: word.transform((id) => id as EmoteId),
            name: z.union([word, z.literal('')]).default(''),
          }),
        )
        .max(MAX_EMOTES)
        .default([]),
      names: z
        .array(z.strictObject({ provider: provider.nullable().default(null), name: word }))
        .max(MAX_EMOTES)
        .default([]),
      patterns: z
        .array(
          z.strictObject({
            provider: provider.nullable().default(null),
            pattern: word.refine(
              (glob) => countGlobLiterals(glob) >= MIN_GLOB_LITERALS,
              `at least ${MIN_GLOB_LITERALS} characters besides * and ?`,
            ),
          }),
        )
        .max(MAX_PATTERNS)
        .default([]),
    })
    .refine(({ ids, names, patterns }) => ids.length + names.length + patterns.length > 0, 'matches nothing'),
  channels: z
    .array(
      z
        .string()
        .regex(/^\d{1,16}$/, "a channel's numeric id")
        .transform((id) => id as ChannelId),
    )
    .min(1)
    .max(MAX_CHANNELS)
    .optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2,5}(?:-[a-z]{2,4})?$/, 'a language code'))
    .min(1)
    .max(MAX_LANGUAGES)
    .optional(),
});

export type ParsedTheme =
  | { readonly type: 'ok'; readonly theme: Theme }
  /** For people: where, and what is wrong. */
  | { readonly type: 'bad'; readonly problems: readonly string[] };

/**
 * A theme from a form, a file or a store. Bounded in every list, strict about unknown fields; windows are put in
 * order and may not overlap, so that nothing is counted in two of them.
 */
export function parseTheme(input: unknown): ParsedTheme {
  const parsed = theme.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, MAX_PROBLEMS)
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
    return { type: 'bad', problems };
  }
  const { slug, name, match, channels, languages } = parsed.data;
  const windows = parsed.data.windows.toSorted(
    (a, b) => (a.fromMs ?? EARLIEST_MS) - (b.fromMs ?? EARLIEST_MS),
  );
  for (let i = 1; i < windows.length; i++) {
    const beforeEndsMs = windows[i - 1]?.toMs ?? LATEST_MS;
    if ((windows[i]?.fromMs ?? EARLIEST_MS) < beforeEndsMs)
      return { type: 'bad', problems: ['windows: two of them overlap'] };
  }
  return {
    type: 'ok',
    theme: {
      slug,
      name,
      windows,
      match,
      ...(channels === undefined ? {} : { channels }),
      ...(languages === undefined ? {} : { languages }),
    },
  };
}
