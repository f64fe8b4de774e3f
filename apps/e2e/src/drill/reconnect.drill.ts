import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithGaps, type GapComparison } from '../compare-with-gaps';
import { settle } from '../settle';
import { disturb, pauseChat, readConnections, type ConnectionVerb } from '../simulator';
import { describeGaps, inWords, toGapTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';
import { createRandom } from './random';

export interface ReconnectDrillResult {
  readonly comparison: GapComparison;
  readonly disturbances: Readonly<Partial<Record<ConnectionVerb, number>>>;
}

const VERBS = ['reconnect', 'drop', 'freeze'] as const;
/** A frozen connection is thawed after this, if the reader has not given it up. */
const FROZEN_MS = 5_000;

/**
 * The simulator asks connections to reconnect, drops and freezes some at random, one every `everyMs`. What it put on
 * connections must be counted once, or lie in gaps that are told.
 */
export async function drillReconnect(
  options: Load & {
    readonly everyMs: number;
    readonly calmMs: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<ReconnectDrillResult> {
  const { seconds, seed, say, everyMs, calmMs, env = {} } = options;
  const random = createRandom(seed);
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options, { env });
  const disturbances: Partial<Record<ConnectionVerb, number>> = {};
  const frozen = new Set<number>();
  const thaw = async (connection: number): Promise<void> => {
    frozen.delete(connection);
    await disturb(stack, 'thaw', connection);
  };
  try {
    const endMs = performance.now() + seconds * 1_000;
    while (performance.now() < endMs) {
      await delay(everyMs);
      const open = (await readConnections(stack)).filter((connection) => !frozen.has(connection));
      const connection = open[Math.floor(random() * open.length)];
      const verb = VERBS[Math.floor(random() * VERBS.length)]!;
      if (connection === undefined || !(await disturb(stack, verb, connection))) continue;
      disturbances[verb] = (disturbances[verb] ?? 0) + 1;
      if (verb !== 'freeze') continue;
      frozen.add(connection);
      setTimeout(() => void thaw(connection).catch(() => undefined), FROZEN_MS);
    }
    for (const connection of frozen) await thaw(connection);
    await delay(calmMs);
    await pauseChat(stack);
    say(`chat paused after ${inWords(disturbances)}`);
    await settle(stack);
    return { disturbances, comparison: await compareWithGaps(stack) };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const CALM_MS = 20_000;

type ReconnectSettings = { seconds: number; channels: number; rate: number; seed: number; every: number };

export const reconnectDrill: Drill<ReconnectSettings> = {
  name: 'reconnect',
  title: 'Connections that end',
  description: 'RECONNECT, dropped and frozen connections to chat at random moments under load',
  question:
    'Is all that was put on connections counted once, or told as a gap, when connections are asked to reconnect, dropped and frozen?',
  defaults: { seconds: 180, channels: 1_000, rate: 5_000, seed: 1, every: 3 },
  meanings: { every: 'seconds between two disturbances' },
  async run(settings, say) {
    const { comparison, disturbances } = await drillReconnect({
      ...settings,
      say,
      everyMs: settings.every * 1_000,
      calmMs: CALM_MS,
    });
    return {
      table: toGapTable(comparison),
      notes: [`Disturbances: ${inWords(disturbances)}.`, describeGaps(comparison)],
      differences: comparison.differences,
    };
  },
};
