import { describe, expect, it } from 'vitest';
import { toGrid } from './grid';
import { addSeconds, toKnown } from './second-ring';

describe('a grid', () => {
  const range = { fromMs: 0, toMs: 50, stepMs: 10 };

  it('adds up points of a step and fills silence with nothing', () => {
    const points = [
      { startMs: 0, value: 1 },
      { startMs: 5, value: 2 },
      { startMs: 40, value: 7 },
      { startMs: 50, value: 9 },
    ];
    expect(toGrid(points, range)).toEqual({ times: [0, 10, 20, 30, 40], values: [3, 0, 0, 0, 7] });
  });

  it('leaves a gap open, and keeps a step of which little is missing', () => {
    const points = [
      { startMs: 0, value: 1 },
      { startMs: 30, value: 4 },
    ];
    const gaps = [{ fromMs: 8, toMs: 33 }];
    expect(toGrid(points, range, gaps).values).toEqual([1, null, null, 4, 0]);
  });

  it('ignores gaps outside, and holds with no steps at all', () => {
    expect(
      toGrid([], range, [
        { fromMs: -50, toMs: -1 },
        { fromMs: 50, toMs: 90 },
      ]).values,
    ).toEqual([0, 0, 0, 0, 0]);
    expect(toGrid([{ startMs: 0, value: 1 }], { fromMs: 9, toMs: 9, stepMs: 10 }).values).toEqual([]);
  });
});

describe('a ring of seconds', () => {
  const none = { uses: 0 };
  const second = (at: number, uses: number) => ({ startMs: at * 1_000, uses });
  const uses = (ring: ReturnType<typeof addSeconds<typeof none>>) => ring?.seconds.map((one) => one.uses);
  const isAnything = (one: typeof none): boolean => one.uses > 0;
  const first = addSeconds(
    undefined,
    { endMs: 5_000, known: 5, seconds: [second(0, 1), second(4, 5)] },
    5,
    none,
  );

  it('begins with an answer that covers it', () => {
    expect(uses(first)).toEqual([1, 0, 0, 0, 5]);
    expect(addSeconds(undefined, { endMs: 5_000, known: 2, seconds: [] }, 5, none)).toBeUndefined();
  });

  it('moves on with short answers, which correct the seconds that they cover', () => {
    const next = addSeconds(
      first,
      { endMs: 6_000, known: 2, seconds: [second(4, 6), second(5, 7)] },
      5,
      none,
    );
    expect(uses(next)).toEqual([0, 0, 0, 6, 7]);
    expect(uses(addSeconds(first, { endMs: 5_000, known: 2, seconds: [] }, 5, none))).toEqual([
      1, 0, 0, 0, 0,
    ]);
  });

  it('is not known before its first message', () => {
    const ring = addSeconds(undefined, { endMs: 3_000, known: 3, seconds: [second(1, 4)] }, 3, none)!;
    expect(toKnown(ring, 'uses', isAnything)).toEqual([null, 4, 0]);
    expect(toKnown({ ...ring, seconds: [] }, 'uses', isAnything)).toEqual([]);
  });

  it('is asked anew after a hole, and when time went back', () => {
    expect(addSeconds(first, { endMs: 9_000, known: 2, seconds: [] }, 5, none)).toBeUndefined();
    expect(addSeconds(first, { endMs: 4_000, known: 2, seconds: [] }, 5, none)).toBeUndefined();
  });
});
