import type { LogReader, LogRecord } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';

/** The log answers each second, also when it has nothing. */
const SILENCE_MS = 5_000;

/** A reader of the log that knows when the log does not answer: it is away, or has no such stream. */
export class WatchedReader {
  readonly #reader: LogReader;
  readonly #log: Logger;
  /** How long reads went without an answer of any kind. */
  #unansweredMs = 0;

  constructor(reader: LogReader, log: Logger) {
    this.#reader = reader;
    this.#log = log;
  }

  /** Whether the log has not answered for long while it was read. */
  get isSilent(): boolean {
    return this.#unansweredMs > SILENCE_MS;
  }

  /** As the reader's own. */
  get caughtUpAtMs(): number {
    return this.#reader.caughtUpAtMs;
  }

  /** As the reader's own. @throws LogReplaced */
  async read(waitMs: number): Promise<LogRecord[]> {
    const askedAtMs = performance.now();
    const records = await this.#reader.read(waitMs);
    const wasSilent = this.isSilent;
    if (records.length > 0 || this.#reader.answeredAtMs >= askedAtMs) this.#unansweredMs = 0;
    else this.#unansweredMs += performance.now() - askedAtMs;
    if (this.isSilent && !wasSilent) this.#log.warn('the log does not answer, or has no such stream');
    if (!this.isSilent && wasSilent) this.#log.info('the log answers again');
    return records;
  }

  stop(): Promise<void> {
    this.#unansweredMs = 0;
    return this.#reader.stop();
  }
}
