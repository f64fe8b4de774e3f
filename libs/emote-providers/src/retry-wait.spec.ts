import { describe, expect, it } from 'vitest';
import { backOffMs, parseRetryAfterMs } from './retry-wait';

describe('backOffMs', () => {
  const backOff = { firstMs: 1_000, longestMs: 30_000 };

  it('doubles up to the longest, and stays there', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 5_000].map((failures) => backOffMs(backOff, failures, 0.5));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads by a quarter either way', () => {
    expect(backOffMs(backOff, 1, 0)).toBe(750);
    expect(backOffMs(backOff, 1, 0.9999)).toBe(1_250);
  });
});

describe('parseRetryAfterMs', () => {
  it('reads seconds', () => {
    expect(parseRetryAfterMs('120', null)).toBe(120_000);
    expect(parseRetryAfterMs('0', null)).toBe(0);
  });

  it("measures a date against the answer's own, whatever the clock here says", () => {
    const date = 'Fri, 31 Dec 1999 23:59:00 GMT';
    expect(parseRetryAfterMs('Fri, 31 Dec 1999 23:59:59 GMT', date)).toBe(59_000);
    expect(parseRetryAfterMs('Fri, 31 Dec 1999 23:58:00 GMT', date)).toBe(0);
    expect(parseRetryAfterMs('Fri, 31 Dec 1999 23:59:59 GMT', null)).toBeUndefined();
  });

  it.each([null, '', 'soon', '-5', '1e9', '99999999999'])('has no opinion on %s', (text) => {
    expect(parseRetryAfterMs(text, 'Fri, 31 Dec 1999 23:59:00 GMT')).toBeUndefined();
  });
});
