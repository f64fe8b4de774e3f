import {
  COLLECTOR_REPORT_EVERY_MS,
  collectorReportKey,
  encodeCollectorReport,
  type CollectorReport,
} from '@emotide/domain';
import type { SharedValues } from '@emotide/event-log';
import { counter, type Logger, type Registry } from '@emotide/service-kit';

export interface CollectorReporterOptions {
  readonly instance: string;
  /** The bucket `collectors`. */
  readonly values: Pick<SharedValues, 'put' | 'remove'>;
  /** Whether the log is there: what is given to the client meanwhile would pile up in it. */
  readonly isConnected: () => boolean;
  readonly read: () => Omit<CollectorReport, 'instance' | 'reportedAtMs'>;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly registry: Registry;
}

/**
 * Tells how this collector is doing, at once and every {@link COLLECTOR_REPORT_EVERY_MS} until it is stopped.
 *
 * Nothing waits for it and nothing is kept for later: a report that can't be written is counted and left out, as the next
 * one says more, and of an outage the log is told once.
 */
export class CollectorReporter {
  readonly #options: CollectorReporterOptions;
  readonly #key: string;
  readonly #reports;
  readonly #timer: NodeJS.Timeout;
  #underWay: Promise<void> | undefined;
  #isFailing = false;

  constructor(options: CollectorReporterOptions) {
    this.#options = options;
    this.#key = collectorReportKey(options.instance);
    this.#reports = counter(
      options.registry,
      'emotide_collector_reports_total',
      'Reports of how this collector is doing, by what became of them',
      ['outcome'],
    );
    this.#timer = setInterval(() => this.#report(), COLLECTOR_REPORT_EVERY_MS);
    this.#report();
  }

  /** Takes the report away, so that nobody waits for the next one. It never fails, and lasts seconds at most. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#underWay;
    const { values, isConnected } = this.#options;
    // One that stays is silent soon, and gone some minutes later.
    if (isConnected()) await values.remove(this.#key).catch(() => undefined);
  }

  #report(): void {
    if (this.#underWay !== undefined) return;
    this.#underWay = this.#write().finally(() => (this.#underWay = undefined));
  }

  async #write(): Promise<void> {
    const { instance, values, isConnected, read, nowMs, log } = this.#options;
    if (!isConnected()) return this.#reports.inc({ outcome: 'log-away' });
    try {
      await values.put(this.#key, encodeCollectorReport({ instance, reportedAtMs: nowMs(), ...read() }));
      this.#reports.inc({ outcome: 'written' });
      if (this.#isFailing) log.info('reports of this collector are written again');
      this.#isFailing = false;
    } catch (error) {
      this.#reports.inc({ outcome: 'failed' });
      if (!this.#isFailing) log.warn({ err: error }, 'reports of this collector can not be written');
      this.#isFailing = true;
    }
  }
}
