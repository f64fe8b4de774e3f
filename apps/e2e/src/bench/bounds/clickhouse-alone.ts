import { createTemporaryDirectory, startTestClickHouse } from '@emotide/testkit';
import { insertRun } from '@emotide/store';
import { readUsage } from '../../process-usage';
import type { Bound } from './bound';
import { LINES_PER_BATCH, prepareBatches } from './prepared-batches';

/** Some 100,000 rows: the longest run that a sink makes. */
const BATCHES_PER_RUN = 25;

/** Runs into all tables, one after the other, merges included as far as they happen meanwhile. */
export async function measureClickHouseAlone(seconds: number): Promise<Bound> {
  const nowMs = Date.now();
  const blocks = prepareBatches(BATCHES_PER_RUN, nowMs).map(({ payload }) => payload);
  const logDay = new Date(nowMs).toISOString().slice(0, 10);
  const directory = createTemporaryDirectory();
  const clickhouse = await startTestClickHouse(directory.path);
  try {
    const { store, server } = clickhouse;
    const before = readUsage(server.pid).cpuSeconds;
    const startedAt = performance.now();
    let runs = 0;
    while (performance.now() - startedAt < seconds * 1_000) {
      runs++;
      await insertRun(store, { partition: 0, runLast: runs, logDay, token: `run-${runs}`, blocks });
    }
    const elapsedMs = performance.now() - startedAt;
    const lines = runs * BATCHES_PER_RUN * LINES_PER_BATCH;
    return {
      linesPerSecond: (lines / elapsedMs) * 1_000,
      microsecondsPerLine: ((readUsage(server.pid).cpuSeconds - before) / lines) * 1e6,
    };
  } finally {
    await clickhouse.stop();
    directory.remove();
  }
}
