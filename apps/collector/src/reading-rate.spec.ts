import { describe, expect, it } from 'vitest';
import { ReadingRate } from './reading-rate';

/** `perSecond` lines in each second of the span. */
function read(rate: ReadingRate, fromMs: number, toMs: number, perSecond: number): void {
  for (let ms = fromMs + 1_000; ms <= toMs; ms += 1_000) {
    rate.add(perSecond);
    rate.estimate(ms);
  }
}

describe('ReadingRate', () => {
  it('says nothing before it has measured for a minute, and is right from the start', () => {
    const rate = new ReadingRate(0);
    read(rate, 0, 59_000, 7);
    expect(rate.perSecond(59_000)).toBeUndefined();
    expect(rate.estimate(59_000)).toBeCloseTo(7);
    read(rate, 59_000, 60_000, 7);
    expect(rate.perSecond(60_000)).toBeCloseTo(7);
  });

  it('follows a change within minutes', () => {
    const rate = new ReadingRate(0);
    read(rate, 0, 600_000, 10);
    read(rate, 600_000, 660_000, 0);
    expect(rate.estimate(660_000)).toBeCloseTo(10 / Math.E, 1);
    read(rate, 660_000, 900_000, 0);
    expect(rate.estimate(900_000)).toBeLessThan(0.1);
  });
});
