import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWeightedChoice, toZipfWeights } from './weighted-choice';

describe('a weighted choice', () => {
  it('gives each index the share of its weight', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(weights, (each) => {
        const choice = createWeightedChoice(each);
        const total = each.reduce((sum, weight) => sum + weight, 0);
        const counts = each.map(() => 0);
        const draws = 20_000;
        for (let i = 0; i < draws; i++) {
          const index = choice.at(Math.floor(((i + 0.5) / draws) * 2 ** 32));
          counts[index] = (counts[index] ?? 0) + 1;
        }
        for (const [index, weight] of each.entries()) {
          expect(Math.abs((counts[index] ?? 0) / draws - weight / total)).toBeLessThan(0.01);
          expect(choice.share(index)).toBeCloseTo(weight / total, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('stays in range at the ends of the draw', () => {
    const choice = createWeightedChoice(toZipfWeights(1_000));
    expect(choice.at(0)).toBeLessThan(1_000);
    expect(choice.at(2 ** 32 - 1)).toBeLessThan(1_000);
  });
});
