export interface CircuitOptions {
  /** Failures in a row after which the provider is left alone. */
  readonly failures: number;
  /** For how long at first; doubled while it goes on failing. */
  readonly openMs: number;
  readonly longestOpenMs: number;
}

export type CircuitState =
  | { readonly type: 'closed' }
  /** Left alone until this moment of the caller's clock. */
  | { readonly type: 'open'; readonly untilMs: number }
  /** One request may find out whether the provider is back. */
  | { readonly type: 'half-open' };

/**
 * Leaves a failing provider alone for a while, then lets one request try. Decides by the times it is given; has no
 * clock of its own.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #failuresInRow = 0;
  /** How often it opened since the provider last answered. */
  #openings = 0;
  #openUntilMs: number | undefined;
  #isTrying = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  state(nowMs: number): CircuitState {
    if (this.#openUntilMs === undefined) return { type: 'closed' };
    return nowMs < this.#openUntilMs ? { type: 'open', untilMs: this.#openUntilMs } : { type: 'half-open' };
  }

  /** Whether a request may go now. When it may, the caller owes `succeeded`, `failed` or `abandoned`. */
  admit(nowMs: number): boolean {
    switch (this.state(nowMs).type) {
      case 'closed':
        return true;
      case 'open':
        return false;
      case 'half-open': {
        if (this.#isTrying) return false;
        this.#isTrying = true;
        return true;
      }
    }
  }

  /** The provider answered, whatever it said. */
  succeeded(): void {
    this.#failuresInRow = 0;
    this.#openings = 0;
    this.#openUntilMs = undefined;
    this.#isTrying = false;
  }

  failed(nowMs: number): void {
    const wasTrying = this.#isTrying;
    this.#isTrying = false;
    this.#failuresInRow++;
    if (!wasTrying && this.#failuresInRow < this.#options.failures) return;
    // Those that were under way when it opened fail too; they say nothing new.
    if (!wasTrying && this.#openUntilMs !== undefined) return;
    const { openMs, longestOpenMs } = this.#options;
    this.#openUntilMs = nowMs + Math.min(longestOpenMs, openMs * 2 ** Math.min(this.#openings, 30));
    this.#openings++;
  }

  /** The request ended without a word about the provider. */
  abandoned(): void {
    this.#isTrying = false;
  }

  /** The provider asked for it. */
  leaveAloneUntil(untilMs: number): void {
    this.#isTrying = false;
    this.#openUntilMs = Math.max(untilMs, this.#openUntilMs ?? 0);
  }
}
