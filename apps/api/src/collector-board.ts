import {
  COLLECTOR_REPORT_EVERY_MS,
  collectorReportKey,
  decodeCollectorReport,
  type CollectorReport,
} from '@emotide/domain';
import type { SharedValue, SharedValues } from '@emotide/event-log';

/** What a collector last said of itself. */
export interface KnownCollector extends CollectorReport {
  /** Nothing was heard of it for several reports: it was killed, is stuck, or can't reach the log. */
  readonly isSilent: boolean;
}

/** How those that read chat are doing. */
export interface Collectors {
  /** By instance. @param nowMs epoch ms */
  list(nowMs: number): readonly KnownCollector[];
}

const SILENT_AFTER_MS = 4 * COLLECTOR_REPORT_EVERY_MS;
/** Long enough to be seen by who was called, and shorter than the bucket keeps a report. */
const DROPPED_AFTER_MS = 5 * 60_000;

/** What collectors tell of themselves, once they are followed. What can't be read is left out. */
export class CollectorBoard implements Collectors {
  readonly #clock: () => number;
  /** By key. */
  readonly #heard = new Map<string, { readonly report: CollectorReport; readonly atMs: number }>();
  #isCaughtUp = false;
  #following: { stop(): Promise<void> } | undefined;

  /** @param clock epoch ms */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  follow(values: Pick<SharedValues, 'follow'>): void {
    this.#following = values.follow({
      onValue: (value) => this.#note(value),
      onCaughtUp: () => (this.#isCaughtUp = true),
      onReplaced: () => {
        this.#isCaughtUp = false;
        this.#heard.clear();
      },
    });
  }

  list(nowMs: number): readonly KnownCollector[] {
    this.#forget(nowMs);
    return [...this.#heard.values()]
      .map(({ report, atMs }) => ({ ...report, isSilent: nowMs - atMs > SILENT_AFTER_MS }))
      .sort((a, b) => (a.instance < b.instance ? -1 : 1));
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }

  #note({ key, value }: SharedValue): void {
    const report = value === undefined ? undefined : decodeCollectorReport(value);
    const nowMs = this.#clock();
    this.#forget(nowMs);
    if (report === undefined || collectorReportKey(report.instance) !== key) this.#heard.delete(key);
    // What comes now was said now, also by a clock that goes wrong; of what was there before, only that clock tells.
    else
      this.#heard.set(key, { report, atMs: this.#isCaughtUp ? nowMs : Math.min(report.reportedAtMs, nowMs) });
  }

  #forget(nowMs: number): void {
    for (const [key, { atMs }] of this.#heard) if (nowMs - atMs > DROPPED_AFTER_MS) this.#heard.delete(key);
  }
}
