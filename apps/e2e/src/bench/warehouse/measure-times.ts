import type { Store } from '@emotide/store';
import { percentile } from '../statistics';

export interface Times {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** When it was run, epoch ms, so that the server's log can be asked about it. */
  readonly fromMs: number;
  readonly toMs: number;
}

const LEAST_RUNS = 3;
const MOST_RUNS = 200;

/** Runs it over and over for `forMs`, after once to warm up, one at a time. */
export async function measureTimes(run: () => Promise<unknown>, forMs: number): Promise<Times> {
  await run();
  const fromMs = Date.now();
  const tookMs: number[] = [];
  const until = performance.now() + forMs;
  while (tookMs.length < LEAST_RUNS || (performance.now() < until && tookMs.length < MOST_RUNS)) {
    const startedAt = performance.now();
    await run();
    tookMs.push(performance.now() - startedAt);
  }
  tookMs.sort((a, b) => a - b);
  return {
    runs: tookMs.length,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    fromMs,
    toMs: Date.now(),
  };
}

/** The server writes its log of queries every 7.5 s. */
const LOG_AFTER_MS = 20_000;

/**
 * CPU of the server for one run of each, all its SELECTs and threads together, as it says itself: other work on the machine
 * changes it little, where it changes times much. NaN where the log knows nothing.
 */
export async function readCpuMs(store: Store, measured: readonly Times[]): Promise<number[]> {
  await new Promise((resolve) => setTimeout(resolve, LOG_AFTER_MS));
  const sums = (await store.select(
    `SELECT arrayFirstIndex((since, until) -> at >= since AND at <= until,
         {froms:Array(Int64)}, {tos:Array(Int64)}) AS place,
       sum(ProfileEvents['UserTimeMicroseconds'] + ProfileEvents['SystemTimeMicroseconds']) / 1000 AS ms
     FROM (
       SELECT toUnixTimestamp64Milli(toDateTime64(query_start_time_microseconds, 3)) AS at, ProfileEvents
       FROM system.query_log
       WHERE type = 'QueryFinish' AND query_kind = 'Select' AND user = 'app'
     )
     GROUP BY place`,
    { froms: measured.map(({ fromMs }) => fromMs), tos: measured.map(({ toMs }) => toMs) },
  )) as { place: number; ms: number }[];
  const byPlace = new Map(sums.map(({ place, ms }) => [place, ms]));
  return measured.map(({ runs }, i) => (byPlace.get(i + 1) ?? Number.NaN) / runs);
}
