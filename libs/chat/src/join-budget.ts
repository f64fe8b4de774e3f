/**
 * Twitch's limit on joins: `count` in any `perMs`. A sliding window, since a bucket that refills lets nearly twice as
 * many through in one.
 */
export class JoinBudget {
  readonly #count: number;
  readonly #perMs: number;
  /** Oldest first; only what may still lie in the window. */
  #taken: { atMs: number; count: number }[] = [];

  constructor(options: { count: number; perMs: number }) {
    this.#count = options.count;
    this.#perMs = options.perMs;
  }

  /** How many joins may be sent now. */
  free(nowMs: number): number {
    return this.#count - this.#used(nowMs);
  }

  /** @returns how many of `wanted` joins may be sent now; they count as sent. */
  take(wanted: number, nowMs: number): number {
    const granted = Math.max(0, Math.min(wanted, this.free(nowMs)));
    if (granted > 0) this.#taken.push({ atMs: nowMs, count: granted });
    return granted;
  }

  /** Milliseconds until at least one more join may be sent; 0 when one may now. */
  waitMs(nowMs: number): number {
    return this.free(nowMs) > 0 ? 0 : Math.max(1, this.#taken[0]!.atMs + this.#perMs - nowMs);
  }

  #used(nowMs: number): number {
    this.#taken = this.#taken.filter(({ atMs }) => nowMs - atMs < this.#perMs);
    return this.#taken.reduce((sum, { count }) => sum + count, 0);
  }
}
