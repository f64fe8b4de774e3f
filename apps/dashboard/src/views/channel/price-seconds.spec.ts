import { expect, it } from 'vitest';
import { toTold } from './price-seconds';

const range = { from: '2026-11-23T18:00:00.000Z', to: '2026-11-23T18:02:00.000Z' };
const at = (second: number): string => new Date(Date.parse(range.from) + second * 1_000).toISOString();
const series = (points: readonly (readonly [second: number, uses: number])[], watermark: string | null) => ({
  points: points.map(([second, uses]) => ({ start: at(second), uses })),
  range,
  dataFreshness: { watermark },
});

it('seconds have their uses by price, up to the watermark that is furthest behind', () => {
  const startMs = Date.parse(range.from);
  expect(
    toTold(
      {
        free: series(
          [
            [0, 3],
            [5, 1],
            [9, 4],
          ],
          at(10),
        ),
        paid: series([[5, 2]], at(9)),
        other: series([[7, 1]], at(11)),
      },
      startMs + 12_000,
      300,
    ),
  ).toEqual({
    endMs: startMs + 9_000,
    known: 9,
    seconds: [
      { startMs, free: 3, paid: 0, other: 0 },
      { startMs: startMs + 5_000, free: 1, paid: 2, other: 0 },
      { startMs: startMs + 7_000, free: 0, paid: 0, other: 1 },
    ],
  });
});

it('nothing is told where nothing was stored, or nothing of this time', () => {
  const none = series([], null);
  expect(toTold({ free: none, paid: none, other: none }, Date.parse(range.to), 300)).toBeUndefined();
  const before = series([], '2026-11-23T17:00:00.000Z');
  expect(toTold({ free: before, paid: before, other: before }, Date.parse(range.to), 300)).toBeUndefined();
});

it('the second of the last message counts once it is over', () => {
  const startMs = Date.parse(range.from);
  const all = series([[9, 1]], at(9));
  const ends = [13_000, 13_001].map(
    (ms) => toTold({ free: all, paid: all, other: all }, startMs + ms, 300)!.endMs,
  );
  expect(ends.map((ms) => ms - startMs)).toEqual([9_000, 10_000]);
});

it('a whole answer is all there is, also where the warehouse is behind', () => {
  const all = series([[1, 1]], at(9));
  const known = [119, 121, 120].map(
    (length) => toTold({ free: all, paid: all, other: all }, Date.parse(range.to), length)!.known,
  );
  expect(known).toEqual([119, 10, 120]);
});
