import { expect, it } from 'vitest';
import { alignRunningSums } from './align-running-sums';

it('a sum stays between its points and is not known before the first', () => {
  const early = [
    { startMs: 1, value: 5 },
    { startMs: 4, value: 9 },
  ];
  const late = [{ startMs: 3, value: 2 }];
  expect(alignRunningSums([early, late, []])).toEqual({
    times: [1, 3, 4],
    sums: [
      [5, 5, 9],
      [null, 2, 2],
      [null, null, null],
    ],
  });
});
