import type { EmoteId, Provider } from '@emotide/domain';
import {
  ThemeBook,
  encodeThemeEdit,
  parseTheme,
  pinName,
  themeEditKey,
  type Theme,
  type ThemeEdit,
} from '@emotide/emotes';
import { readAllValues, type SharedValues } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import {
  recordRemovedThemes,
  recordThemes,
  themeCandidates,
  toWholeMinutes,
  type Store,
  type ThemeCandidateRow,
} from '@emotide/store';

/** Candidates shown of one theme. */
const MOST_CANDIDATES = 200;
const READ_WITHIN_MS = 10_000;
/** Chat is not older, here or anywhere. */
const FIRST_CHAT_MS = Date.UTC(2007, 0, 1);

export interface ThemeDeskOptions {
  /** The bucket `themes`. */
  readonly values: SharedValues;
  readonly store: Store;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Told of each edit once the bucket has it, as whoever follows the bucket is. */
  readonly onEdited?: (key: string, value: Uint8Array | undefined) => void;
}

/**
 * What an administrator does to themes. Edits lie beside what the program brings, so an upgrade does not undo them; every
 * api follows them at once, for the past too.
 */
export class ThemeDesk {
  readonly #options: ThemeDeskOptions;
  readonly book: ThemeBook;

  private constructor(options: ThemeDeskOptions, book: ThemeBook) {
    this.#options = options;
    this.book = book;
  }

  /** @throws Error when the log does not give its themes in time */
  static async open(options: ThemeDeskOptions): Promise<ThemeDesk> {
    const { values } = options;
    const signal = AbortSignal.timeout(READ_WITHIN_MS);
    const stored = await readAllValues(values, signal);
    if (signal.aborted) throw new Error('the event log does not give its themes');
    const book = new ThemeBook();
    for (const [key, value] of stored) book.note(key, value);
    return new ThemeDesk(options, book);
  }

  /** @throws UsageError when there is none */
  expect(slug: string): Theme {
    const theme = this.book.find(slug);
    if (theme === undefined) throw new UsageError(`no theme ${JSON.stringify(slug)}; see emotide theme list`);
    return theme;
  }

  /**
   * Puts a theme in the place of the one with its slug, or adds it.
   *
   * @param input as JSON gives it
   * @throws UsageError naming every problem that it has
   */
  async set(input: unknown): Promise<Theme> {
    const parsed = parseTheme(input);
    if (parsed.type === 'bad') throw new UsageError(`no theme:\n  ${parsed.problems.join('\n  ')}`);
    await this.#edit(parsed.theme.slug, parsed.theme);
    return parsed.theme;
  }

  /** Takes a theme away, a shipped one too. @throws UsageError when there is none */
  async remove(slug: string): Promise<void> {
    this.expect(slug);
    await this.#edit(slug, 'removed');
  }

  /** Takes back all that was made of a theme: a shipped one is as shipped, one that was added is gone. @throws UsageError */
  async restore(slug: string): Promise<void> {
    if (!this.book.isEdited(slug)) throw new UsageError(`nobody has changed ${JSON.stringify(slug)}`);
    await this.#options.values.remove(themeEditKey(slug));
    await this.#note(slug, undefined);
  }

  /** Which emotes chat wrote under the names of a theme that have no id yet, within its windows. @throws UsageError */
  async candidates(slug: string): Promise<readonly ThemeCandidateRow[]> {
    const { match, windows, channels, languages } = this.expect(slug);
    if (match.names.length === 0) return [];
    const { store, clock } = this.#options;
    const spans = windows.length === 0 ? [{ fromMs: null, toMs: null }] : windows;
    return themeCandidates(store, {
      theme: {
        ids: [],
        names: match.names,
        patterns: [],
        ...(channels && { channelIds: channels }),
        ...(languages && { languages }),
        windows: spans.map(({ fromMs, toMs }) => toWholeMinutes(fromMs ?? FIRST_CHAT_MS, toMs ?? clock())),
      },
      limit: MOST_CANDIDATES,
    });
  }

  /**
   * From now on the theme means the emote with this id by its name, and no other of that name; for the past too.
   *
   * @throws UsageError when the theme has no such name
   */
  async pin(
    slug: string,
    emote: { readonly provider: Provider; readonly id: string; readonly name: string },
  ): Promise<Theme> {
    const theme = this.expect(slug);
    const pinned = pinName(theme, { ...emote, id: emote.id as EmoteId });
    if (pinned === theme)
      throw new UsageError(`${slug} has no name ${JSON.stringify(emote.name)} that waits for an id`);
    return this.set(pinned);
  }

  async #edit(slug: string, edit: ThemeEdit): Promise<void> {
    const value = encodeThemeEdit(edit);
    await this.#options.values.put(themeEditKey(slug), value);
    await this.#note(slug, value);
  }

  /** Takes up what the bucket has now, and tells the warehouse, for who asks it in SQL; the scout would within a minute. */
  async #note(slug: string, value: Uint8Array | undefined): Promise<void> {
    const { store, clock, onEdited } = this.#options;
    this.book.note(themeEditKey(slug), value);
    onEdited?.(themeEditKey(slug), value);
    const theme = this.book.find(slug);
    if (theme === undefined) await recordRemovedThemes(store, [slug], clock());
    else await recordThemes(store, [theme], clock());
  }
}
