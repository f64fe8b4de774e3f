/** A span of time, epoch milliseconds: from one moment to just before another. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whether a message of that time counts. One without a time is in no window. */
export function isInWindow(atMs: number | null, window: TimeWindow | undefined): boolean {
  return window === undefined || (atMs !== null && atMs >= window.fromMs && atMs < window.untilMs);
}
