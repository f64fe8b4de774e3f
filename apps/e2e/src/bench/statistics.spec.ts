import { describe, expect, it } from 'vitest';
import { format, formatFigure, percentile, slopeOf, toFigure } from './statistics';

describe('figures', () => {
  it('have a median and a range', () => {
    expect(toFigure([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(formatFigure(toFigure([1_234.5, 1_000, 2_000]))).toBe('1,235 (1,000–2,000)');
  });

  it('have percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)]).toEqual([50, 99, 100]);
    expect(format(percentile([], 0.5))).toBe('–');
  });
  it('have a slope, which noise on both sides does not move', () => {
    const line = Array.from({ length: 10 }, (_, x) => ({ x, y: 3 * x + (x % 2 === 0 ? 7 : 7.0001) }));
    expect(slopeOf(line)).toBeCloseTo(3, 4);
    expect(slopeOf([{ x: 1, y: 2 }])).toBeNaN();
  });
});
