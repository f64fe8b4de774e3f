import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeline } from './timeline';

const walk = (times: readonly (number | undefined)[]): number[] => {
  const timeline = createTimeline();
  return times.map((time) => timeline.elapsedMs(time));
};

describe('a timeline', () => {
  it('begins with the first time and follows the differences', () => {
    expect(walk([undefined, 1_000, 1_250, 4_000])).toEqual([0, 0, 250, 3_000]);
  });

  it('lets a line that is early, or has no time, go with the one before', () => {
    expect(walk([1_000, 1_400, 1_100, undefined, 1_500])).toEqual([0, 400, 400, 400, 500]);
  });

  it('takes no time for a step of more than a day, and goes on from there', () => {
    const day = 86_400_000;
    expect(walk([1_000, 1_000 + 3 * day, 2_000 + 3 * day])).toEqual([0, 0, 1_000]);
    expect(walk([9 * day, 5, 1_005])).toEqual([0, 0, 1_000]);
  });

  it('never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(9e15), { nil: undefined })), (times) => {
        const elapsed = walk(times);
        expect(elapsed).toEqual([...elapsed].sort((a, b) => a - b));
      }),
    );
  });
});
