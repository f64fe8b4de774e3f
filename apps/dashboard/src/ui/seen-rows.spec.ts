import { expect, it } from 'vitest';
import { toSeenRows } from './seen-rows';

it('a short list is there whole', () => {
  expect(toSeenRows(200, 40, -5_000, 800)).toEqual({ first: 0, end: 200 });
});

it('of a long list what the window shows is there, and some rows around it', () => {
  expect(toSeenRows(10_000, 40, 300, 800)).toEqual({ first: 0, end: 60 });
  expect(toSeenRows(10_000, 40, -40_000, 800)).toEqual({ first: 960, end: 1_060 });
  expect(toSeenRows(10_000, 40, -40_010, 800)).toEqual({ first: 960, end: 1_060 });
});

it('at and beyond its ends there are rows as well', () => {
  expect(toSeenRows(10_000, 40, -399_500, 800)).toEqual({ first: 9_940, end: 10_000 });
  expect(toSeenRows(10_000, 40, -900_000, 800)).toEqual({ first: 9_940, end: 10_000 });
  const above = toSeenRows(10_000, 40, 90_000, 800);
  expect(above.first).toBe(0);
  expect(above.end).toBeGreaterThanOrEqual(above.first);
});
