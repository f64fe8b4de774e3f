import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readMetrics, readTrouble } from './ops-port';
import { projectRoot, type Stack } from './stack';

const READY_WITHIN_MS = 30_000;

/**
 * A sink for a system that was started without one, so that it can be given another way to the warehouse.
 *
 * @returns the system with that sink among its parts, and how to stop it
 */
export async function startOwnSink(
  stack: Stack,
  clickhouseUrl: string,
): Promise<{ stack: Stack; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/sink.mjs')], {
    // It ends with us: its input is a pipe of ours.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      EMOTIDE_SUPERVISED: '1',
      EMOTIDE_INSTANCE: 'sink-1',
      EMOTIDE_PARTITIONS: '1',
      EMOTIDE_NATS_SERVERS: stack.natsUrl,
      EMOTIDE_NATS_USER: 'sink',
      EMOTIDE_NATS_PASSWORD: stack.secrets.nats.sink,
      EMOTIDE_CLICKHOUSE_URL: clickhouseUrl,
      EMOTIDE_CLICKHOUSE_USER: 'app',
      EMOTIDE_CLICKHOUSE_PASSWORD: stack.secrets.clickhouse.app,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const opsPort = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sink was not ready in time')), READY_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { msg: string; opsPort?: number };
      if (said.msg !== 'ready' || said.opsPort === undefined) return;
      clearTimeout(timer);
      resolve(said.opsPort);
    });
    void exited.then(() => reject(new Error('the sink ended while it was started')));
  });
  return {
    stack: {
      ...stack,
      pids: () => ({ ...stack.pids(), sink: child.pid! }),
      metrics: (part) => (part === 'sink' ? readMetrics(opsPort) : stack.metrics(part)),
      trouble: (part) => (part === 'sink' ? readTrouble(opsPort) : stack.trouble(part)),
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
