import { JOIN_REFUSAL_REASONS, type JobReport, type JobState, type JoinRefusalReason } from '@emotide/domain';
import type {
  Collector,
  Job,
  JobState as JobStateName,
  JoinRefusalReason as JoinRefusalName,
  PipelineResolvers,
} from '@emotide/graphql-types';
import type { KnownCollector } from '../collector-board';
import type { ApiContext } from '../context';
import { toLag, toWatermark } from '../watermark';

export const Pipeline: Required<Omit<PipelineResolvers<ApiContext>, '__isTypeOf'>> = {
  async partitions(_parent, _arguments, { pipeline, nowMs }) {
    return (await pipeline()).map((row) => ({
      partition: row.partition,
      lastRun: { first: row.runFirst, last: row.runLast, rows: row.rows, storedAt: row.insertedAtMs },
      newestMessageAt: row.newestSentAtMs,
      lag: Math.max(0, nowMs - row.insertedAtMs),
    }));
  },
  watermark: async (_parent, _arguments, { pipeline }) => toWatermark(await pipeline()),
  lag: async (_parent, _arguments, { pipeline, nowMs }) => toLag(await pipeline(), nowMs),
  collectors: (_parent, _arguments, { collectors, nowMs }) => collectors.list(nowMs).map(toCollector),
  async quarantine(_parent, _arguments, { quarantine }) {
    const state = await quarantine.state();
    return state === undefined ? null : { records: state.records, newestAt: state.newestAtMs ?? null };
  },
  jobs: (_parent, _arguments, { jobs }) => jobs.list().map(toJob),
};

const REFUSALS: Readonly<Record<JoinRefusalReason, JoinRefusalName>> = {
  suspended: 'SUSPENDED',
  banned: 'BANNED',
  'not-found': 'NOT_FOUND',
  'no-permission': 'NO_PERMISSION',
  'limit-reached': 'LIMIT_REACHED',
  'no-answer': 'NO_ANSWER',
};

function toCollector(collector: KnownCollector): Collector {
  return {
    instance: collector.instance,
    reportedAt: collector.reportedAtMs,
    silent: collector.isSilent,
    connections: collector.connections,
    channelsWanted: collector.wanted,
    channelsJoined: collector.joined,
    channelsRefused: JOIN_REFUSAL_REASONS.flatMap((reason) => {
      const channels = collector.refused[reason] ?? 0;
      return channels === 0 ? [] : [{ reason: REFUSALS[reason], channels }];
    }),
    messagesPerSecond: collector.messagesPerSecond,
  };
}

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
