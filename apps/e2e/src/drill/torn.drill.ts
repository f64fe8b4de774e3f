import { spawn } from 'node:child_process';
import { until, type Stack } from '../stack';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { drillOutages, type Outage } from './outage';
import { createRandom } from './random';

/** Time for inserts between two kills. */
const CALM_MS = 1_000;
/** An insert renames a part in each of the tables behind `landing`. */
const MOST_RENAMES = 12;
const KILLED_WITHIN_MS = 20_000;

/** Whether the drill can be done here. */
export function canTear(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = spawn('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    probe.once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
}

/**
 * Kills ClickHouse exactly when it is about to rename a part, several times: the insert's token is already in the
 * table's log, its rows are nowhere. Without the repair at the next start the repeated insert would be dropped as known,
 * and the rows with it.
 */
export function tornInserts({ kills, seed }: { readonly kills: number; readonly seed: number }): Outage {
  const random = createRandom(seed);
  return {
    name: 'ClickHouse is killed between token and part',
    async begin(stack) {
      for (let kill = 0; kill < kills; kill++) {
        await killAtRename(stack, 1 + Math.floor(random() * MOST_RENAMES));
        await new Promise((resolve) => setTimeout(resolve, CALM_MS));
      }
      return () => Promise.resolve();
    },
  };
}

/** What the starts after the kills found: tokens without their part, by what the system printed. */
export function tornTokensIn(output: string): { readonly starts: number; readonly tokens: number } {
  const dropped = [...output.matchAll(/dropped (\d+) deduplication record/g)];
  return { starts: dropped.length, tokens: dropped.reduce((sum, [, count]) => sum + Number(count), 0) };
}

/** @param rename which rename of one of its threads it does not live to do */
async function killAtRename(stack: Stack, rename: number): Promise<void> {
  const pid = stack.pids()['clickhouse']!;
  const calls = 'rename,renameat,renameat2';
  const tracer = spawn(
    'strace',
    ['-f', '-qq', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${calls}`].concat(
      '-e',
      `inject=${calls}:signal=SIGKILL:when=${rename}`,
    ),
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => tracer.once('exit', () => resolve()));
  try {
    await until(
      () => (stack.pids()['clickhouse'] ?? pid) !== pid,
      'ClickHouse to be started again',
      KILLED_WITHIN_MS,
    );
  } finally {
    tracer.kill('SIGINT');
    await ended;
  }
}

type TornSettings = {
  kills: number;
  channels: number;
  rate: number;
  seed: number;
};

export const tornDrill: Drill<TornSettings> = {
  name: 'torn',
  title: 'A kill between token and part',
  description: 'kill ClickHouse between writing a deduplication token and renaming the part (needs strace)',
  question: 'Are the counts exact when ClickHouse is killed between the token of an insert and its part?',
  defaults: { kills: 20, channels: 200, rate: 10_000, seed: 1 },
  async run(settings, say) {
    if (!(await canTear())) throw new Error('this drill needs strace, and the right to trace');
    const { kills } = settings;
    const options = { ...settings, seconds: 0, say, sampleEveryMs: 10_000, calmMs: 5_000 };
    const { comparison, output } = await drillOutages(options, [tornInserts(settings)]);
    const torn = tornTokensIn(output);
    return {
      table: toExactnessTable(comparison),
      notes: [
        `${kills} kills by strace at the moment of a rename; ${torn.starts} starts found ${torn.tokens} tokens without a part and dropped them.`,
        describeComparison(comparison),
        'Truth: everything that the simulator sent.',
      ],
      differences: [
        ...comparison.differences,
        ...(torn.tokens === 0 ? ['no kill hit the moment: the drill showed nothing'] : []),
      ],
    };
  },
};
