import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DenseIndex } from './dense-index';

describe('DenseIndex', () => {
  it('agrees with a plain map for any adding and removing, and hands out every free number again', () => {
    const key = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 60 }));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 600 }), (keys) => {
        const index = new DenseIndex(100);
        const model = new Map<string, number>();
        let most = 0;
        for (const [high, low] of keys) {
          const name = `${high} ${low}`;
          const known = model.get(name);
          expect(index.find(high, low)).toBe(known ?? -1);
          if (known !== undefined) {
            index.remove(known);
            model.delete(name);
          } else if (!index.isFull) {
            const number = index.add(high, low);
            expect([...model.values()]).not.toContain(number);
            expect([index.high(number), index.low(number)]).toEqual([high, low]);
            model.set(name, number);
          }
          most = Math.max(most, model.size);
          expect(index.size).toBe(model.size);
        }
        expect(index.end).toBe(most);
        for (const [name, number] of model) {
          const [high, low] = name.split(' ').map(Number);
          expect(index.find(high!, low!)).toBe(number);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is full at its capacity and not before', () => {
    const index = new DenseIndex(3);
    for (let low = 0; low < 3; low++) {
      expect(index.isFull).toBe(false);
      index.add(0, low);
    }
    expect(index.isFull).toBe(true);
    index.remove(1);
    expect(index.isFull).toBe(false);
  });
});
