import { describe, expect, it } from 'vitest';
import { parsePushInterval } from './push-interval';

describe('a push interval', () => {
  it('is a whole number of tenths of a second, so that there are few timers', () => {
    expect([100, 101, 1_000, 59_999, 60_000].map(parsePushInterval)).toEqual([
      100, 200, 1_000, 60_000, 60_000,
    ]);
  });

  it.each([0, 99, 60_001, 1e12])('is not %d ms', (everyMs) => {
    expect(() => parsePushInterval(everyMs)).toThrow(/PT0.1S to PT60S/);
  });
});
