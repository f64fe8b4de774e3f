import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../stack';
import type { Result } from './benchmarks-page';
import { readChatLines } from './chat-lines';
import { format, formatFigure, toFigure } from './statistics';

interface Measured {
  readonly actors: number;
  readonly idle: { readonly bytesPerActor: number; readonly coreShare: number };
  /** Microseconds of CPU a line. */
  readonly lineMicros: { readonly actor: readonly number[]; readonly stock: readonly number[] };
}

/** What do channel actors cost, idle and by the line? Measured in a process of its own. */
export function benchActors(command: string): Result {
  const { lines, origin } = readChatLines();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', join(projectRoot, 'apps/collector/src/actors.bench.ts')],
    { cwd: projectRoot, input: lines.join('\n'), encoding: 'utf8', maxBuffer: 1_048_576 },
  );
  if (status !== 0) throw new Error(`the bench ended with ${status}: ${stderr}`);
  const { actors, idle, lineMicros } = JSON.parse(stdout) as Measured;
  return {
    question: 'What does a channel’s actor cost, idle, and for each line from its bytes to its count?',
    command,
    table: {
      head: ['', 'measured'],
      rows: [
        [`memory of an idle actor, of ${actors}, kB`, format(idle.bytesPerActor / 1_024)],
        [`CPU of ${actors} idle actors, % of a core`, format(idle.coreShare * 100)],
        ['CPU a line, scanner and actor, µs, median (range)', formatFigure(toFigure(lineMicros.actor))],
        ["CPU a line, tmi.js's own path, µs, median (range)", formatFigure(toFigure(lineMicros.stock))],
      ],
    },
    notes: [
      `${origin}, in turns of five lines, both readers by turns in one process.`,
      'Idle: joined, nothing said; their rates are looked at once a second, as the collector does.',
    ],
  };
}
