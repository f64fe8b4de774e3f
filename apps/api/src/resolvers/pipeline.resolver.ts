import type { JobReport, JobState } from '@emotide/domain';
import type { Job, JobState as JobStateName, QueryResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { toLag, toWatermark } from '../watermark';

export const pipeline: NonNullable<QueryResolvers<ApiContext>['pipeline']> = async (
  _parent,
  _arguments,
  { pipeline: readPipeline, jobs, nowMs },
) => {
  const rows = await readPipeline();
  return {
    partitions: rows.map((row) => ({
      partition: row.partition,
      lastRun: { first: row.runFirst, last: row.runLast, rows: row.rows, storedAt: row.insertedAtMs },
      newestMessageAt: row.newestSentAtMs,
      lag: Math.max(0, nowMs - row.insertedAtMs),
    })),
    watermark: toWatermark(rows),
    lag: toLag(rows, nowMs),
    jobs: jobs.list().map(toJob),
  };
};

const STATES: Readonly<Record<JobState, JobStateName>> = {
  waiting: 'WAITING',
  ok: 'OK',
  failed: 'FAILED',
  off: 'OFF',
};

function toJob(report: JobReport): Job {
  return {
    name: report.name,
    state: STATES[report.state],
    every: report.state === 'off' ? null : report.everyMs,
    lastStartedAt: report.lastStartedAtMs,
    lastDuration: report.lastDurationMs,
    lastOkAt: report.lastOkAtMs,
    nextRunAt: report.nextRunAtMs,
    failuresInRow: report.failuresInRow,
    summary: report.summary,
  };
}
