import { SHIPPED_THEMES, decodeTheme, type Theme } from '@emotide/emotes';
import type { SharedValue, SharedValues } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';

/** The themes that are known now. */
export interface Themes {
  /** By name. */
  list(): readonly Theme[];
  find(slug: string): Theme | undefined;
}

/**
 * Themes as shipped with the program, and over them those that were added or changed since, once they are followed.
 */
export class ThemeCatalogue implements Themes {
  readonly #log: Logger;
  readonly #shipped = new Map(SHIPPED_THEMES.map(({ theme }) => [theme.slug, theme]));
  readonly #changed = new Map<string, Theme>();
  #following: { stop(): Promise<void> } | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  follow(values: Pick<SharedValues, 'follow'>): void {
    this.#following = values.follow({
      onValue: (value) => this.#note(value),
      onReplaced: () => this.#changed.clear(),
    });
  }

  list(): readonly Theme[] {
    const themes = [...new Map([...this.#shipped, ...this.#changed]).values()];
    return themes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  find(slug: string): Theme | undefined {
    return this.#changed.get(slug) ?? this.#shipped.get(slug);
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }

  #note({ key, value }: SharedValue): void {
    if (value === undefined) {
      this.#changed.delete(key);
      return;
    }
    const decoded = decodeTheme(value);
    if (decoded.type === 'theme' && decoded.theme.slug === key) this.#changed.set(key, decoded.theme);
    else this.#log.warn({ key }, 'a theme can not be read; it stays as it was');
  }
}
