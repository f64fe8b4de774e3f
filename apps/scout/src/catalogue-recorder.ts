import { hash } from 'node:crypto';
import { PROVIDERS, type EmoteId, type Provider } from '@emotide/domain';
import type { Logger } from '@emotide/service-kit';
import { recordCatalogue, recordedEmotes, type CatalogueEntry, type Store } from '@emotide/store';
import type { ScoutMetrics } from './scout-metrics';

export interface CatalogueRecorderOptions {
  readonly store: Store;
  /** Whether this process may write now: it holds the lease. */
  readonly mayWrite: () => boolean;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly metrics: Pick<ScoutMetrics, 'catalogueRecorded' | 'catalogueDropped'>;
}

const FLUSH_AFTER_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const PAGE_ROWS = 20_000;
const INSERT_ROWS = 10_000;
/** A warehouse that is away for long must not fill the memory. */
const MAX_PENDING = 500_000;

/**
 * Puts emotes into the warehouse's catalogue, each when it is new or something about it has changed: what the warehouse
 * has is read once, and remembered by a hash.
 */
export class CatalogueRecorder {
  readonly #options: CatalogueRecorderOptions;
  readonly #recorded: Readonly<Record<Provider, Map<EmoteId, number>>>;
  readonly #pending = new Map<string, CatalogueEntry>();
  #isLoaded = false;
  #isStopped = false;
  #trouble: string | undefined;
  #failuresInRow = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: CatalogueRecorderOptions) {
    this.#options = options;
    this.#recorded = { TWITCH: new Map(), BTTV: new Map(), FFZ: new Map(), SEVENTV: new Map() };
    this.#flushIn(0);
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Emotes that the warehouse has. */
  get size(): number {
    return Object.values(this.#recorded).reduce((sum, { size }) => sum + size, 0);
  }

  /** Why nothing is recorded now; undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Emotes as they are now. What is recorded already costs a hash. */
  offer(entries: readonly CatalogueEntry[]): void {
    for (const entry of entries) {
      const key = `${entry.provider} ${entry.emoteId}`;
      if (this.#isLoaded && this.#recorded[entry.provider].get(entry.emoteId) === hashOf(entry)) {
        this.#pending.delete(key);
      } else if (this.#pending.size < MAX_PENDING || this.#pending.has(key)) this.#pending.set(key, entry);
      else this.#options.metrics.catalogueDropped.inc();
    }
    if (this.#pending.size > 0) this.#flushIn(FLUSH_AFTER_MS);
  }

  /** Emotes of which little is known: only where there is nothing yet. */
  offerNew(entries: readonly CatalogueEntry[]): void {
    this.offer(
      entries.filter(
        ({ provider, emoteId }) =>
          !this.#pending.has(`${provider} ${emoteId}`) && !this.#recorded[provider].has(emoteId),
      ),
    );
  }

  /** Records what is pending, if that can be done now, and no more after that. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flushing;
    if (this.#trouble === undefined && this.#pending.size > 0) await this.#flush();
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #flushIn(ms: number): void {
    if (this.#isStopped || this.#timer !== undefined || this.#flushing !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flush().finally(() => {
        this.#flushing = undefined;
        if (this.#trouble !== undefined)
          this.#flushIn(Math.min(LONGEST_RETRY_MS, FLUSH_AFTER_MS * 2 ** Math.min(this.#failuresInRow, 10)));
        else if (this.#pending.size > 0) this.#flushIn(FLUSH_AFTER_MS);
      });
    }, ms);
  }

  async #flush(): Promise<void> {
    const { mayWrite, log } = this.#options;
    try {
      if (!this.#isLoaded) await this.#load();
      while (this.#pending.size > 0 && !this.#isStopped && mayWrite()) await this.#recordSome();
      if (this.#trouble !== undefined) log.info('the catalogue is recorded again');
      this.#trouble = undefined;
      this.#failuresInRow = 0;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#trouble === undefined && !this.#isStopped)
        log.warn({ why }, 'the catalogue waits for the warehouse');
      this.#trouble = why;
      this.#failuresInRow++;
    }
  }

  async #load(): Promise<void> {
    for (const provider of Object.keys(PROVIDERS) as Provider[]) {
      let afterId = '';
      for (let isWhole = true; isWhole && !this.#isStopped;) {
        const page = await recordedEmotes(this.#options.store, { provider, afterId, limit: PAGE_ROWS });
        for (const entry of page) this.#recorded[provider].set(entry.emoteId, hashOf(entry));
        afterId = page.at(-1)?.emoteId ?? '';
        isWhole = page.length === PAGE_ROWS;
      }
    }
    this.#isLoaded = true;
    // What was offered meanwhile may be there.
    for (const [key, entry] of this.#pending)
      if (this.#recorded[entry.provider].get(entry.emoteId) === hashOf(entry)) this.#pending.delete(key);
  }

  async #recordSome(): Promise<void> {
    const { store, nowMs, metrics } = this.#options;
    const some = [...this.#pending].slice(0, INSERT_ROWS);
    await recordCatalogue(
      store,
      some.map(([, entry]) => entry),
      nowMs(),
    );
    for (const [key, entry] of some) {
      this.#recorded[entry.provider].set(entry.emoteId, hashOf(entry));
      // Unless another word on it came meanwhile.
      if (this.#pending.get(key) === entry) this.#pending.delete(key);
    }
    metrics.catalogueRecorded.inc(some.length);
  }
}

/**
 * 48 bits of what makes an entry another one. Not what channels make of 7TV's and BTTV's emotes: an emote in a thousand
 * channels would be recorded a thousand times over.
 */
function hashOf(entry: CatalogueEntry): number {
  return Number.parseInt(hash('md5', JSON.stringify(distinctionsOf(entry)), 'hex').slice(0, 12), 16);
}

function distinctionsOf(entry: CatalogueEntry): readonly unknown[] {
  const { provider, name, emoteClass, rule, ownerId, setId, isAnimated } = entry;
  switch (provider) {
    case 'TWITCH':
      return [name, emoteClass, rule, ownerId, setId, isAnimated];
    case 'FFZ':
    case 'BTTV':
    case 'SEVENTV':
      return [name, isAnimated];
  }
}
