import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { startCurves, toCurveTable, type Curves } from '../curves';
import { diskProbes, lagProbe, memoryProbes, readLagSeconds } from '../probes';
import { readWholeTotals, settle } from '../settle';
import { pauseChat, readTruth } from '../simulator';
import { until, type Stack, type StackOptions } from '../stack';
import { format } from '../bench/statistics';
import { describeComparison, toExactnessTable, type Drill, type DrillReport } from './drill';
import { startUnderLoad, type Load } from './load';

/** Something that a part needs, taken away for a while. */
export interface Outage {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** Takes it away. @returns gives it back; harmless the second time */
  begin(stack: Stack): Promise<() => Promise<void>>;
  readonly start?: (directory: string) => StackOptions;
  /** Other numbers of parts than one of each. */
  readonly scale?: Partial<Pick<Load, 'partitions' | 'sinks' | 'collectors'>>;
  /** Adds a part that the drill brings itself. */
  readonly bring?: (stack: Stack) => Promise<{ stack: Stack; stop(): Promise<void> }>;
}

/** How what had waited was counted. */
export interface CatchUp {
  readonly name: string;
  readonly linesPerSecond: number;
  readonly seconds: number;
}

export interface OutageResult {
  readonly comparison: Comparison;
  readonly curves: Curves;
  readonly catchUps: readonly CatchUp[];
  /** What the system printed. */
  readonly output: string;
}

export interface OutageOptions extends Load {
  readonly sampleEveryMs: number;
  /** Undisturbed time before the first outage and after each. */
  readonly calmMs: number;
}

const CAUGHT_UP_WITHIN_MS = 600_000;
/** Age of the newest counted message at which nothing waits any more: a run, an insert, and a look. */
const CAUGHT_UP_SECONDS = 1.5;

/**
 * Takes one thing after the other away from one system, each for `seconds`, while chat goes on; gives it back, measures
 * how fast what had waited is counted; and compares every table with all that was sent: nothing may be lost.
 */
export async function drillOutages(
  options: OutageOptions,
  outages: readonly Outage[],
): Promise<OutageResult> {
  const directory = createTemporaryDirectory();
  const load = outages.reduce((sum: Load, { scale }) => ({ ...sum, ...scale }), options);
  const start = outages.find((outage) => outage.start !== undefined)?.start?.(directory.path);
  const started = await startUnderLoad(directory.path, load, start);
  let brought: Awaited<ReturnType<NonNullable<Outage['bring']>>> | undefined;
  try {
    brought = await outages.find(({ bring }) => bring !== undefined)?.bring?.(started);
    return await suffer(brought?.stack ?? started, outages, options);
  } finally {
    await brought?.stop();
    await started.stop();
    directory.remove();
  }
}

async function suffer(
  stack: Stack,
  outages: readonly Outage[],
  { say, seconds, sampleEveryMs, calmMs }: OutageOptions,
): Promise<OutageResult> {
  const probes = { ...lagProbe(stack), ...diskProbes(stack), ...memoryProbes(stack) };
  const { stop } = startCurves(probes, sampleEveryMs);
  const catchUps: CatchUp[] = [];
  try {
    for (const outage of outages) {
      await delay(calmMs);
      const giveBack = await outage.begin(stack);
      try {
        say(`${outage.name}, for ${seconds} s`);
        await delay(seconds * 1_000);
      } finally {
        await giveBack();
      }
      const catchUp = { name: outage.name, ...(await measureCatchUp(stack)) };
      say(`caught up within ${format(catchUp.seconds)} s`);
      catchUps.push(catchUp);
    }
    await delay(calmMs);
    const curves = await stop();
    await pauseChat(stack);
    await settle(stack);
    const comparison = await compareWithTruth(stack, await readTruth(stack));
    return { curves, catchUps, comparison, output: stack.output() };
  } finally {
    await stop();
  }
}

async function measureCatchUp(stack: Stack): Promise<Omit<CatchUp, 'name'>> {
  const startedAtMs = performance.now();
  // It may not answer at once; nothing can have been counted meanwhile that was not before.
  let before: number | undefined;
  await until(
    async () => {
      before ??= (await readWholeTotals(stack).catch(() => undefined))?.messages;
      return before !== undefined && (await readLagSeconds(stack).catch(() => Infinity)) < CAUGHT_UP_SECONDS;
    },
    'the sink to catch up',
    CAUGHT_UP_WITHIN_MS,
    200,
  );
  const { messages } = await readWholeTotals(stack);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return { linesPerSecond: (messages - before!) / seconds, seconds };
}

const CALM_MS = 10_000;

type OutageSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
  every: number;
};

/** An outage as a command. */
export function toOutageDrill(
  about: Pick<Drill<OutageSettings>, 'name' | 'title' | 'description' | 'question'> & {
    readonly seconds: number;
    /** How to read the result. */
    readonly note: string;
  },
  outage: Outage,
): Drill<OutageSettings> {
  const { seconds, note, ...rest } = about;
  return {
    ...rest,
    defaults: { seconds, channels: 200, rate: 10_000, seed: 1, every: 10 },
    meanings: { every: 'seconds between two samples of memory and disk' },
    async run(settings, say) {
      const options = { ...settings, say, sampleEveryMs: settings.every * 1_000, calmMs: CALM_MS };
      return toReport(await drillOutages(options, [outage]), settings, note);
    },
  };
}

function toReport(
  { comparison, curves, catchUps }: OutageResult,
  { seconds, rate }: OutageSettings,
  note: string,
): DrillReport {
  return {
    table: toExactnessTable(comparison),
    more: [{ caption: 'Memory (RSS) and disk over time:', table: toCurveTable(curves) }],
    notes: [
      note,
      ...catchUps.map(
        (catchUp) =>
          `${seconds} s under ${rate} lines/s; caught up in ${format(catchUp.seconds)} s at ${format(catchUp.linesPerSecond)} lines/s, ${format(catchUp.linesPerSecond / rate)} × what came in.`,
      ),
      describeComparison(comparison),
      'Truth: everything that the simulator sent.',
    ],
    differences: comparison.differences,
  };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
