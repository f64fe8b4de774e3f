import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLoopLag } from './loop-lag';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the lag', () => {
  it('is none for who was late once, and is there for who stays late', () => {
    let nowMs = 0;
    const lag = createLoopLag(100, () => nowMs);
    const look = (lateMs: number): number => {
      nowMs += 100 + lateMs;
      vi.advanceTimersByTime(100);
      return lag.ms;
    };
    expect([look(0), look(2_000), look(0)]).toEqual([0, 0, 0]);
    expect([look(1_500), look(2_000), look(1_200), look(0)]).toEqual([0, 1_500, 1_200, 0]);
    lag.stop();
  });
});
