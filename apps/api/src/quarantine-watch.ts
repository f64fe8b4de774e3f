import { LogUnavailable, type EventLog, type QuarantineState } from '@emotide/event-log';

/** How much was put aside. */
export interface Quarantine {
  /** Undefined while the log does not answer: nothing is known then. */
  state(): Promise<QuarantineState | undefined>;
}

export interface QuarantineWatchOptions {
  /** Undefined until it was reached. */
  readonly eventLog: () => Pick<EventLog, 'isConnected' | 'quarantineState'> | undefined;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** However many ask, the log is asked so often. */
const KEPT_MS = 2_000;

/** Asks the log when somebody wants to know, and gives the answer to all who ask soon after; also that there was none. */
export class QuarantineWatch implements Quarantine {
  readonly #options: QuarantineWatchOptions;
  #answer: Promise<QuarantineState | undefined> | undefined;
  /** Infinity while it is under way. */
  #answeredAtMs = -Infinity;

  constructor(options: QuarantineWatchOptions) {
    this.#options = options;
  }

  state(): Promise<QuarantineState | undefined> {
    const isKept = this.#options.clock() - this.#answeredAtMs < KEPT_MS;
    if (this.#answer !== undefined && isKept) return this.#answer;
    this.#answeredAtMs = Infinity;
    this.#answer = this.#ask().finally(() => (this.#answeredAtMs = this.#options.clock()));
    return this.#answer;
  }

  async #ask(): Promise<QuarantineState | undefined> {
    const eventLog = this.#options.eventLog();
    // Without a connection the client would wait for its return before it gave up.
    if (eventLog?.isConnected !== true) return undefined;
    try {
      return await eventLog.quarantineState();
    } catch (error) {
      if (error instanceof LogUnavailable) return undefined;
      throw error;
    }
  }
}
