import { describe, expect, it } from 'vitest';
import type { Curves } from '../curves';
import { toSoakCourses } from './soak.drill';

const minutes = (values: (minute: number) => number[]): Curves => ({
  names: ['sink MB', 'log disk MB', 'sink loop ms', 'lag s'],
  startedAtMs: 0,
  samples: Array.from({ length: 21 }, (_, minute) => ({ atMs: minute * 60_000, values: values(minute) })),
});
const risen = (curves: Curves) =>
  toSoakCourses({ curves, warmAtMs: 600_000 })
    .filter(({ isFlat }) => !isFlat)
    .map(({ name }) => name);

describe('a soak', () => {
  it('is flat where nothing grows after the warm-up, whatever the disk does', () => {
    expect(risen(minutes((m) => [Math.min(m, 10) * 50, m * 1_000, 12, 0.3]))).toEqual([]);
  });

  it('names each curve that climbs in the measured half', () => {
    expect(risen(minutes((m) => [100 + 2 * m, 0, 12 + 2 * m, 0.3 + 0.02 * m]))).toEqual([
      'sink MB',
      'sink loop ms',
      'lag s',
    ]);
  });
});
