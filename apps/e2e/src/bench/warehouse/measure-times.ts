import { percentile } from '../statistics';

export interface Times {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const LEAST_RUNS = 3;
const MOST_RUNS = 200;

/** Runs it over and over for `forMs`, after once to warm up, one at a time. */
export async function measureTimes(run: () => Promise<unknown>, forMs: number): Promise<Times> {
  await run();
  const tookMs: number[] = [];
  const until = performance.now() + forMs;
  while (tookMs.length < LEAST_RUNS || (performance.now() < until && tookMs.length < MOST_RUNS)) {
    const startedAt = performance.now();
    await run();
    tookMs.push(performance.now() - startedAt);
  }
  tookMs.sort((a, b) => a - b);
  return { runs: tookMs.length, p50Ms: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99) };
}
