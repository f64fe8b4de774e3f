import type { Table } from './bench/benchmarks-page';
import { format, slopeOf } from './bench/statistics';

/** Measures one thing now; NaN when it cannot be known now. */
export type Probe = () => number | Promise<number>;

/** What probes said over time. */
export interface Curves {
  readonly names: readonly string[];
  /** Epoch ms. */
  readonly startedAtMs: number;
  readonly samples: readonly { readonly atMs: number; readonly values: readonly number[] }[];
}

/** How a curve runs. */
export interface Course {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** Least squares, in units an hour. */
  readonly slopePerHour: number;
}

/** Asks all probes every so often until it is stopped. A probe that fails is NaN for that sample. */
export function startCurves(
  probes: Readonly<Record<string, Probe>>,
  everyMs: number,
): { readonly curves: Curves; stop(): Promise<Curves> } {
  const samples: { atMs: number; values: number[] }[] = [];
  const curves: Curves = { names: Object.keys(probes), startedAtMs: Date.now(), samples };
  const ask = async (): Promise<void> => {
    const atMs = Date.now();
    const answers = Object.values(probes).map(async (probe) => probe());
    const values = (await Promise.allSettled(answers)).map((answer) =>
      answer.status === 'fulfilled' ? answer.value : Number.NaN,
    );
    samples.push({ atMs, values });
  };
  let asking = ask();
  const timer = setInterval(() => {
    asking = asking.then(ask);
  }, everyMs);
  return {
    curves,
    async stop() {
      clearInterval(timer);
      await asking;
      return curves;
    },
  };
}

/** The course of one curve from `fromMs` on. */
export function toCourse({ names, samples }: Curves, name: string, fromMs = 0): Course {
  const at = names.indexOf(name);
  const points = samples
    .filter(({ atMs, values }) => atMs >= fromMs && Number.isFinite(values[at]))
    .map(({ atMs, values }) => ({ x: atMs / 3_600_000, y: values[at]! }));
  const values = points.map(({ y }) => y);
  return {
    least: Math.min(...values),
    most: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    slopePerHour: slopeOf(points),
  };
}

/** Samples as a table, evenly thinned out, with the least and the most of all of them below. */
export function toCurveTable(curves: Curves, mostRows = 15): Table {
  const { names, startedAtMs, samples } = curves;
  const every = Math.max(1, Math.ceil(samples.length / mostRows));
  const courses = names.map((name) => toCourse(curves, name));
  return {
    head: ['s', ...names],
    rows: [
      ...samples
        .filter((_, i) => i % every === 0)
        .map(({ atMs, values }) => [String(Math.round((atMs - startedAtMs) / 1_000)), ...values.map(format)]),
      ['least', ...courses.map(({ least }) => format(least))],
      ['most', ...courses.map(({ most }) => format(most))],
    ],
  };
}
