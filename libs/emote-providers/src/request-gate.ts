import { ProviderError } from './provider-error';
import type { ProviderLabel } from './provider-label';
import { parseBudgetReading, type RateBudget } from './rate-budget';

/** A place among the requests under way. */
export interface GatePass {
  /** What the answer's headers say, as soon as they are there. */
  heard(status: number, headers: Headers): void;
  /** The request ended. Called once, however it ended. */
  leave(): void;
}

/**
 * Lets requests to one provider through, first come, first served: a few at a time, and no faster than its budget. The
 * thousand callers of a refresh wait here and not at the provider.
 */
export class RequestGate {
  readonly #provider: ProviderLabel;
  readonly #maxAtOnce: number;
  readonly #maxWaiting: number;
  readonly #budget: RateBudget | undefined;
  readonly #monotonicMs: () => number;
  readonly #waiting: { enter: (pass: GatePass) => void; refuse: (error: ProviderError) => void }[] = [];
  #head = 0;
  #atOnce = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: {
    provider: ProviderLabel;
    maxAtOnce: number;
    maxWaiting: number;
    budget?: RateBudget | undefined;
    monotonicMs: () => number;
  }) {
    this.#provider = options.provider;
    this.#maxAtOnce = options.maxAtOnce;
    this.#maxWaiting = options.maxWaiting;
    this.#budget = options.budget;
    this.#monotonicMs = options.monotonicMs;
  }

  /** @throws ProviderError `busy` when too many wait, `stopped` when there is nothing to wait for. */
  enter(): Promise<GatePass> {
    if (this.#isStopped) return Promise.reject(new ProviderError(this.#provider, 'stopped', 'stopped'));
    if (this.#waiting.length - this.#head >= this.#maxWaiting) {
      return Promise.reject(
        new ProviderError(this.#provider, 'busy', `${this.#maxWaiting} requests wait already`),
      );
    }
    return new Promise((enter, refuse) => {
      this.#waiting.push({ enter, refuse });
      this.#pump();
    });
  }

  /** Nobody who waits needs to wait any longer. */
  refuseWaiting(toError: () => ProviderError): void {
    clearTimeout(this.#timer);
    const refused = this.#waiting.splice(0).slice(this.#head);
    this.#head = 0;
    for (const { refuse } of refused) refuse(toError());
  }

  stop(): void {
    this.#isStopped = true;
    this.refuseWaiting(() => new ProviderError(this.#provider, 'stopped', 'stopped'));
  }

  #pump(): void {
    clearTimeout(this.#timer);
    while (!this.#isStopped && this.#atOnce < this.#maxAtOnce && this.#head < this.#waiting.length) {
      const nowMs = this.#monotonicMs();
      const waitMs = this.#budget?.waitMs(nowMs) ?? 0;
      if (waitMs > 0) {
        // An endless wait ends with an answer, which pumps.
        if (Number.isFinite(waitMs)) this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      const next = this.#waiting[this.#head++]!;
      if (this.#head > 1_024) {
        this.#waiting.splice(0, this.#head);
        this.#head = 0;
      }
      next.enter(this.#pass(this.#budget?.take(nowMs) ?? 0));
    }
  }

  #pass(ticket: number): GatePass {
    this.#atOnce++;
    let isHeard = false;
    return {
      heard: (status, headers) => {
        const nowMs = this.#monotonicMs();
        const reading = parseBudgetReading(headers);
        if (!isHeard) this.#budget?.answered(ticket, reading, nowMs);
        isHeard = true;
        if (status === 429) this.#budget?.blockUntil(nowMs + (reading?.resetInMs ?? 1_000));
        this.#pump();
      },
      leave: () => {
        if (!isHeard) this.#budget?.lost();
        this.#atOnce--;
        this.#pump();
      },
    };
  }
}
