import { ThemeBook, type Theme } from '@emotide/emotes';
import type { SharedValues } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';

/** The themes that are known now. */
export interface Themes {
  /** By name. */
  list(): readonly Theme[];
  find(slug: string): Theme | undefined;
}

/** The themes in force: those shipped with the program at first, then what the bucket says, once it is followed. */
export class ThemeCatalogue implements Themes {
  readonly #log: Logger;
  readonly #book = new ThemeBook();
  #following: { stop(): Promise<void> } | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  follow(values: Pick<SharedValues, 'follow'>): void {
    this.#following = values.follow({
      onValue: ({ key, value }) => this.note(key, value),
      onReplaced: () => this.#book.clear(),
    });
  }

  /** Takes one value of the bucket, as following it does. */
  note(key: string, value: Uint8Array | undefined): void {
    if (!this.#book.note(key, value)) this.#log.warn({ key }, 'a theme can not be read; it stays as it was');
  }

  list(): readonly Theme[] {
    return this.#book.list();
  }

  find(slug: string): Theme | undefined {
    return this.#book.find(slug);
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }
}
