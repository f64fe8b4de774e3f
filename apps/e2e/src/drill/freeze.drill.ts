import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { readMetric } from '../metric-value';
import { settle } from '../settle';
import { pauseChat, readTruth } from '../simulator';
import { until, type Stack } from '../stack';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';

export interface FreezeDrillResult {
  readonly comparison: Comparison;
  /** From the freeze until another had evicted it. */
  readonly evictedAfterMs: number;
}

const EVICTED_WITHIN_MS = 60_000;

/**
 * Freezes a sink while another stands by, until that one has evicted it, and wakes it: what it still holds in hand then
 * must not count, and it has to begin again as a new process. What a frozen collector loses and does not double is the drill
 * `handover`'s matter.
 *
 * Precondition: two sinks at least, one collector.
 *
 * @param options.seconds how long it is frozen at least
 */
export async function drillFreeze(
  options: Load & { readonly termMs: number; readonly calmMs: number },
): Promise<FreezeDrillResult> {
  const { seconds, say, termMs, calmMs } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options, {
    env: { EMOTIDE_LEASE_TERM_MS: String(termMs), EMOTIDE_LEASE_RENEW_MS: String(Math.floor(termMs / 3)) },
  });
  let thaw = (): void => undefined;
  try {
    await delay(calmMs);
    const before = await readMembers(stack);
    const pid = stack.pids()['sink'];
    thaw = stack.freeze('sink');
    const frozenAt = performance.now();
    say('froze a sink');
    await until(async () => (await readMembers(stack)) < before, 'it to be evicted', EVICTED_WITHIN_MS, 200);
    const evictedAfterMs = performance.now() - frozenAt;
    await delay(seconds * 1_000 - evictedAfterMs);
    thaw();
    say('it woke');
    await until(() => (stack.pids()['sink'] ?? pid) !== pid, 'it to begin again as a new process');
    await delay(calmMs);
    await pauseChat(stack);
    await settle(stack);
    return { comparison: await compareWithTruth(stack, await readTruth(stack)), evictedAfterMs };
  } finally {
    thaw();
    await stack.stop();
    directory.remove();
  }
}

/** How many sinks there are, as the one says that stands by. */
async function readMembers(stack: Stack): Promise<number> {
  return readMetric(await stack.metrics('sink-2'), 'emotide_sink_members')[0] ?? NaN;
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

const CALM_MS = 15_000;

type FreezeSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
  partitions: number;
  sinks: number;
  term: number;
};

export const freezeDrill: Drill<FreezeSettings> = {
  name: 'freeze',
  title: 'A sink frozen past its lease',
  description: 'freeze a sink past its lease, and wake it',
  question: 'Does anything count twice when a sink is frozen past its lease and wakes?',
  defaults: {
    seconds: 20,
    channels: 200,
    rate: 10_000,
    seed: 1,
    partitions: 4,
    sinks: 2,
    term: 10,
  },
  meanings: { seconds: 'how long it is frozen', term: 'how long a lease lasts, in seconds' },
  async run(settings, say) {
    const { comparison, evictedAfterMs } = await drillFreeze({
      ...settings,
      collectors: 1,
      say,
      termMs: settings.term * 1_000,
      calmMs: CALM_MS,
    });
    return {
      table: toExactnessTable(comparison),
      notes: [
        `A sink was frozen with SIGSTOP for ${settings.seconds} s at least; the others had evicted it after ${(evictedAfterMs / 1_000).toFixed(1)} s, a lease being ${settings.term} s. Awake, it ended and began anew. Partitions: ${settings.partitions}, sinks: ${settings.sinks}.`,
        describeComparison(comparison),
        'Truth: everything that the simulator sent.',
      ],
      differences: comparison.differences,
    };
  },
};
