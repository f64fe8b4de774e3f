import type { JobReport } from '@emotide/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job, JobResult } from './job';
import { JobSchedule } from './job-schedule';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A job whose runs the test ends. */
function handJob(everyMs: number) {
  const runs: { end: (result: JobResult) => void; fail: (error: unknown) => void; signal: AbortSignal }[] =
    [];
  const job: Job = {
    name: 'work',
    everyMs,
    run: (signal) =>
      new Promise((resolve, reject) => {
        runs.push({ end: resolve, fail: reject, signal });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  };
  return { job, runs };
}

function start(jobs: readonly Job[], random = () => 0.5) {
  const reports: JobReport[] = [];
  const schedule = new JobSchedule(jobs, {
    nowMs: Date.now,
    random,
    onReport: (report) => reports.push(report),
  });
  return { schedule, reports };
}

describe('JobSchedule', () => {
  it('runs a job at once, again after its time, and never twice at the same moment', async () => {
    const { job, runs } = handJob(10_000);
    const { schedule, reports } = start([job]);
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runs).toHaveLength(1);
    runs[0]!.end({ summary: 'done', figures: { things: 3 } });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toHaveLength(2);
    expect(reports).toEqual([
      {
        name: 'work',
        state: 'ok',
        everyMs: 10_000,
        lastStartedAtMs: 1_000_000,
        lastDurationMs: 60_000,
        lastOkAtMs: 1_060_000,
        nextRunAtMs: 1_070_000,
        failuresInRow: 0,
        summary: 'done',
        figures: { things: 3 },
      },
    ]);
    await schedule.stop();
  });

  it('tries again sooner after a failure, later with each, and never later than usual', async () => {
    const { job, runs } = handJob(30_000);
    const { schedule, reports } = start([job]);
    for (const waitMs of [5_000, 10_000, 20_000, 30_000]) {
      runs.at(-1)!.fail(new Error('away'));
      await vi.advanceTimersByTimeAsync(0);
      const { nextRunAtMs } = reports.at(-1)!;
      expect(nextRunAtMs! - Date.now()).toBe(waitMs);
      await vi.advanceTimersByTimeAsync(waitMs);
    }
    expect(reports.at(-1)).toMatchObject({
      state: 'failed',
      failuresInRow: 4,
      summary: 'away',
      lastOkAtMs: null,
    });
    runs.at(-1)!.end({ summary: 'well', trouble: 'a part is away', figures: { parts: 2 } });
    await vi.advanceTimersByTimeAsync(0);
    expect(reports.at(-1)).toMatchObject({
      state: 'failed',
      summary: 'a part is away',
      figures: { parts: 2 },
    });
    await vi.advanceTimersByTimeAsync(40_000);
    runs.at(-1)!.end({ summary: 'well' });
    await vi.advanceTimersByTimeAsync(0);
    expect(reports.at(-1)).toMatchObject({ state: 'ok', failuresInRow: 0, summary: 'well' });
    await schedule.stop();
  });

  it('spreads runs by a tenth to either side', async () => {
    for (const [random, waitMs] of [
      [0, 9_000],
      [0.999_999, 11_000],
    ] as const) {
      const { job, runs } = handJob(10_000);
      const { schedule, reports } = start([job], () => random);
      runs[0]!.end({ summary: '' });
      await vi.advanceTimersByTimeAsync(0);
      expect(reports[0]!.nextRunAtMs! - Date.now()).toBe(waitMs);
      await schedule.stop();
    }
  });

  it('runs a job sooner when asked, and once more when asked during a run', async () => {
    const { job, runs } = handJob(10_000);
    const { schedule } = start([job]);
    schedule.runSoon('work');
    schedule.runSoon('work');
    runs[0]!.end({ summary: '' });
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toHaveLength(2);
    runs[1]!.end({ summary: '' });
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toHaveLength(2);
    schedule.runSoon('work');
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toHaveLength(3);
    await schedule.stop();
  });

  it('lets one job fail without the others, and ends what runs when it is stopped', async () => {
    const { job, runs } = handJob(10_000);
    let otherRuns = 0;
    const other: Job = {
      name: 'other',
      everyMs: 1_000,
      run: () => Promise.resolve({ summary: String(++otherRuns) }),
    };
    const { schedule, reports } = start([job, other]);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(otherRuns).toBe(4);
    const before = reports.length;
    await schedule.stop();
    expect(runs[0]!.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([otherRuns, reports.length, vi.getTimerCount()]).toEqual([4, before, 0]);
  });
});
