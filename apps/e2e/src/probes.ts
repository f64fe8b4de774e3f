import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Probe } from './curves';
import { readMetric } from './metric-value';
import { readUsage } from './process-usage';
import type { Part, Stack } from './stack';

const KB_PER_MB = 1_024;

/** Resident memory of each part, MB. A part that is being started again has none. */
export function memoryProbes(stack: Stack): Record<string, Probe> {
  const parts = Object.keys(stack.pids()) as Part[];
  return Object.fromEntries(parts.map((part) => [`${part} MB`, () => readUsage(stack.pids()[part]!).rssMb]));
}

/** What the event log and the warehouse take of the disk, MB. */
export function diskProbes(stack: Stack): Record<string, Probe> {
  return {
    'log disk MB': () => diskMb(join(stack.directory, 'nats')),
    // Through the server's own root: its disk may be mounted where only it sees it.
    'warehouse disk MB': () => diskMb(`/proc/${stack.pid}/root${join(stack.directory, 'clickhouse')}`),
  };
}

/** What a part says in Prometheus' text form. */
export type ReadMetrics = (part: Part) => Promise<string>;

const FRESH_MS = 500;

/** Asks each part once for all probes of one sample: a service forgets its event-loop delays when it is asked. */
export function shareMetrics(stack: Stack): ReadMetrics {
  const last = new Map<Part, { atMs: number; text: Promise<string> }>();
  return (part) => {
    const known = last.get(part);
    if (known !== undefined && performance.now() - known.atMs < FRESH_MS) return known.text;
    const text = stack.metrics(part);
    last.set(part, { atMs: performance.now(), text });
    return text;
  };
}

/** Age of the newest counted message of the slowest partition, seconds. Precondition: chat in every partition. */
export function lagProbe(stack: Stack, metrics: ReadMetrics = stack.metrics): Record<string, Probe> {
  return { 'lag s': () => readLagSeconds(stack, metrics) };
}

/** @see lagProbe */
export async function readLagSeconds(stack: Stack, metrics: ReadMetrics = stack.metrics): Promise<number> {
  const sinks = (Object.keys(stack.pids()) as Part[]).filter((part) => part.startsWith('sink'));
  const texts = await Promise.all(sinks.map((sink) => metrics(sink)));
  const newest = texts.flatMap((text) => readMetric(text, 'emotide_sink_newest_sent_at_seconds'));
  return newest.length === 0 ? Number.NaN : Date.now() / 1_000 - Math.min(...newest);
}

/** The 99th percentile of each service's event-loop delay since the sample before, ms. */
export function eventLoopProbes(stack: Stack, metrics: ReadMetrics): Record<string, Probe> {
  const services = (Object.keys(stack.pids()) as Part[]).filter((part) => !/^(nats|clickhouse)$/.test(part));
  return Object.fromEntries(
    services.map((part) => [
      `${part} loop ms`,
      async () => readMetric(await metrics(part), 'nodejs_eventloop_lag_p99_seconds')[0]! * 1_000,
    ]),
  );
}

function diskMb(directory: string): Promise<number> {
  return new Promise((resolve) => {
    // Merges remove files while du walks; what it counted all the same is on stdout.
    execFile('du', ['-sk', directory], (_error, stdout) => resolve(Number.parseInt(stdout, 10) / KB_PER_MB));
  });
}
