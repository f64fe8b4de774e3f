import { expect, it } from 'vitest';
import { toRangeParameters, toWholeMinutes } from './range';

it('widens a range to whole minutes, and leaves whole minutes alone', () => {
  expect(toWholeMinutes(59_999, 60_001)).toEqual({ fromMs: 0, toMs: 120_000 });
  expect(toWholeMinutes(60_000, 120_000)).toEqual({ fromMs: 60_000, toMs: 120_000 });
});

it('binds whole minutes as seconds', () => {
  expect(toRangeParameters({ fromMs: 60_000, toMs: 120_000 })).toEqual({ from: 60, to: 120 });
});

it.each([
  [1, 60_000],
  [0, 60_001],
  [60_000, 60_000],
  [120_000, 60_000],
  [-60_000, 60_000],
  [0, 4_294_967_340_000],
])('refuses [%i, %i), which roll-ups cannot answer exactly', (fromMs, toMs) => {
  expect(() => toRangeParameters({ fromMs, toMs })).toThrow(RangeError);
});
