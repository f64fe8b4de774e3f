import { readConnections } from '../simulator';
import { startStack, type Part, type Stack } from '../stack';
import { createRandom } from './random';
import type { CollectorLife } from './readings';

/** Generated chat, and for how long it is disturbed. */
export interface Load {
  readonly seconds: number;
  readonly channels: number;
  /** Lines a second of generated chat. */
  readonly rate: number;
  /** Which chat and which kills. */
  readonly seed: number;
  readonly say: (text: string) => void;
}

export type Kills = Readonly<Partial<Record<Part, number>>>;

/** A collector must live long enough to join, and its sessions be told apart by the second. */
const COLLECTOR_LIVES_MS = 4_000;
const LONGEST_PAUSE_MS = 2_000;

export function startUnderLoad(directory: string, { channels, rate, seed }: Load): Promise<Stack> {
  const chat = ['--channels', String(channels), '--rate', String(rate), '--seed', String(seed)];
  return startStack(directory, [...chat, '--log-level', 'warn']);
}

/** Kills parts with SIGKILL, at moments that no rhythm of the system fits, until the time is over. */
export async function killFor(
  stack: Stack,
  parts: readonly Part[],
  { seconds, seed, say }: Load,
): Promise<{ kills: Kills; lives: readonly CollectorLife[] }> {
  const random = createRandom(seed);
  const kills: Partial<Record<Part, number>> = {};
  const lives: CollectorLife[] = [{ fromMs: 0, lastConnection: Infinity }];
  const untilMs = Date.now() + seconds * 1_000;
  let collectorSinceMs = Date.now();
  while (Date.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_PAUSE_MS));
    const part = parts[Math.floor(random() * parts.length)]!;
    if (part === 'collector') {
      if (Date.now() - collectorSinceMs < COLLECTOR_LIVES_MS) continue;
      lives.at(-1)!.lastConnection = Math.max(0, ...(await readConnections(stack)));
    }
    await stack.kill(part);
    kills[part] = (kills[part] ?? 0) + 1;
    say(`killed ${part}`);
    if (part !== 'collector') continue;
    collectorSinceMs = Date.now();
    lives.push({ fromMs: collectorSinceMs - 1_000, lastConnection: Infinity });
  }
  return { kills, lives };
}
