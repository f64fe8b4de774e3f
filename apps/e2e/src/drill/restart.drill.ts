import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';
import { truthOfReadings } from './truth-of-readings';

export interface RestartDrillResult {
  /** How long each stop took, and how it ended. */
  readonly stops: readonly { readonly ms: number; readonly code: number | null }[];
  readonly comparison: Comparison;
  /** Messages sent to a collector that had already stopped reading. */
  readonly unread: number;
}

/** The whole system is stopped in order and started again, under load, several times. */
export async function drillRestart(
  options: Load & { readonly restarts: number },
): Promise<RestartDrillResult> {
  const { restarts, seconds, say } = options;
  const directory = createTemporaryDirectory();
  const start = () => startUnderLoad(directory.path, options);
  const stops: { ms: number; code: number | null }[] = [];
  let stack = await start();
  try {
    for (let restart = 1; restart <= restarts; restart++) {
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      const startedAtMs = performance.now();
      const code = await stack.stop();
      stops.push({ ms: performance.now() - startedAtMs, code });
      say(`stopped in ${Math.round(stops.at(-1)!.ms)} ms, the ${restart} of ${restarts}`);
      stack = await start();
    }
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    await pauseChat(stack);
    await settle(stack);
    const { truth, unread } = await truthOfReadings(stack);
    return { stops, unread, comparison: await compareWithTruth(stack, truth) };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

const STOP_WITHIN_MS = 10_000;

/** What is wrong with the stops themselves. */
export function faultsOf({ stops }: Pick<RestartDrillResult, 'stops'>): string[] {
  return stops
    .filter(({ ms, code }) => ms >= STOP_WITHIN_MS || code !== 0)
    .map(({ ms, code }) => `a stop took ${Math.round(ms)} ms and ended with ${code}`);
}

type RestartSettings = {
  restarts: number;
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
};

export const restartDrill: Drill<RestartSettings> = {
  name: 'restart',
  title: 'Clean restarts',
  description: 'stop and start the whole system under load, in order',
  question: 'Does a clean restart under load lose or double anything, and how long does a stop take?',
  defaults: { restarts: 3, seconds: 20, channels: 200, rate: 10_000, seed: 1 },
  async run(settings, say) {
    const result = await drillRestart({ ...settings, say });
    const { comparison, stops, unread } = result;
    return {
      table: toExactnessTable(comparison),
      notes: [
        `Stops took ${stops.map(({ ms }) => `${Math.round(ms)} ms`).join(', ')}.`,
        describeComparison(comparison),
        `Truth: what the simulator sent up to where the recorded reading sessions ended; ${unread} messages were on their way to a collector that had stopped reading.`,
      ],
      differences: [...comparison.differences, ...faultsOf(result)],
    };
  },
};
