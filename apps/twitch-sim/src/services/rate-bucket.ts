/** Points that calls cost, filled up again all the time (dev.twitch.tv/docs/api/guide, "Twitch rate limits"). */
export interface RateBucket {
  /** Takes a point. @returns false where there is none. */
  take(nowMs: number): boolean;
  /** Whole points that are left. */
  remaining(nowMs: number): number;
  /** When it is full again, epoch milliseconds. */
  fullAtMs(nowMs: number): number;
}

/** @param points its size, and how many come back in a minute. */
export function createRateBucket(points: number, nowMs: number): RateBucket {
  let left = points;
  let atMs = nowMs;
  const fill = (now: number): void => {
    left = Math.min(points, left + (Math.max(0, now - atMs) * points) / 60_000);
    atMs = now;
  };
  return {
    take(now) {
      fill(now);
      // A thousandth of a point, against the rounding of fractions.
      if (left < 0.999) return false;
      left -= 1;
      return true;
    },
    remaining(now) {
      fill(now);
      return Math.max(0, Math.floor(left));
    },
    fullAtMs(now) {
      fill(now);
      return now + ((points - left) * 60_000) / points;
    },
  };
}
