import type { U64 } from '@emotide/domain';
import type { UseRow } from '@emotide/event-log';

/** Told of each use of a channel in the moment in which it is counted. It must neither throw nor take long. */
export type UseListener = (use: UseRow) => void;

/** Who wants to hear of single uses, by channel: a channel that nobody listens to costs one look-up a use. */
export class UseTaps {
  /** By id as a number, exact to 2^53, which Twitch's ids are far from. */
  readonly #byChannel = new Map<number, Set<UseListener>>();

  /** @returns ends it; harmless when it has ended */
  listen(channelId: U64, listener: UseListener): () => void {
    const key = toKey(channelId);
    const listeners = this.#byChannel.get(key) ?? new Set();
    this.#byChannel.set(key, listeners);
    // A listener of its own, so that one function may be told twice.
    const own: UseListener = (use) => listener(use);
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#byChannel.get(key) === listeners) this.#byChannel.delete(key);
    };
  }

  tell(use: UseRow): void {
    if (this.#byChannel.size === 0) return;
    const listeners = this.#byChannel.get(toKey(use.channelId));
    if (listeners) for (const listener of listeners) listener(use);
  }
}

const toKey = ({ hi, lo }: U64): number => hi * 0x1_0000_0000 + lo;
