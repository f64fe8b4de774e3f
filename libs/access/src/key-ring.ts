import { timingSafeEqual } from 'node:crypto';
import type { ApiRole } from '@emotide/domain';
import type { SharedValue, SharedValues } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { decodeApiKey, digestOf, parseKeyText, type ApiKey } from './api-key';

/** A key that somebody showed. */
export interface KnownKey {
  readonly id: string;
  readonly roles: ReadonlySet<ApiRole>;
}

/**
 * The keys that hold now, as the bucket says; empty until it is followed. While the log is away it stays as it was.
 *
 * Its writer is the operator alone: an api reads what keys look like from afar and can make none.
 */
export class KeyRing {
  readonly #log: Logger;
  readonly #listeners = new Set<(id: string) => void>();
  readonly #keys = new Map<string, ApiKey>();
  #following: { stop(): Promise<void> } | undefined;
  #isCaughtUp = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Whether all keys are known: before that, nobody can say that a key is none. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** Keys that hold. */
  get size(): number {
    return this.#keys.size;
  }

  follow(values: Pick<SharedValues, 'follow'>): void {
    this.#following = values.follow({
      onValue: (value) => this.#note(value),
      onCaughtUp: () => (this.#isCaughtUp = true),
      onReplaced: () => {
        this.#isCaughtUp = false;
        for (const id of [...this.#keys.keys()]) this.#drop(id);
      },
    });
  }

  /** Tells of each key that held and does so no more, or may do something else than before. @returns ends it */
  onWithdrawn(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The key of this text, if there is one that holds. */
  find(text: string): KnownKey | undefined {
    const id = parseKeyText(text);
    const key = id === undefined ? undefined : this.#keys.get(id);
    if (key === undefined) return undefined;
    // Both are 32 bytes: only keys with a digest are in the ring.
    const isSame = timingSafeEqual(Buffer.from(digestOf(text), 'hex'), Buffer.from(key.digest, 'hex'));
    return isSame ? { id: key.id, roles: new Set(key.roles) } : undefined;
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }

  #note({ key: id, value }: SharedValue): void {
    const key = value === undefined ? undefined : decodeApiKey(id, value);
    if (value !== undefined && key === undefined)
      this.#log.error({ id }, 'an API key can not be read, and opens nothing: is it a later version’s?');
    const before = this.#keys.get(id);
    if (key === undefined || key.digest === '' || key.revokedAtMs > 0) return this.#drop(id);
    this.#keys.set(id, key);
    const isSame = before?.digest === key.digest && before.roles.join() === key.roles.join();
    if (before !== undefined && !isSame) this.#tellWithdrawn(id);
  }

  #drop(id: string): void {
    if (this.#keys.delete(id)) this.#tellWithdrawn(id);
  }

  #tellWithdrawn(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }
}
