import { expect, it } from 'vitest';
import { toLag, toWatermark } from './watermark';

it('the watermark is that of the partition furthest behind', () => {
  expect(toWatermark([{ newestSentAtMs: 30 }, { newestSentAtMs: 10 }, { newestSentAtMs: 20 }])).toBe(10);
});

it('there is no watermark before every partition has a message', () => {
  expect(toWatermark([])).toBeNull();
  expect(toWatermark([{ newestSentAtMs: 30 }, { newestSentAtMs: null }])).toBeNull();
});

it('lag counts from the newest run, and is never negative where clocks disagree', () => {
  expect(toLag([{ insertedAtMs: 10 }, { insertedAtMs: 70 }], 100)).toBe(30);
  expect(toLag([{ insertedAtMs: 110 }], 100)).toBe(0);
  expect(toLag([], 100)).toBeNull();
});
