import { createEpoch } from '@emotide/event-log';
import { createTemporaryDirectory, startTestNats } from '@emotide/testkit';
import { readUsage } from '../../process-usage';
import type { Bound } from './bound';
import { LINES_PER_BATCH, prepareBatches } from './prepared-batches';

const MB = 1024 * 1024;
const BATCHES = 40;

/** Our publisher into a stream that nobody reads. */
export async function measureJetStreamAlone(seconds: number): Promise<Bound> {
  const batches = prepareBatches(BATCHES, Date.now());
  const directory = createTemporaryDirectory();
  const nats = await startTestNats(directory.path);
  try {
    const log = await nats.connect('collector');
    const publisher = log.createPublisher(createEpoch(Date.now(), Math.random), {
      windowBatches: 256,
      windowBytes: 16 * MB,
      queueBytes: 128 * MB,
    });
    const cpuSeconds = (): number => {
      const { user, system } = process.cpuUsage();
      return readUsage(nats.server.pid).cpuSeconds + (user + system) / 1e6;
    };
    const before = cpuSeconds();
    const startedAt = performance.now();
    let published = 0;
    while (performance.now() - startedAt < seconds * 1_000) {
      for (const batch of batches) publisher.publish(0, batch);
      published += batches.length;
      await publisher.drained();
    }
    const elapsedMs = performance.now() - startedAt;
    publisher.stop();
    const lines = published * LINES_PER_BATCH;
    return {
      linesPerSecond: (lines / elapsedMs) * 1_000,
      microsecondsPerLine: ((cpuSeconds() - before) / lines) * 1e6,
    };
  } finally {
    await nats.stop();
    directory.remove();
  }
}
