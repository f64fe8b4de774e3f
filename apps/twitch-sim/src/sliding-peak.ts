/** The most that ever came within any span of time. */
export interface SlidingPeak {
  /** Precondition: time does not go back. */
  add(nowMs: number): void;
  readonly most: number;
}

export function createSlidingPeak(spanMs: number): SlidingPeak {
  const times: number[] = [];
  let oldest = 0;
  let most = 0;
  return {
    add(nowMs) {
      times.push(nowMs);
      while ((times[oldest] ?? nowMs) <= nowMs - spanMs) oldest++;
      most = Math.max(most, times.length - oldest);
      if (oldest < 1_024) return;
      times.splice(0, oldest);
      oldest = 0;
    },
    get most() {
      return most;
    },
  };
}
