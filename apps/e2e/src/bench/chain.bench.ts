import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, settle } from '../compare-counts';
import { readUsage, type ProcessUsage } from '../process-usage';
import { pauseChat, readTruth } from '../simulator';
import { startStack, until, type Part, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { format } from './statistics';

const PARTS: readonly Part[] = ['nats', 'clickhouse', 'sink', 'api', 'collector', 'twitch-sim'];
const WARM_UP_MS = 5_000;
const CHANNELS = 1_000;

interface Load {
  readonly mix: 'real' | 'dense';
  readonly rate: number | 'max';
}

const LOADS: readonly Load[] = [
  { mix: 'real', rate: 10_000 },
  { mix: 'real', rate: 30_000 },
  { mix: 'real', rate: 'max' },
  { mix: 'dense', rate: 10_000 },
  { mix: 'dense', rate: 30_000 },
  { mix: 'dense', rate: 60_000 },
  { mix: 'dense', rate: 'max' },
];
/** As fast as it goes is measured over so many lines, from the first one sent to the last one in the warehouse. */
const MAX_LINES = 3_000_000;

/**
 * How many lines a second go through the whole system on this machine, the load generator included, and what does a
 * line cost in each process? Counts are compared with the simulator's truth after each load.
 */
export async function benchChain(command: string, seconds = 20): Promise<Result> {
  const rows: string[][] = [];
  for (const load of LOADS) {
    process.stderr.write(`chain: ${load.mix} at ${load.rate} lines/s …\n`);
    rows.push(await measure(load, seconds));
  }
  return {
    question:
      'How many lines a second go through the whole system, and what does a line cost in each process?',
    command,
    table: {
      head: [
        'chat',
        'asked',
        'counted lines/s',
        ...PARTS.map((part) => `${part} µs`),
        'sum µs',
        'differences',
      ],
      rows,
    },
    notes: [
      `Generated chat of ${CHANNELS} channels through unmodified sockets, one run each of ${seconds} s after ${WARM_UP_MS / 1000} s; as fast as it goes: ${format(MAX_LINES)} lines, from the first sent to the last in the warehouse.`,
      '`real`: a quarter of the lines has emotes; `dense`: every line. µs are CPU time per line.',
      'Differences: keys of raw tables and roll-ups that are not what the simulator sent.',
    ],
  };
}

async function measure({ mix, rate }: Load, seconds: number): Promise<string[]> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...['--channels', String(CHANNELS), '--rate', String(rate), '--mix', mix, '--log-level', 'warn'],
    ...(rate === 'max' ? ['--lines', String(MAX_LINES)] : []),
  ]);
  try {
    const { lines, elapsedMs, used } = await (rate === 'max'
      ? untilAllCounted(stack)
      : during(stack, seconds));
    await pauseChat(stack);
    await settle(stack);
    const { differences } = await compareWithTruth(stack, await readTruth(stack));
    for (const difference of differences.slice(0, 5)) process.stderr.write(`  ${difference}\n`);
    const costs = PARTS.map((part) => (used[part]! / lines) * 1e6);
    return [
      mix,
      String(rate),
      format((lines / elapsedMs) * 1_000),
      ...costs.map(format),
      format(costs.reduce((sum, cost) => sum + cost, 0)),
      String(differences.length),
    ];
  } finally {
    await stack.stop();
    directory.remove();
  }
}

type Spent = { lines: number; elapsedMs: number; used: Record<string, number> };

/** A steady load: what is counted and spent between two moments. */
async function during(stack: Stack, seconds: number): Promise<Spent> {
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  const before = readAll(stack);
  const countedBefore = await countLines(stack);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const after = readAll(stack);
  return {
    lines: (await countLines(stack)) - countedBefore,
    elapsedMs: performance.now() - startedAt,
    used: difference(before, after),
  };
}

/** As fast as it goes, to the last line. */
async function untilAllCounted(stack: Stack): Promise<Spent> {
  const before = readAll(stack);
  const startedAt = performance.now();
  let last = -1;
  await until(
    async () => {
      const now = await countLines(stack);
      const isOver = now === last && now > 0;
      last = now;
      return isOver;
    },
    'all lines',
    600_000,
    3_000,
  );
  // The wait for silence is no part of it: the last insert's own time ends the measurement.
  const [row] = await stack.sql<{ first: string; last: string }>(
    `SELECT toUnixTimestamp64Milli(min(sent_at)) AS first,
       (SELECT toUnixTimestamp64Milli(max(inserted_at)) FROM sink_runs) AS last FROM events`,
  );
  const elapsedMs = Math.min(Number(row!.last) - Number(row!.first), performance.now() - startedAt);
  return { lines: last, elapsedMs, used: difference(before, readAll(stack)) };
}

const countLines = async (stack: Stack): Promise<number> =>
  Number((await stack.sql<{ n: string }>('SELECT sum(messages) AS n FROM activity_minute'))[0]!.n);

function readAll(stack: Stack): Record<string, ProcessUsage> {
  const pids = stack.pids();
  return Object.fromEntries(PARTS.map((part) => [part, readUsage(pids[part]!)]));
}

function difference(
  before: Record<string, ProcessUsage>,
  after: Record<string, ProcessUsage>,
): Record<string, number> {
  return Object.fromEntries(PARTS.map((part) => [part, after[part]!.cpuSeconds - before[part]!.cpuSeconds]));
}
