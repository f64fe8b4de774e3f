import { LogUnavailable } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { StoreUnavailable } from '@emotide/store';
import type { SinkMetrics } from './sink-metrics';

const RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/**
 * Repeats what the log or the store can't do now, until they can: intents and tokens make every repetition of a sink's
 * work harmless.
 */
export class Patience {
  readonly #signal: AbortSignal;
  readonly #log: Logger;
  readonly #metrics: Pick<SinkMetrics, 'retries'>;
  #waitingFor: 'store' | 'log' | undefined;

  /** @param signal ends all patience */
  constructor(signal: AbortSignal, log: Logger, metrics: Pick<SinkMetrics, 'retries'>) {
    this.#signal = signal;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Who was away at the last attempt. */
  get waitingFor(): 'store' | 'log' | undefined {
    return this.#waitingFor;
  }

  /** @throws what is no absence; after the signal, absences too */
  async until<T>(work: () => Promise<T>): Promise<T> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        const result = await work();
        if (this.#waitingFor !== undefined) this.#log.info(`the ${this.#waitingFor} is back`);
        this.#waitingFor = undefined;
        return result;
      } catch (error) {
        if (this.#signal.aborted || !isAbsence(error)) {
          this.#waitingFor = undefined;
          throw error;
        }
        const away = error instanceof StoreUnavailable ? 'store' : 'log';
        if (this.#waitingFor !== away)
          this.#log.warn({ why: error.message }, `the ${away} is away; what comes is kept by the log`);
        this.#waitingFor = away;
        this.#metrics.retries.inc({ waiting_for: away });
        await this.#sleep(delayMs);
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#signal.addEventListener('abort', wake);
    });
  }
}

/** Whether an error says that the log or the store is not there now, and nothing else. */
export function isAbsence(error: unknown): error is StoreUnavailable | LogUnavailable {
  return error instanceof StoreUnavailable || error instanceof LogUnavailable;
}
