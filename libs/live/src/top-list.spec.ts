import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TopList } from './top-list';

it('holds what a full sort would put first, however long the list', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat({ max: 12 }), (numbers, length) => {
      const list = new TopList<number>(length, (a, b) => b - a);
      for (const number of numbers) list.offer(number);
      expect(list.items).toEqual(numbers.toSorted((a, b) => b - a).slice(0, length));
    }),
  );
});

it('names the item to beat only when there is no room left', () => {
  const list = new TopList<number>(2, (a, b) => b - a);
  list.offer(5);
  expect(list.last).toBeUndefined();
  list.offer(7);
  expect(list.last).toBe(5);
});
