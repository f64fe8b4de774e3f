/** Lets things happen so many times a second, and as many at once after a quiet second. */
export class Pace {
  readonly #perSecond: number;
  #left: number;
  #atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
    this.#atMs = nowMs;
  }

  /** How often it may happen now. */
  available(nowMs: number): number {
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#left = Math.min(this.#perSecond, this.#left + (passedMs / 1_000) * this.#perSecond);
    this.#atMs = Math.max(nowMs, this.#atMs);
    // A thousandth, against the rounding of fractions.
    return Math.floor(this.#left + 0.001);
  }

  spend(times: number): void {
    this.#left -= times;
  }
}
