import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JoinBudget } from './join-budget';

describe('JoinBudget', () => {
  it('never lets more than its count through in any window', () => {
    const asks = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 30 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(asks, (sequence) => {
        const budget = new JoinBudget({ count: 18, perMs: 12_500 });
        const sent: [number, number][] = [];
        let now = 0;
        for (const [later, wanted] of sequence) {
          now += later;
          sent.push([now, budget.take(wanted, now)]);
          const inWindow = sent
            .filter(([at]) => now - at < 12_500)
            .reduce((sum, [, count]) => sum + count, 0);
          expect(inWindow).toBeLessThanOrEqual(18);
        }
      }),
    );
  });

  it('says when the next join may go', () => {
    const budget = new JoinBudget({ count: 2, perMs: 100 });
    expect([budget.take(5, 0), budget.waitMs(40), budget.take(1, 40), budget.take(5, 100)]).toEqual([
      2, 60, 0, 2,
    ]);
  });

  it('lets the next join go at the moment that it names, never before', () => {
    const budget = new JoinBudget({ count: 2, perMs: 100 });
    expect([budget.take(1, 0), budget.take(1, 60)]).toEqual([1, 1]);
    expect([budget.waitMs(70), budget.take(1, 99), budget.take(1, 100)]).toEqual([30, 0, 1]);
    expect([budget.waitMs(130), budget.take(9, 160)]).toEqual([30, 1]);
  });
});
