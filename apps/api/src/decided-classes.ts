import type { EmoteClass, Provider } from '@emotide/domain';
import type { Logger } from '@emotide/service-kit';
import { reclassifiedEmotes, type EmoteKey, type Store } from '@emotide/store';

/** Far more than administrators decide; those beyond are as stamped in live answers. */
const MOST = 100_000;

/**
 * The classes that administrators decided, for live answers: the warehouse's own follow its dictionary. Looked up now and
 * then, as another process may have taken the decision.
 */
export class DecidedClasses {
  readonly #store: Store;
  readonly #everyMs: number;
  readonly #log: Logger;
  #classes = new Map<Provider, Map<string, EmoteClass>>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isAway = false;

  constructor(options: { readonly store: Store; readonly everyMs: number; readonly log: Logger }) {
    this.#store = options.store;
    this.#everyMs = options.everyMs;
    this.#log = options.log;
    void this.#refresh();
  }

  /** Undefined where nobody decided. */
  readonly classOf = (provider: Provider, emoteId: string): EmoteClass | undefined =>
    this.#classes.get(provider)?.get(emoteId);

  /** Takes a decision of this process at once. @param emoteClass null: taken back */
  note({ provider, emoteId }: EmoteKey, emoteClass: EmoteClass | null): void {
    const known = this.#classes.get(provider) ?? new Map<string, EmoteClass>();
    this.#classes.set(provider, known);
    if (emoteClass === null) known.delete(emoteId);
    else known.set(emoteId, emoteClass);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    try {
      const rows = await reclassifiedEmotes(this.#store, { limit: MOST });
      this.#classes = new Map();
      for (const { provider, emoteId, class: decided } of rows) this.note({ provider, emoteId }, decided);
      this.#isAway = false;
    } catch (error) {
      // What is known stays; live answers say by themselves when the warehouse is away.
      if (!this.#isAway && !this.#isStopped)
        this.#log.warn({ err: error }, 'decided classes can not be read; they stay as they were');
      this.#isAway = true;
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#refresh(), this.#everyMs);
  }
}
