import {
  logTraced,
  type EventLog,
  type QuarantineReason,
  type SinkIntent,
  type SinkIntents,
} from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { RUN_LIMITS, StoreRefused, insertRun, recordRun, type Store } from '@emotide/store';
import type { Patience } from './patience';
import {
  duplicatesOf,
  fencedOf,
  insertedOf,
  logDayOf,
  refuseAll,
  refusedOf,
  rowsOf,
  splitRun,
  toIntent,
  type Run,
  type RunPlace,
} from './run';
import type { SinkMetrics } from './sink-metrics';

export interface RunWriterOptions {
  readonly place: RunPlace;
  readonly eventLog: Pick<EventLog, 'quarantine'>;
  readonly intents: Pick<SinkIntents, 'write' | 'confirm'>;
  readonly store: Store;
  /** Whose list of opt-outs holds. Default: the store's own; another one where runs are made beside the warehouse. */
  readonly optOutsOf?: string;
  /** Epoch of this sink. */
  readonly owner: string;
  /** Whether the lease of the partition is surely ours. */
  readonly isLeaseValid: () => boolean;
  /** For how long a compare-and-set of ours proves that nobody took over: less than a lease's term. Milliseconds. */
  readonly proofMs: number;
  readonly patience: Patience;
  readonly log: Logger;
  readonly metrics: SinkMetrics;
}

/**
 * Brings runs of one partition into the warehouse, one at a time: quarantine for what nobody can use, intent
 * (compare-and-set), one insert under the intent's token, note.
 *
 * Every method throws FencedError when another sink took the partition over, and StoreRefused when the warehouse's schema
 * or our rights do not fit.
 */
export class RunWriter {
  readonly #options: RunWriterOptions;
  #committed: number;
  #provenAtMs = -Infinity;
  #lastInsertMs = 0;

  /** @param committed last sequence of the partition that the warehouse has; 0 before the first */
  constructor(committed: number, options: RunWriterOptions) {
    this.#committed = committed;
    this.#options = options;
  }

  /** Last sequence of the partition that the warehouse has. */
  get committed(): number {
    return this.#committed;
  }

  /** How long the last insert took that was answered. */
  get lastInsertMs(): number {
    return this.#lastInsertMs;
  }

  /** Brings a new run into the warehouse. */
  async commit(run: Run): Promise<void> {
    await this.#quarantine(refusedOf(run));
    await this.#begin(run);
  }

  /** Brings the run of the intent that stands into the warehouse, which may have it already. */
  async finish(run: Run, intent: SinkIntent): Promise<void> {
    try {
      await this.#insert(run, intent);
    } catch (error) {
      if (!(error instanceof StoreRefused) || error.blame !== 'data') throw error;
      await this.#setApart(run, intent, error);
    }
  }

  async #begin(run: Run): Promise<void> {
    const { place, owner } = this.#options;
    const intent = toIntent(run, place, { after: this.#committed, writtenAtMs: Date.now(), owner });
    await this.#writeIntent(intent);
    await this.finish(run, intent);
  }

  /** A run that the store refuses is split until what it refuses stands alone. */
  async #setApart(run: Run, { first, last }: SinkIntent, refusal: StoreRefused): Promise<void> {
    this.#options.log.warn({ err: refusal, first, last }, 'the store refused rows of a run');
    const inserted = insertedOf(run);
    if (inserted.length > 1) {
      for (const part of splitRun(run)) await this.#begin(part);
    } else {
      await this.#quarantine(inserted.map(({ record }) => ({ record, reason: 'refused-by-store' })));
      await this.#begin(refuseAll(run));
    }
  }

  async #quarantine(refused: ReturnType<typeof refusedOf>): Promise<void> {
    const { eventLog, place, patience, metrics, log } = this.#options;
    const { partition } = place;
    const byReason = new Map<QuarantineReason, number>();
    for (const { record, reason } of refused) {
      await patience.until(() => eventLog.quarantine(partition, record, reason));
      metrics.quarantined.inc({ partition, reason });
      byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    }
    if (refused.length > 0)
      log.warn(
        { ...Object.fromEntries(byReason), firstSeq: refused[0]!.record.seq },
        'records went to quarantine',
      );
  }

  async #writeIntent(intent: SinkIntent): Promise<void> {
    await this.#options.patience.until(async () => {
      const askedAtMs = performance.now();
      await this.#options.intents.write(intent);
      this.#provenAtMs = askedAtMs;
    });
  }

  /**
   * Makes sure that the partition was ours a moment ago. A process that was frozen since it wrote its intent may have
   * been replaced, and the warehouse remembers tokens for a while only.
   *
   * @throws FencedError, LogUnavailable
   */
  async #prove(): Promise<void> {
    const { intents, isLeaseValid, proofMs } = this.#options;
    let isSure = isLeaseValid();
    while (!isSure || performance.now() - this.#provenAtMs >= proofMs) {
      const askedAtMs = performance.now();
      await intents.confirm();
      this.#provenAtMs = askedAtMs;
      isSure = true;
    }
  }

  async #insert(run: Run, intent: SinkIntent): Promise<void> {
    const { token, first, last, streamCreatedAtMs, writtenAtMs } = intent;
    const { store, place, metrics, patience, optOutsOf = store.database } = this.#options;
    const { partition } = place;
    const inserted = insertedOf(run);
    const rows = rowsOf(run);
    if (rows > RUN_LIMITS.rows) throw new RangeError(`a run of ${rows} rows`);
    if (rows > 0) {
      const blocks = inserted.map(({ record }) => record.payload);
      // By the intent, as all else of a run: whoever repeats it leaves out the same chatters.
      const optOuts = { database: optOutsOf, asOfMs: writtenAtMs };
      const insert = { partition, runLast: last, logDay: logDayOf(run), token, blocks, optOuts };
      await patience.until(async () => {
        await this.#prove();
        const startedAtMs = performance.now();
        await insertRun(store, insert);
        this.#lastInsertMs = performance.now() - startedAtMs;
      });
      metrics.insertSeconds.observe(this.#lastInsertMs / 1_000);
      const newestMs = inserted.reduce((newest, { sentToMs }) => Math.max(newest, sentToMs), 0);
      metrics.newestSentAtSeconds.set({ partition }, newestMs / 1_000);
    }
    // A run without rows too: that it needs nothing more is known even when the log no longer has it.
    await patience.until(() =>
      recordRun(store, {
        partition,
        first,
        last,
        token,
        streamCreatedAtMs,
        insertedAtMs: Date.now(),
        rows,
      }),
    );
    this.#committed = last;
    const tookMs = Math.round(this.#lastInsertMs);
    for (const { record, traced } of inserted)
      if (traced.length > 0)
        logTraced(this.#options.log, 'stored', traced, { seq: record.seq, first, last, token, tookMs });
    metrics.rows.inc({ partition }, rows);
    metrics.runs.inc({ partition });
    metrics.committed.set({ partition }, last);
    metrics.duplicates.inc({ partition }, duplicatesOf(run));
    metrics.fenced.inc({ partition }, fencedOf(run));
  }
}
