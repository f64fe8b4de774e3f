/**
 * Finds out that the other side of a connection is gone, though the connection is not: nothing was heard for a while, a
 * PING is sent, and nothing is heard within its deadline either. Anything that is heard is an answer.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #heardAtMs = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#watch();
  }

  /** Something was heard. */
  heard(): void {
    this.#heardAtMs = performance.now();
  }

  /** Nothing is read, so silence means nothing. */
  pause(): void {
    this.stop();
  }

  resume(): void {
    this.stop();
    this.heard();
    this.#watch();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #watch(): void {
    const { pingAfterMs } = this.#options;
    const silentMs = performance.now() - this.#heardAtMs;
    if (silentMs >= pingAfterMs) this.#ping();
    else this.#timer = setTimeout(() => this.#watch(), pingAfterMs - silentMs);
  }

  #ping(): void {
    const { ping, pongWithinMs, onDead } = this.#options;
    const pingedAtMs = performance.now();
    ping();
    const deadline = setTimeout(() => {
      // A process that was frozen has its timers fire before it reads what came meanwhile: that has its turn first.
      setImmediate(() => {
        if (this.#timer !== deadline) return;
        if (this.#heardAtMs < pingedAtMs) onDead();
        else this.#watch();
      });
    }, pongWithinMs);
    this.#timer = deadline;
  }
}

export interface KeepAliveOptions {
  /** Silence after which a PING is sent. */
  readonly pingAfterMs: number;
  /** How long after it something must be heard. */
  readonly pongWithinMs: number;
  readonly ping: () => void;
  readonly onDead: () => void;
}
