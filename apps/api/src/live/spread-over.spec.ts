import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { spreadOver } from './spread-over';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const numbers = Array.from({ length: 1_000 }, (_, number) => number);
let seed = 1;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

function begin(hurry = new AbortController()) {
  const ended: number[] = [];
  const done = vi.fn();
  void spreadOver(numbers, (one) => ended.push(one), { withinMs: 10_000, hurry: hurry.signal, random }).then(
    done,
  );
  return { ended, done, hurry };
}

it('ends each once, evenly over the time', async () => {
  const { ended, done } = begin();
  let atMs = 0;
  for (const [untilMs, share] of [
    [1_000, 0.1],
    [5_000, 0.5],
    [9_000, 0.9],
  ] as const) {
    await vi.advanceTimersByTimeAsync(untilMs - atMs);
    atMs = untilMs;
    expect(ended.length / numbers.length).toBeCloseTo(share, 1);
  }
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_100);
  expect(done).toHaveBeenCalled();
  expect(ended.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(ended).not.toEqual(numbers);
});

it('ends what is left at once when it is to hurry', async () => {
  const { ended, done, hurry } = begin();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ended.length).toBeLessThan(300);
  hurry.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toHaveLength(numbers.length);
  expect(done).toHaveBeenCalled();
});

it('waits for nothing when there is nobody, or no time', async () => {
  const options = { hurry: new AbortController().signal, random };
  await spreadOver([], () => undefined, { ...options, withinMs: 10_000 });
  const ended: number[] = [];
  await spreadOver(numbers, (one) => ended.push(one), {
    ...options,
    hurry: AbortSignal.abort(),
    withinMs: 10_000,
  });
  expect(ended).toHaveLength(numbers.length);
});
