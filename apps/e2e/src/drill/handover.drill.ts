import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithGaps, type GapComparison } from '../compare-with-gaps';
import { readMetric } from '../metric-value';
import { startOwnCollector } from '../own-collector';
import type { OwnService } from '../own-service';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import { until, type Part, type Stack } from '../stack';
import { describeGaps, toGapTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';

export interface HandoverDrillResult {
  readonly comparison: GapComparison;
  /** Gaps, and messages missing, from before the third collector came until after it had left in order. */
  readonly plannedGaps: number;
  /** How long it took until the newcomer had its share, and until the one that was stopped was gone. */
  readonly addedMs: number;
  readonly stoppedMs: number;
  /** From kill and freeze until others had the channels; of the kill undefined where nobody was killed. */
  readonly killedMs: number | undefined;
  readonly frozenMs: number;
}

const ADDED: Part = 'collector-3';
const MOVED_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 200;

/**
 * Three collectors of which one is added, and stopped in order: nothing may be missing or double, and no gap be told.
 * Then one is killed, when `isKilling`, and one frozen and woken: what is missing must lie in gaps that are told.
 *
 * Precondition: two collectors.
 */
export async function drillHandover(
  options: Load & {
    readonly termMs: number;
    readonly calmMs: number;
    readonly isKilling: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<HandoverDrillResult> {
  const { say, termMs, calmMs, seconds, isKilling, partitions = 1 } = options;
  const directory = createTemporaryDirectory();
  const env = {
    ...options.env,
    EMOTIDE_LEASE_TERM_MS: String(termMs),
    EMOTIDE_LEASE_RENEW_MS: String(Math.floor(termMs / 3)),
  };
  const stack = await startUnderLoad(directory.path, options, { env });
  let added: OwnService | undefined;
  let thaw: () => void = () => undefined;
  try {
    await until(
      () => isShared(stack, ['collector', 'collector-2']),
      'two to share',
      MOVED_WITHIN_MS,
      LOOK_EVERY_MS,
    );
    await delay(calmMs);
    const plannedFromMs = Date.now();
    added = await startOwnCollector(stack, ADDED, { partitions, env });
    const three = added.stack;
    const addedMs = await timed(() => isShared(three, ['collector', 'collector-2', ADDED]), 'three to share');
    say(`a third collector had its share after ${inSeconds(addedMs)}`);
    await delay(calmMs);
    const stoppedAtMs = performance.now();
    await added.stop();
    const stoppedMs = performance.now() - stoppedAtMs;
    say(`it handed over and stopped within ${inSeconds(stoppedMs)}`);
    await delay(calmMs);
    const plannedToMs = Date.now();

    let killedMs: number | undefined;
    if (isKilling) {
      added = await startOwnCollector(stack, ADDED, { partitions, env });
      const again = added.stack;
      await timed(() => isShared(again, ['collector', 'collector-2', ADDED]), 'three to share');
      await delay(calmMs);
      await added.kill();
      say('killed it');
      killedMs = await timed(() => isRead(stack, ['collector', 'collector-2']), 'two to take over');
      say(`the others read its channels after ${inSeconds(killedMs)}`);
      await timed(() => isShared(stack, ['collector', 'collector-2']), 'two to share');
      await delay(calmMs);
    }

    const frozenAtMs = performance.now();
    const { 'collector-2': pid } = stack.pids();
    thaw = stack.freeze('collector-2');
    const frozenMs = await timed(() => isRead(stack, ['collector']), 'one to take over');
    say(`froze another; the other read its channels after ${inSeconds(frozenMs)}`);
    await delay(seconds * 1_000 - (performance.now() - frozenAtMs));
    thaw();
    await until(() => (stack.pids()['collector-2'] ?? pid) !== pid, 'it to begin again as a new process');
    await delay(calmMs);
    await pauseChat(stack);
    await settle(stack);
    const comparison = await compareWithGaps(stack);
    // A quiet channel's gap begins with its last message, which may be long before what made it: its end tells whose it is.
    const plannedGaps = comparison.gaps.filter(
      ({ toMs }) => toMs > plannedFromMs && toMs <= plannedToMs,
    ).length;
    return { comparison, plannedGaps, addedMs, stoppedMs, killedMs, frozenMs };
  } finally {
    thaw();
    await added?.kill();
    await stack.stop();
    directory.remove();
  }
}

/** Whether these collectors hold all channels, as many as slots each give or take the slack, and nothing moves. */
async function isShared(stack: Stack, parts: readonly Part[]): Promise<boolean> {
  const states = await statesOf(stack, parts);
  return (
    holdAll(states) &&
    states.every(({ slots, moving, members }) => slots > 0 && moving === 0 && members === parts.length)
  );
}

/** Whether these collectors read all channels, however they share them. */
const isRead = async (stack: Stack, parts: readonly Part[]): Promise<boolean> =>
  holdAll(await statesOf(stack, parts));

type CollectorState = Readonly<Record<'slots' | 'moving' | 'members' | 'joining', number>>;

const holdAll = (states: readonly CollectorState[]): boolean =>
  states.reduce((sum, { slots }) => sum + slots, 0) === SLOTS && states.every(({ joining }) => joining === 0);

function statesOf(stack: Stack, parts: readonly Part[]): Promise<CollectorState[]> {
  return Promise.all(
    parts.map(async (part) => {
      const metrics = await stack.metrics(part).catch(() => '');
      const read = (name: string): number => readMetric(metrics, name)[0] ?? NaN;
      return {
        slots: read('emotide_lease_slots'),
        moving: read('emotide_lease_moving'),
        members: read('emotide_lease_members'),
        joining: readMetric(metrics, 'emotide_chat_channels', 'state="joining"')[0] ?? NaN,
      };
    }),
  );
}

/** The collectors' default. */
const SLOTS = 64;

async function timed(holds: () => Promise<boolean>, what: string): Promise<number> {
  const fromMs = performance.now();
  await until(holds, what, MOVED_WITHIN_MS, LOOK_EVERY_MS);
  return performance.now() - fromMs;
}

/** What the planned part must not have had. */
export function faultsOf({ plannedGaps }: Pick<HandoverDrillResult, 'plannedGaps'>): string[] {
  return plannedGaps === 0 ? [] : [`planned: ${plannedGaps} gaps while collectors came and went in order`];
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const CALM_MS = 10_000;

type HandoverSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
  partitions: number;
  collectors: number;
  term: number;
};

export const handoverDrill: Drill<HandoverSettings> = {
  name: 'handover',
  title: 'Collectors that come and go',
  description: 'add a collector, stop one, kill one and freeze one, under load',
  question:
    'Is anything lost or counted twice when collectors come and go in order, and is what a killed or frozen one loses told?',
  defaults: { seconds: 30, channels: 1_000, rate: 5_000, seed: 1, partitions: 1, collectors: 2, term: 10 },
  meanings: { seconds: 'how long one is frozen', term: 'how long a lease lasts, in seconds' },
  async run(settings, say) {
    const result = await drillHandover({
      ...settings,
      say,
      termMs: settings.term * 1_000,
      calmMs: CALM_MS,
      isKilling: true,
    });
    const { comparison, addedMs, stoppedMs, killedMs = 0, frozenMs, plannedGaps } = result;
    return {
      table: toGapTable(comparison),
      notes: [
        `A third collector had its share after ${inSeconds(addedMs)}; stopped with SIGTERM, it had handed over after ${inSeconds(stoppedMs)}: ${plannedGaps} gaps meanwhile. Added again and killed with -9, the others read its channels after ${inSeconds(killedMs)}; one of two frozen, the other read them after ${inSeconds(frozenMs)}, a lease being ${settings.term} s.`,
        describeGaps(comparison),
      ],
      differences: [...comparison.differences, ...faultsOf(result)],
    };
  },
};
