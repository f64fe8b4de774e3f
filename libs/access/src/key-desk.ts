import type { ApiRole } from '@emotide/domain';
import { readAllValues, type SharedValues } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { createApiKey, decodeApiKey, encodeApiKey, type ApiKey, type NewApiKey } from './api-key';

const READ_WITHIN_MS = 10_000;

/** Where an operator makes keys and takes them back; every api follows at once. */
export class KeyDesk {
  readonly #values: Pick<SharedValues, 'follow' | 'put'>;
  /** Epoch ms. */
  readonly #clock: () => number;

  /** @param values the bucket `api-keys` */
  constructor(values: Pick<SharedValues, 'follow' | 'put'>, clock: () => number) {
    this.#values = values;
    this.#clock = clock;
  }

  /** All keys there ever were, the oldest first. @throws Error when the log does not give them in time */
  async list(): Promise<readonly ApiKey[]> {
    const signal = AbortSignal.timeout(READ_WITHIN_MS);
    const stored = await readAllValues(this.#values, signal);
    if (signal.aborted) throw new Error('the event log does not give its keys');
    return [...stored]
      .flatMap(([id, bytes]) => decodeApiKey(id, bytes) ?? [])
      .sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  /**
   * A new key. Its text is in what is returned and nowhere else.
   *
   * @throws UsageError for a name or roles that can not be. @throws LogUnavailable
   */
  async add(name: string, roles: readonly ApiRole[]): Promise<NewApiKey> {
    let made: NewApiKey;
    try {
      made = createApiKey(name, roles, this.#clock());
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
    await this.#values.put(made.key.id, encodeApiKey(made.key));
    return made;
  }

  /**
   * From now on the key opens nothing; sockets that were opened with it are closed.
   *
   * @returns false when it was so already. @throws UsageError when there is no such key. @throws LogUnavailable
   */
  async revoke(id: string): Promise<boolean> {
    const key = (await this.list()).find((one) => one.id === id);
    if (key === undefined) throw new UsageError(`no key ${JSON.stringify(id)}; see emotide keys list`);
    if (key.revokedAtMs > 0) return false;
    const revokedAtMs = Math.max(1, this.#clock());
    await this.#values.put(id, encodeApiKey({ ...key, revokedAtMs, digest: '' }));
    return true;
  }
}
