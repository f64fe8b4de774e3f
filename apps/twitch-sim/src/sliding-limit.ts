/** At most so many in any span of time. */
export interface SlidingLimit {
  /** @returns false where one more would be too many: then it is not counted. */
  take(nowMs: number): boolean;
}

export function createSlidingLimit(most: number, spanMs: number): SlidingLimit {
  let taken: number[] = [];
  return {
    take(nowMs) {
      taken = taken.filter((atMs) => atMs > nowMs - spanMs);
      if (taken.length >= most) return false;
      taken.push(nowMs);
      return true;
    },
  };
}
