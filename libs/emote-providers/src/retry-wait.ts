/** Waits between attempts: doubled each time, spread so that many who failed together don't return together. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row (1 = the first), three quarters to five quarters of
 * the doubled wait.
 *
 * @param random from 0 to below 1
 */
export function backOffMs({ firstMs, longestMs }: BackOff, failures: number, random: number): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(doubled * (0.75 + random / 2));
}

/**
 * Reads a `Retry-After` header: seconds, or a date, which is compared with the answer's own `Date` so that a wrong
 * clock on either side does not matter (RFC 9110 §10.2.3).
 *
 * @returns milliseconds, 0 or more; undefined when the header is absent or unreadable.
 */
export function parseRetryAfterMs(retryAfter: string | null, date: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const waitMs = httpDateMs(retryAfter) - httpDateMs(date);
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

/** `Date.parse` reads nearly anything as a date, so the form is looked at first. @returns NaN when it is none. */
const httpDateMs = (text: string | null): number =>
  text !== null && /^[A-Z][a-z]{2}, .{10,30} GMT$/.test(text) ? Date.parse(text) : NaN;
