/** What came of one run of a job. */
export interface JobResult {
  /** For people; holds no secret. */
  readonly summary: string;
  readonly figures?: Readonly<Record<string, number>>;
  /** What of it failed while the rest was done; absent when nothing did. */
  readonly trouble?: string;
}

/** A piece of work that is done again and again. */
export interface Job {
  /** Lower-case words between hyphens. */
  readonly name: string;
  /** Milliseconds from the end of a run to the next, about. */
  readonly everyMs: number;
  /**
   * @param signal ends the run early, without a result that counts
   * @throws whatever went wrong: the job has failed this time, and is run again
   */
  run(signal: AbortSignal): Promise<JobResult>;
}

/** A job that this process can't do. */
export interface IdleJob {
  readonly name: string;
  readonly everyMs: number;
  /** For people. */
  readonly offBecause: string;
}
