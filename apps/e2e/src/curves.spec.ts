import { describe, expect, it } from 'vitest';
import { toCourse, toCurveTable, type Curves } from './curves';

const curves: Curves = {
  names: ['a', 'b'],
  startedAtMs: 1_000_000,
  samples: Array.from({ length: 60 }, (_, i) => ({
    atMs: 1_000_000 + i * 60_000,
    values: [10 + i, i === 7 ? Number.NaN : 5],
  })),
};

describe('curves', () => {
  it('have least, most, mean and slope an hour, from a moment on', () => {
    const course = toCourse(curves, 'a', 1_000_000 + 30 * 60_000);
    expect(course).toMatchObject({ least: 40, most: 69, mean: 54.5 });
    expect(course.slopePerHour).toBeCloseTo(60);
  });

  it('leave out what could not be known', () => {
    expect(toCourse(curves, 'b')).toEqual({ least: 5, most: 5, mean: 5, slopePerHour: 0 });
  });

  it('are thinned out for people, the extremes being of all samples', () => {
    const { head, rows } = toCurveTable(curves, 6);
    expect(head).toEqual(['s', 'a', 'b']);
    expect(rows.map(([s, a]) => `${s} ${a}`)).toEqual([
      '0 10.0',
      '600 20.0',
      '1200 30.0',
      '1800 40.0',
      '2400 50.0',
      '3000 60.0',
      'least 10.0',
      'most 69.0',
    ]);
  });
});
