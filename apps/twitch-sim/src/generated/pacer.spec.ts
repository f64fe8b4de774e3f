import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer';

describe('a pacer', () => {
  it('meets its rate exactly over any ticks', () => {
    const rates = fc.oneof(
      fc.integer({ min: 1, max: 300_000 }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
    );
    const ticks = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(rates, ticks, (rate, steps) => {
        const pacer = createPacer(rate, 5_000);
        let nowMs = 5_000;
        let taken = 0;
        for (const stepMs of steps) {
          nowMs += stepMs;
          const due = pacer.dueLines(nowMs);
          pacer.take(due);
          taken += due;
          const exact = ((nowMs - 5_000) * rate) / 1_000;
          expect(taken).toBeLessThanOrEqual(exact + 0.01);
          expect(taken).toBeGreaterThan(exact - 1);
        }
      }),
    );
  });

  it('gives back what was taken too early', () => {
    const pacer = createPacer(1_000, 0);
    expect(pacer.dueLines(10)).toBe(10);
    pacer.take(12);
    expect([pacer.dueLines(10), pacer.dueLines(12), pacer.dueLines(15)]).toEqual([-2, 0, 3]);
  });

  it('makes up for a second at most', () => {
    const pacer = createPacer(1_000, 0);
    expect(pacer.dueLines(60_000)).toBe(1_001);
    pacer.take(1_001);
    expect([pacer.dueLines(60_000), pacer.dueLines(60_010)]).toEqual([0, 10]);
  });

  it('begins anew when told to', () => {
    const pacer = createPacer(1_000, 0);
    pacer.restart(500);
    expect([pacer.dueLines(500), pacer.dueLines(510)]).toEqual([0, 10]);
  });
});
