import { decodeCollectorReport } from '@emotide/domain';
import { LogUnavailable } from '@emotide/event-log';
import { Registry, type Logger } from '@emotide/service-kit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CollectorReporter } from './collector-reporter';

const figures = { connections: 1, wanted: 3, joined: 2, refused: { suspended: 1 }, messagesPerSecond: 7 };
const EVERY_MS = 5_000;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function start() {
  const bucket = new Map<string, Uint8Array>();
  const state = { isConnected: true, put: () => Promise.resolve(), puts: 0 };
  const said: string[] = [];
  const note = (_about: unknown, message?: string) =>
    said.push(message ?? (typeof _about === 'string' ? _about : ''));
  const registry = new Registry();
  const reporter = new CollectorReporter({
    instance: 'node.1',
    values: {
      put: async (key, value) => {
        state.puts++;
        await state.put();
        bucket.set(key, value as Uint8Array);
      },
      remove: async (key) => {
        await state.put();
        bucket.delete(key);
      },
    },
    isConnected: () => state.isConnected,
    read: () => figures,
    nowMs: Date.now,
    log: { warn: note, info: note } as unknown as Logger,
    registry,
  });
  const outcomes = async () =>
    Object.fromEntries(
      (await registry.getSingleMetric('emotide_collector_reports_total')!.get()).values.map(
        ({ labels, value }) => [labels['outcome'], value],
      ),
    );
  const report = () => decodeCollectorReport(bucket.get('node=1') ?? new Uint8Array());
  return { reporter, bucket, state, said, outcomes, report };
}

it('reports at once and every five seconds, and takes its report away when it is stopped', async () => {
  const { reporter, bucket, report } = start();
  await vi.advanceTimersByTimeAsync(0);
  expect(report()).toEqual({ instance: 'node.1', reportedAtMs: 1_000_000, ...figures });
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(report()?.reportedAtMs).toBe(1_005_000);
  await reporter.stop();
  expect(bucket.size).toBe(0);
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
  expect(bucket.size).toBe(0);
});

it('gives the client nothing while the log is away', async () => {
  const { reporter, state, outcomes } = start();
  await vi.advanceTimersByTimeAsync(0);
  state.isConnected = false;
  await vi.advanceTimersByTimeAsync(100 * EVERY_MS);
  expect(await outcomes()).toEqual({ written: 1, 'log-away': 100 });
  await reporter.stop();
  expect(state.puts).toBe(1);
});

it('asks one thing at a time, however long the answer takes', async () => {
  const { reporter, state } = start();
  let answer = () => undefined as void;
  state.put = () => new Promise((resolve) => (answer = resolve));
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
  expect(state.puts).toBe(2);
  answer();
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(state.puts).toBe(3);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  state.put = () => Promise.resolve();
  await reporter.stop();
});

it('counts what it can not write, says so once, and goes on', async () => {
  const { reporter, state, said, outcomes, report } = start();
  await vi.advanceTimersByTimeAsync(0);
  state.put = () => Promise.reject(new LogUnavailable('no'));
  await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
  expect(await outcomes()).toEqual({ written: 1, failed: 3 });
  expect(said).toEqual(['reports of this collector can not be written']);
  state.put = () => Promise.resolve();
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(said.at(-1)).toBe('reports of this collector are written again');
  expect(report()?.reportedAtMs).toBe(1_020_000);
  state.put = () => Promise.reject(new LogUnavailable('no'));
  await reporter.stop();
});
