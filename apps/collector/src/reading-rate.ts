/** Measured for so long before the rate is believed. */
const BELIEVED_AFTER_MS = 60_000;

/** Lines a second, of the last minute or so: what came longer ago counts ever less. */
export class ReadingRate {
  readonly #spanMs: number;
  readonly #sinceMs: number;
  #atMs: number;
  #perSecond = 0;
  #lines = 0;

  /** @param spanMs after so long, something counts a third */
  constructor(nowMs: number, spanMs = 60_000) {
    this.#spanMs = spanMs;
    this.#sinceMs = this.#atMs = nowMs;
  }

  add(lines: number): void {
    this.#lines += lines;
  }

  /** @returns undefined while it is too early to tell */
  perSecond(nowMs: number): number | undefined {
    const value = this.estimate(nowMs);
    return nowMs - this.#sinceMs < BELIEVED_AFTER_MS ? undefined : value;
  }

  /** As far as can be told. */
  estimate(nowMs: number): number {
    const spentMs = nowMs - this.#atMs;
    // More often than once a second it would only be noise.
    if (spentMs >= 1_000) {
      const kept = Math.exp(-spentMs / this.#spanMs);
      // Of a young rate, what lies before its start is not nothing, but unknown.
      const known = 1 - Math.exp(-(this.#atMs - this.#sinceMs) / this.#spanMs);
      const weight = known * kept;
      this.#perSecond =
        (this.#perSecond * weight + ((this.#lines * 1_000) / spentMs) * (1 - kept)) / (weight + 1 - kept);
      this.#lines = 0;
      this.#atMs = nowMs;
    }
    return this.#perSecond;
  }
}
