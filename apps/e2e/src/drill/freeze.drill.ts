import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { readMetric } from '../metric-value';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import { until, type Part, type Stack } from '../stack';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';
import { truthOfReadings } from './truth-of-readings';

export interface FreezeDrillResult {
  readonly comparison: Comparison;
  /** Messages that a frozen collector had been sent and that nobody else read. */
  readonly unread: number;
  /** From the freeze until another had evicted each of them. */
  readonly evictedAfterMs: number;
}

/** Who is frozen, and how one that stands by tells how many members their group has. */
const VICTIMS: readonly { readonly part: Part; readonly other: Part; readonly members: string }[] = [
  { part: 'sink', other: 'sink-2', members: 'emotide_sink_members' },
  { part: 'collector', other: 'collector-2', members: 'emotide_lease_members' },
];
const EVICTED_WITHIN_MS = 60_000;

/**
 * Freezes a sink and a collector while another of each stands by, until these have evicted them, and wakes them: what
 * they still hold in hand then must not count, and they have to begin again as new processes.
 *
 * Precondition: two sinks and two collectors at least.
 *
 * @param options.seconds how long they are frozen at least
 */
export async function drillFreeze(
  options: Load & { readonly termMs: number; readonly calmMs: number },
): Promise<FreezeDrillResult> {
  const { seconds, say, termMs, calmMs } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options, {
    env: { EMOTIDE_LEASE_TERM_MS: String(termMs), EMOTIDE_LEASE_RENEW_MS: String(Math.floor(termMs / 3)) },
  });
  let thaws: (() => void)[] = [];
  const thaw = (): void => {
    for (const one of thaws) one();
  };
  try {
    await delay(calmMs);
    const before = await readMembers(stack);
    const pids = stack.pids();
    thaws = VICTIMS.map(({ part }) => stack.freeze(part));
    const frozenAt = performance.now();
    say('froze a sink and a collector');
    await until(
      async () => (await readMembers(stack)).every((members, i) => members < before[i]!),
      'both to be evicted',
      EVICTED_WITHIN_MS,
      200,
    );
    const evictedAfterMs = performance.now() - frozenAt;
    await delay(seconds * 1_000 - evictedAfterMs);
    thaw();
    say('they woke');
    const isNew = ({ part }: { part: Part }): boolean => (stack.pids()[part] ?? pids[part]) !== pids[part];
    await until(() => VICTIMS.every(isNew), 'both to begin again as new processes');
    await delay(calmMs);
    await pauseChat(stack);
    await settle(stack);
    const { truth, unread } = await truthOfReadings(stack);
    return { comparison: await compareWithTruth(stack, truth), unread, evictedAfterMs };
  } finally {
    thaw();
    await stack.stop();
    directory.remove();
  }
}

function readMembers(stack: Stack): Promise<number[]> {
  return Promise.all(
    VICTIMS.map(async ({ other, members }) => readMetric(await stack.metrics(other), members)[0] ?? NaN),
  );
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
  collectors: number;
  term: number;
};

export const freezeDrill: Drill<FreezeSettings> = {
  name: 'freeze',
  title: 'Frozen past a lease',
  description: 'freeze a sink and a collector past their leases, and wake them',
  question: 'Does anything count twice when a sink and a collector are frozen past their leases and wake?',
  defaults: {
    seconds: 20,
    channels: 200,
    rate: 10_000,
    seed: 1,
    partitions: 4,
    sinks: 2,
    collectors: 2,
    term: 10,
  },
  meanings: { seconds: 'how long they are frozen', term: 'how long a lease lasts, in seconds' },
  async run(settings, say) {
    const { comparison, unread, evictedAfterMs } = await drillFreeze({
      ...settings,
      say,
      termMs: settings.term * 1_000,
      calmMs: CALM_MS,
    });
    return {
      table: toExactnessTable(comparison),
      notes: [
        `A sink and a collector were frozen with SIGSTOP for ${settings.seconds} s at least; the others had evicted both after ${(evictedAfterMs / 1_000).toFixed(1)} s, a lease being ${settings.term} s. Awake, they ended and began anew. Partitions: ${settings.partitions}, sinks: ${settings.sinks}, collectors: ${settings.collectors}.`,
        describeComparison(comparison),
        `Truth: what the simulator sent up to where the recorded reading sessions ended; ${unread} messages were sent to a frozen collector and to nobody else.`,
      ],
      differences: comparison.differences,
    };
  },
};
