export interface RestartIntensityOptions {
  /** So many restarts … */
  readonly restarts: number;
  /** … in such a span are borne; the next one waits for … */
  readonly perMs: number;
  /** … so long. */
  readonly restMs: number;
}

/** How often something may fail in a span before it is left alone for a while, as supervisors of actors have it. */
export class RestartIntensity {
  readonly #options: RestartIntensityOptions;
  #failedAtMs: number[] = [];

  constructor(options: RestartIntensityOptions) {
    this.#options = options;
  }

  /** Notes a failure. @returns how long to rest, 0 for not at all. Milliseconds */
  failed(nowMs: number): number {
    const { restarts, perMs, restMs } = this.#options;
    this.#failedAtMs = [...this.#failedAtMs.filter((atMs) => nowMs - atMs < perMs), nowMs];
    if (this.#failedAtMs.length <= restarts) return 0;
    this.#failedAtMs = [];
    return restMs;
  }
}
