import { encodeJobReport, type JobReport } from '@emotide/domain';
import type { Logger } from '@emotide/service-kit';
import type { IdleJob } from './job';
import type { ScoutMetrics } from './scout-metrics';

export interface JobBoardOptions {
  /** Brings a value into the bucket `jobs`. */
  readonly write: (key: string, toBytes: () => Uint8Array) => void;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly metrics: ScoutMetrics;
}

/** A job that is run many times a second is not told of each time, unless it begins to fail or to succeed. */
const WRITE_EVERY_MS = 10_000;

/** Shows how the jobs are doing: in the bucket, in metrics, and in the log when one begins to fail or is well again. */
export class JobBoard {
  readonly #options: JobBoardOptions;
  readonly #shown = new Map<string, { readonly report: JobReport; readonly writtenAtMs: number }>();

  constructor(options: JobBoardOptions) {
    this.#options = options;
  }

  show(report: JobReport): void {
    const { log, nowMs } = this.#options;
    const before = this.#shown.get(report.name);
    const isNews = before?.report.state !== report.state;
    this.#measure(report);
    if (isNews && report.state === 'failed')
      log.warn({ job: report.name, why: report.summary }, 'a job failed');
    if (isNews && before?.report.state === 'failed') log.info({ job: report.name }, 'a job is well again');
    log.debug({ job: report.name, state: report.state, ...report.figures }, report.summary);
    const isDue = isNews || nowMs() - before.writtenAtMs >= WRITE_EVERY_MS;
    this.#shown.set(report.name, { report, writtenAtMs: isDue ? nowMs() : before.writtenAtMs });
    if (isDue) this.#write(report.name);
  }

  /** Said once. */
  showOff({ name, everyMs, offBecause }: IdleJob): void {
    this.#options.log.info({ job: name, why: offBecause }, 'a job is off');
    const report: JobReport = {
      name,
      state: 'off',
      everyMs,
      lastStartedAtMs: null,
      lastDurationMs: null,
      lastOkAtMs: null,
      nextRunAtMs: null,
      failuresInRow: 0,
      summary: offBecause,
      figures: {},
    };
    this.#shown.set(name, { report, writtenAtMs: this.#options.nowMs() });
    this.#write(name);
  }

  #write(name: string): void {
    this.#options.write(name, () => encodeJobReport(this.#shown.get(name)!.report));
  }

  #measure({ name: job, state, lastDurationMs, lastOkAtMs, nextRunAtMs }: JobReport): void {
    const { jobRuns, jobSeconds, jobLastOk, jobNext, jobFailing } = this.#options.metrics;
    jobRuns.inc({ job, outcome: state });
    jobFailing.set({ job }, state === 'failed' ? 1 : 0);
    if (lastDurationMs !== null) jobSeconds.set({ job }, lastDurationMs / 1_000);
    if (lastOkAtMs !== null) jobLastOk.set({ job }, lastOkAtMs / 1_000);
    if (nextRunAtMs !== null) jobNext.set({ job }, nextRunAtMs / 1_000);
  }
}
