import { decodeJobReport, type JobReport } from '@emotide/domain';
import { Registry, createLogger } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { JobBoard } from './job-board';
import { createScoutMetrics } from './scout-metrics';

const report = (more: Partial<JobReport> = {}): JobReport => ({
  name: 'work',
  state: 'ok',
  everyMs: 500,
  lastStartedAtMs: 1_000,
  lastDurationMs: 20,
  lastOkAtMs: 1_020,
  nextRunAtMs: 1_520,
  failuresInRow: 0,
  summary: 'done',
  figures: {},
  ...more,
});

function create() {
  const clock = { nowMs: 0 };
  const written: (JobReport | undefined)[] = [];
  const metrics = createScoutMetrics(new Registry());
  const board = new JobBoard({
    write: (_, toBytes) => written.push(decodeJobReport(toBytes())),
    nowMs: () => clock.nowMs,
    log: createLogger('test', 'silent'),
    metrics,
  });
  return { board, clock, written, metrics };
}

describe('JobBoard', () => {
  it('writes a job’s first report, then one every ten seconds, and at once when it begins to fail', () => {
    const { board, clock, written } = create();
    for (clock.nowMs = 0; clock.nowMs < 20_000; clock.nowMs += 500) board.show(report());
    expect(written).toHaveLength(2);
    board.show(report({ state: 'failed', summary: 'away', failuresInRow: 1 }));
    board.show(report({ state: 'failed', summary: 'away', failuresInRow: 2 }));
    board.show(report());
    expect(written.slice(2).map((each) => each?.state)).toEqual(['failed', 'ok']);
  });

  it('counts runs by outcome and shows whether a job fails now', async () => {
    const { board, metrics } = create();
    board.show(report());
    board.show(report({ state: 'failed', failuresInRow: 1 }));
    const runs = (await metrics.jobRuns.get()).values.map(({ labels, value }) => [labels.outcome, value]);
    expect(runs).toEqual([
      ['ok', 1],
      ['failed', 1],
    ]);
    expect((await metrics.jobFailing.get()).values[0]?.value).toBe(1);
    expect((await metrics.jobLastOk.get()).values[0]?.value).toBe(1.02);
  });

  it('says of a job that is off why it is', () => {
    const { board, written } = create();
    board.showOff({ name: 'work', everyMs: 500, offBecause: 'needs a key' });
    expect(written).toEqual([
      report({
        state: 'off',
        summary: 'needs a key',
        lastStartedAtMs: null,
        lastDurationMs: null,
        lastOkAtMs: null,
        nextRunAtMs: null,
      }),
    ]);
  });
});
