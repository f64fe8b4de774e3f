import type { Result } from './benchmarks-page';
import { runApart } from './run-apart';
import { format } from './statistics';

interface Stage {
  readonly stage: string;
  readonly lines: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
}

/** Gigabytes of lines; ten of them show that memory stays flat. */
const DEFAULT_GB = 0.5;

/** How many lines a second does an import read, up to what the log is given? Measured in a process of its own. */
export function benchImport(command: string, gigabytes = DEFAULT_GB): Result {
  const stages = runApart('apps/importer/src/import.bench.ts', { args: [String(gigabytes)] })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Stage);
  return {
    question: 'How many lines a second does an import read, up to what the log is given?',
    command,
    table: {
      head: ['up to here', 'lines/s', 'lines a second of CPU', 'RSS at most, MB'],
      rows: stages.map(({ stage, lines, cpuSeconds, wallSeconds, peakMb }) => [
        stage,
        format(lines / wallSeconds),
        format(lines / cpuSeconds),
        format(peakMb),
      ]),
    },
    notes: [
      `${format(gigabytes)} GB of lines of 20 channels, a quarter with emotes, made while they are read: making them is part of every row.`,
      'CPU of all threads, garbage collection included.',
    ],
  };
}
