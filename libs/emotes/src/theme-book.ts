import { SHIPPED_THEMES } from './data/themes';
import type { Theme } from './theme';
import { decodeTheme, decodeThemeEdit, type ThemeEdit } from './theme-codec';

const EDIT = 'edit.';

/** The key of an edit in the bucket `themes`; a slug has no dot, so it is nobody's slug. */
export const themeEditKey = (slug: string): string => EDIT + slug;

/**
 * The themes that are in force: those shipped with the program, over them what the scout put into the bucket (shipped by
 * its version, or from a file), and over these what people made of them. An edit stays when the program is upgraded.
 */
export class ThemeBook {
  readonly #shipped = new Map(SHIPPED_THEMES.map(({ theme }) => [theme.slug, theme]));
  readonly #stored = new Map<string, Theme>();
  readonly #edits = new Map<string, ThemeEdit>();

  /**
   * Takes one value of the bucket; undefined: it was deleted.
   *
   * @returns false when it can not be read: all stays as it was
   */
  note(key: string, value: Uint8Array | undefined): boolean {
    return key.startsWith(EDIT) ? this.#noteEdit(key.slice(EDIT.length), value) : this.#noteTheme(key, value);
  }

  /** The bucket was made anew. */
  clear(): void {
    this.#stored.clear();
    this.#edits.clear();
  }

  /** By name. */
  list(): readonly Theme[] {
    const slugs = new Set([...this.#shipped.keys(), ...this.#stored.keys(), ...this.#edits.keys()]);
    return [...slugs]
      .flatMap((slug) => this.find(slug) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  find(slug: string): Theme | undefined {
    const edit = this.#edits.get(slug);
    return edit === 'removed' ? undefined : (edit ?? this.original(slug));
  }

  /** As it is without anybody's edit. */
  original(slug: string): Theme | undefined {
    return this.#stored.get(slug) ?? this.#shipped.get(slug);
  }

  isEdited(slug: string): boolean {
    return this.#edits.has(slug);
  }

  /** Slugs that somebody removed, in order. */
  get removed(): readonly string[] {
    return [...this.#edits].flatMap(([slug, edit]) => (edit === 'removed' ? [slug] : [])).sort();
  }

  #noteTheme(slug: string, value: Uint8Array | undefined): boolean {
    if (value === undefined) {
      this.#stored.delete(slug);
      return true;
    }
    const decoded = decodeTheme(value);
    if (decoded.type !== 'theme' || decoded.theme.slug !== slug) return false;
    this.#stored.set(slug, decoded.theme);
    return true;
  }

  #noteEdit(slug: string, value: Uint8Array | undefined): boolean {
    if (value === undefined) {
      this.#edits.delete(slug);
      return true;
    }
    const decoded = decodeThemeEdit(value);
    if (decoded.type !== 'edit' || (decoded.edit !== 'removed' && decoded.edit.slug !== slug)) return false;
    this.#edits.set(slug, decoded.edit);
    return true;
  }
}
