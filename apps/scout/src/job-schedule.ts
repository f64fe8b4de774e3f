import type { JobReport } from '@emotide/domain';
import type { Job } from './job';

export interface JobScheduleOptions {
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** 0 to below 1, spreads runs. */
  readonly random: () => number;
  /** Told after each run. Must not throw. */
  readonly onReport: (report: JobReport) => void;
}

/** A run comes this much sooner or later than it would, so that jobs of one length don't run in step. */
const JITTER = 0.1;
/** After a failure a job is run again sooner than usual, and later each time. */
const FIRST_RETRY_MS = 5_000;

/**
 * Runs jobs, each at once and then in its own time. There are never two runs of one job at the same moment: the time to
 * the next counts from the end of the last.
 */
export class JobSchedule {
  readonly #options: JobScheduleOptions;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  readonly #sleepers = new Map<string, () => void>();
  readonly #askedFor = new Set<string>();

  constructor(jobs: readonly Job[], options: JobScheduleOptions) {
    this.#options = options;
    this.#running = Promise.all(jobs.map((job) => this.#keepRunning(job))).then(() => undefined);
  }

  /** Runs a job now, or once more if it is being run. */
  runSoon(name: string): void {
    this.#askedFor.add(name);
    this.#sleepers.get(name)?.();
  }

  /** Resolves when what is being run has ended; it is told to. */
  stop(): Promise<void> {
    this.#stopping.abort();
    for (const wake of this.#sleepers.values()) wake();
    return this.#running;
  }

  async #keepRunning(job: Job): Promise<void> {
    const { nowMs, onReport } = this.#options;
    const { signal } = this.#stopping;
    let lastOkAtMs: number | null = null;
    let failuresInRow = 0;
    while (!signal.aborted) {
      this.#askedFor.delete(job.name);
      const startedAtMs = nowMs();
      const { trouble, summary, figures } = await runOnce(job, signal);
      if (signal.aborted) return;
      const endedAtMs = nowMs();
      failuresInRow = trouble === undefined ? 0 : failuresInRow + 1;
      if (trouble === undefined) lastOkAtMs = endedAtMs;
      const waitMs = this.#waitMs(job, failuresInRow);
      onReport({
        name: job.name,
        state: trouble === undefined ? 'ok' : 'failed',
        everyMs: job.everyMs,
        lastStartedAtMs: startedAtMs,
        lastDurationMs: Math.max(0, endedAtMs - startedAtMs),
        lastOkAtMs,
        nextRunAtMs: endedAtMs + waitMs,
        failuresInRow,
        summary: trouble ?? summary,
        figures,
      });
      await this.#sleep(job.name, waitMs);
    }
  }

  #waitMs({ everyMs }: Job, failuresInRow: number): number {
    const retryMs = failuresInRow === 0 ? Infinity : FIRST_RETRY_MS * 2 ** (failuresInRow - 1);
    return Math.round(Math.min(everyMs, retryMs) * (1 - JITTER + 2 * JITTER * this.#options.random()));
  }

  async #sleep(name: string, ms: number): Promise<void> {
    if (this.#stopping.signal.aborted || this.#askedFor.has(name)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#sleepers.set(name, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#sleepers.delete(name);
  }
}

/** A run that fails is a result too. */
async function runOnce(
  job: Job,
  signal: AbortSignal,
): Promise<{ trouble: string | undefined; summary: string; figures: Readonly<Record<string, number>> }> {
  try {
    const { summary, figures = {}, trouble } = await job.run(signal);
    return { trouble, summary, figures };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error), summary: '', figures: {} };
  }
}
