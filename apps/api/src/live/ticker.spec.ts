import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTicker, type Ticker } from './ticker';

const START_MS = Date.UTC(2026, 10, 23, 18, 0, 0, 250);
let ticker: Ticker;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  ticker = createTicker({ clock: Date.now });
});
afterEach(() => {
  ticker.stop();
  vi.useRealTimers();
});

describe('the ticker', () => {
  it('ticks at whole multiples of the period, however late its listeners come, with one timer for all', () => {
    const ticks: string[] = [];
    ticker.every(1_000, () => ticks.push(`a ${Date.now() % 10_000}`));
    vi.advanceTimersByTime(400);
    ticker.every(1_000, () => ticks.push(`b ${Date.now() % 10_000}`));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_500);
    expect(ticks).toEqual(['a 1000', 'b 1000', 'a 2000', 'b 2000']);
  });

  it('ends its timer with the last listener, and leaves the others their ticks', () => {
    const heard = vi.fn();
    const stopFirst = ticker.every(100, heard);
    const stopSecond = ticker.every(100, heard);
    stopFirst();
    stopFirst();
    vi.advanceTimersByTime(100);
    expect(heard).toHaveBeenCalledTimes(1);
    stopSecond();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on when a listener leaves and another comes during the tick', () => {
    const heard: string[] = [];
    const stop = ticker.every(100, () => {
      stop();
      heard.push('first');
      ticker.every(100, () => heard.push('second'));
    });
    vi.advanceTimersByTime(250);
    expect(heard).toEqual(['first', 'second', 'second']);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('leaves out moments that passed while the process was busy', () => {
    const ticks: number[] = [];
    ticker.every(100, () => {
      ticks.push(Date.now() - START_MS);
      if (ticks.length === 1) vi.setSystemTime(Date.now() + 430);
    });
    vi.advanceTimersByTime(300);
    expect(ticks).toEqual([50, 550, 650]);
  });
});
