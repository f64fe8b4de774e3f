import type { Result } from './benchmarks-page';
import { readChatLines } from './chat-lines';
import { runApart } from './run-apart';
import { format, formatFigure, toFigure } from './statistics';

interface Measured {
  readonly actors: number;
  readonly idle: { readonly bytesPerActor: number; readonly coreShare: number };
  /** Microseconds of CPU a line. */
  readonly lineMicros: { readonly actor: readonly number[]; readonly stock: readonly number[] };
  readonly batchMicros: Readonly<Record<'untraced' | 'fewTraced' | 'manyTraced', readonly number[]>>;
}

/** What do channel actors cost, idle and by the line? Measured in a process of its own. */
export function benchActors(command: string): Result {
  const { lines, origin } = readChatLines();
  const printed = runApart('apps/collector/src/actors.bench.ts', {
    flags: ['--expose-gc'],
    input: lines.join('\n'),
  });
  const { actors, idle, lineMicros, batchMicros } = JSON.parse(printed) as Measured;
  return {
    question: 'What does a channel’s actor cost, idle, and for each line from its bytes to its count?',
    command,
    table: {
      head: ['', 'measured'],
      rows: [
        [`memory of an idle actor, of ${actors}, kB`, format(idle.bytesPerActor / 1_024)],
        [`CPU of ${actors} idle actors, % of a core`, format(idle.coreShare * 100)],
        ['CPU a line, scanner and actor, µs, median (range)', formatFigure(toFigure(lineMicros.actor))],
        ['CPU a counted line, batcher, µs, median (range)', formatFigure(toFigure(batchMicros.untraced))],
        ['… one in 100,000 traced', formatFigure(toFigure(batchMicros.fewTraced))],
        ['… one in 100 traced', formatFigure(toFigure(batchMicros.manyTraced))],
        ["CPU a line, tmi.js's own path, µs, median (range)", formatFigure(toFigure(lineMicros.stock))],
      ],
    },
    notes: [
      `${origin}, in turns of five lines, both readers by turns in one process; so do the batchers.`,
      'Idle: joined, nothing said; their rates are looked at once a second, as the collector does.',
    ],
  };
}
