import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth } from '../compare-counts';
import { readMetric } from '../metric-value';
import { readUsage } from '../process-usage';
import { settle } from '../settle';
import { isAllSent, pauseChat, readTruth, resumeChat } from '../simulator';
import { startStack, until, type Part, type Stack } from '../stack';
import { queryableLatency } from './queryable-latency';

/** Whose time a line costs, in the order in which people read it. */
export const CHAIN_PARTS: readonly Part[] = [
  'nats',
  'clickhouse',
  'sink',
  'api',
  'scout',
  'collector',
  'twitch-sim',
];

/** What the system is measured under. */
export interface MeasuredLoad {
  /** Arguments of `emotide up` that say which chat. */
  readonly chat: readonly string[];
  /** Measured for so long behind a warm-up; or, for chat that ends, to its last line. */
  readonly measure: { readonly seconds: number } | 'to-the-end';
  /** Whether lines carry the time at which they are sent, so that their way can be timed. */
  readonly isTimed: boolean;
}

export interface LoadFigures {
  readonly linesPerSecond: number;
  /** Microseconds of CPU a line, by part. */
  readonly costs: Readonly<Partial<Record<Part, number>>>;
  /** Line → queryable; undefined where lines are not timed. */
  readonly latency: { readonly p50Ms: number; readonly p99Ms: number } | undefined;
  /** Keys of the tables that are not what the simulator sent, in words. */
  readonly differences: readonly string[];
}

export const WARM_UP_MS = 5_000;
/** A scout that has learnt all uses less than this of a core. */
const RESTING_SHARE = 0.1;
const LOOK_EVERY_MS = 2_000;

/** Runs the whole system under a load, measures, and compares every table with what was sent. */
export async function measureLoad({ chat, measure, isTimed }: MeasuredLoad): Promise<LoadFigures> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [...chat, '--log-level', 'warn']);
  try {
    await learnEmotes(stack);
    const { lines, elapsedMs, used, fromMs, untilMs } =
      measure === 'to-the-end' ? await untilAllCounted(stack) : await during(stack, measure.seconds);
    await pauseChat(stack);
    await settle(stack);
    return {
      linesPerSecond: (lines / elapsedMs) * 1_000,
      costs: Object.fromEntries(
        Object.entries(used).map(([part, seconds]) => [part, (seconds / lines) * 1e6]),
      ),
      latency: isTimed ? await queryableLatency(stack, fromMs, untilMs) : undefined,
      differences: (await compareWithTruth(stack, await readTruth(stack))).differences,
    };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

interface Spent {
  readonly lines: number;
  readonly elapsedMs: number;
  /** CPU seconds by part. */
  readonly used: Readonly<Record<string, number>>;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Learning what there is of all channels takes a core for many seconds; it belongs to the start, not to any line. */
async function learnEmotes(stack: Stack): Promise<void> {
  await pauseChat(stack);
  let before = Number.NEGATIVE_INFINITY;
  await until(
    async () => {
      const unread = readMetric(await stack.metrics('scout'), 'emotide_scout_channels_unread');
      const { cpuSeconds } = readUsage(stack.pids()['scout']!);
      const isResting = cpuSeconds - before < RESTING_SHARE * (LOOK_EVERY_MS / 1_000);
      before = cpuSeconds;
      return isResting && unread.every((channels) => channels === 0);
    },
    'the scout to know the emotes of all channels, and to rest',
    300_000,
    LOOK_EVERY_MS,
  );
  await settle(stack);
}

/** A steady load: what is counted and spent between two moments. */
async function during(stack: Stack, seconds: number): Promise<Spent> {
  await resumeChat(stack);
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  const spent = startSpending(stack);
  const countedBefore = await countLines(stack);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return { ...spent(), lines: (await countLines(stack)) - countedBefore };
}

/** As fast as it goes, to the last line. */
async function untilAllCounted(stack: Stack): Promise<Spent> {
  const countedBefore = await countLines(stack);
  const spent = startSpending(stack);
  await resumeChat(stack);
  await until(() => isAllSent(stack), 'the last line to be sent', 600_000, 500);
  await settle(stack);
  const { fromMs, ...rest } = spent();
  // Looking whether all is counted is no part of it: the last insert's own time ends the measurement.
  const [row] = await stack.sql<{ last: string }>(
    'SELECT toUnixTimestamp64Milli(max(inserted_at)) AS last FROM sink_runs',
  );
  return {
    ...rest,
    fromMs,
    elapsedMs: Number(row!.last) - fromMs,
    lines: (await countLines(stack)) - countedBefore,
  };
}

function startSpending(stack: Stack): () => Omit<Spent, 'lines'> {
  const pids = stack.pids();
  const read = () => CHAIN_PARTS.map((part) => readUsage(pids[part]!).cpuSeconds);
  const before = read();
  const fromMs = Date.now();
  const startedAt = performance.now();
  return () => {
    const after = read();
    const used = CHAIN_PARTS.map((part, i): [string, number] => [part, after[i]! - before[i]!]);
    return {
      elapsedMs: performance.now() - startedAt,
      used: Object.fromEntries(used),
      fromMs,
      untilMs: Date.now(),
    };
  };
}

const countLines = async (stack: Stack): Promise<number> =>
  Number((await stack.sql<{ n: string }>('SELECT sum(messages) AS n FROM activity_minute'))[0]!.n);
