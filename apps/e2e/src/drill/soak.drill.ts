import { createTemporaryDirectory } from '@emotide/testkit';
import { format } from '../bench/statistics';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { startCurves, toCourse, toCurveTable, type Curves } from '../curves';
import { diskProbes, eventLoopProbes, lagProbe, memoryProbes, shareMetrics } from '../probes';
import { settle } from '../settle';
import { pauseChat, readTruth } from '../simulator';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';

export interface SoakResult {
  readonly curves: Curves;
  /** Epoch ms from which on a curve has to be flat. */
  readonly warmAtMs: number;
  readonly comparison: Comparison;
}

/**
 * Half of the time is warm-up: the memory of message ids (collector) and of batch ids (nats-server) both reach ten
 * minutes back, and grow until then by design.
 */
const WARM_UP_SHARE = 0.5;

/** Runs a steady load and samples memory, event loops, disk and lag. */
export async function drillSoak(options: Load & { readonly sampleEveryMs: number }): Promise<SoakResult> {
  const { seconds, sampleEveryMs } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  try {
    const metrics = shareMetrics(stack);
    const probes = {
      ...lagProbe(stack, metrics),
      ...memoryProbes(stack),
      ...eventLoopProbes(stack, metrics),
      ...diskProbes(stack),
    };
    const { stop } = startCurves(probes, sampleEveryMs);
    try {
      const warmAtMs = Date.now() + seconds * 1_000 * WARM_UP_SHARE;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      const curves = await stop();
      await pauseChat(stack);
      await settle(stack);
      return { curves, warmAtMs, comparison: await compareWithTruth(stack, await readTruth(stack)) };
    } finally {
      await stop();
    }
  } finally {
    await stack.stop();
    directory.remove();
  }
}

/**
 * How far a fitted line may climb over the measured half. Memory: a tenth of what it is, or 10 MB for small ones, which
 * is what one garbage collection more or less moves. Event loop and lag: what nobody would notice.
 */
const MOST_RISE: readonly { readonly unit: RegExp; readonly of: (mean: number) => number }[] = [
  { unit: / disk MB$/, of: () => Infinity },
  { unit: / MB$/, of: (mean) => Math.max(10, 0.1 * mean) },
  { unit: / loop ms$/, of: () => 10 },
  { unit: /^lag s$/, of: () => 0.1 },
];

/** Each curve's course over the measured half; `rise` is what the fitted line climbed in it, `most` what it may. */
export function toSoakCourses({ curves, warmAtMs }: Pick<SoakResult, 'curves' | 'warmAtMs'>) {
  const hours = ((curves.samples.at(-1)?.atMs ?? warmAtMs) - warmAtMs) / 3_600_000;
  return curves.names.map((name) => {
    const course = toCourse(curves, name, warmAtMs);
    const rise = course.slopePerHour * hours;
    const mostRise = MOST_RISE.find(({ unit }) => unit.test(name))?.of(course.mean) ?? Infinity;
    return { name, ...course, rise, mostRise, isFlat: rise <= mostRise };
  });
}

type SoakSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
  every: number;
};

export const soakDrill: Drill<SoakSettings> = {
  name: 'soak',
  title: 'Soak',
  description: 'a steady load for a long time: memory, event loops and lag have to stay flat',
  question: 'Do memory, event-loop delay and lag stay flat under a steady load?',
  defaults: { seconds: 1_500, channels: 1_000, rate: 10_000, seed: 1, every: 10 },
  meanings: { every: 'seconds between two samples' },
  async run(settings, say) {
    const result = await drillSoak({ ...settings, say, sampleEveryMs: settings.every * 1_000 });
    const { curves, comparison } = result;
    const courses = toSoakCourses(result);
    return {
      table: {
        head: ['', 'least', 'mean', 'most', 'slope an hour', 'fitted rise', 'allowed'],
        rows: courses.map(({ name, least, mean, most, slopePerHour, rise, mostRise }) => [
          name,
          ...[least, mean, most, slopePerHour, rise, mostRise].map(format),
        ]),
      },
      more: [
        { caption: 'Counts over the whole time:', table: toExactnessTable(comparison) },
        { caption: 'Over time, warm-up included:', table: toCurveTable(curves) },
      ],
      notes: [
        `${settings.seconds} s at ${settings.rate} lines/s in ${settings.channels} channels, sampled every ${settings.every} s; the first half is warm-up and is in the last table only.`,
        'MB: resident memory, or disk where it says so, which grows with what is kept. loop: 99th percentile of the event-loop delay between two samples. lag: age of the newest counted message.',
        'Slopes by least squares; the fitted rise over the measured half has to stay below what is allowed.',
        describeComparison(comparison),
      ],
      differences: [
        ...comparison.differences,
        ...courses
          .filter(({ isFlat }) => !isFlat)
          .map(
            ({ name, rise, mostRise }) => `${name} rose by ${format(rise)}, allowed are ${format(mostRise)}`,
          ),
      ],
    };
  },
};
