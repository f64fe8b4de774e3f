import { setTimeout as delay } from 'node:timers/promises';

/** Waits after failed attempts to connect, doubled each time. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

const BACK_OFF: BackOff = { firstMs: 1_000, longestMs: 30_000 };

/** When the next connection may be attempted: one after the other at a pace, ever more rarely while they fail. */
export class ConnectPace {
  readonly #everyMs: number;
  readonly #backOff: BackOff;
  readonly #random: () => number;
  #nextAtMs = 0;
  #failures = 0;

  /** @param options.random 0 to below 1: spreads the waits after a failure by a quarter either way */
  constructor(options: {
    everyMs: number;
    backOff?: BackOff | undefined;
    random?: (() => number) | undefined;
  }) {
    this.#everyMs = options.everyMs;
    this.#backOff = options.backOff ?? BACK_OFF;
    this.#random = options.random ?? Math.random;
  }

  /** Resolves when it is the caller's turn, first come, first served. Rejects when the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    // Others may have had their turn meanwhile, or failed.
    for (;;) {
      const waitMs = this.#nextAtMs - performance.now();
      if (waitMs <= 0) break;
      await delay(waitMs, undefined, { signal });
    }
    this.#nextAtMs = performance.now() + this.#everyMs;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @returns milliseconds until the next attempt, at least */
  failed(): number {
    const { firstMs, longestMs } = this.#backOff;
    const steadyMs = Math.min(firstMs * 2 ** this.#failures++, longestMs);
    const retryInMs = steadyMs * (0.75 + this.#random() / 2);
    this.#nextAtMs = Math.max(this.#nextAtMs, performance.now() + retryInMs);
    return retryInMs;
  }
}
