import type { Part, Stack } from '../stack';
import { createRandom } from './random';

export type Kills = Readonly<Partial<Record<Part, number>>>;

export interface KillPlan {
  readonly parts: readonly Part[];
  /** For so long … */
  readonly seconds: number;
  /** … or until so many are done, however long that takes. */
  readonly kills?: number | undefined;
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** A collector must live long enough to join, and its sessions be told apart by the second. */
const COLLECTOR_LIVES_MS = 4_000;
const LONGEST_PAUSE_MS = 2_000;

/** Kills parts with SIGKILL, at moments that no rhythm of the system fits. */
export async function killAtRandom(stack: Stack, plan: KillPlan): Promise<Kills> {
  const { parts, seconds, seed, say } = plan;
  const random = createRandom(seed);
  const kills: Partial<Record<Part, number>> = {};
  const collectorsSinceMs = new Map<Part, number>();
  const startedAtMs = Date.now();
  const isOver = (done: number): boolean =>
    plan.kills === undefined ? Date.now() >= startedAtMs + seconds * 1_000 : done >= plan.kills;
  for (let done = 0; !isOver(done);) {
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_PAUSE_MS));
    const part = parts[Math.floor(random() * parts.length)]!;
    const isCollector = part.startsWith('collector');
    if (isCollector && Date.now() - (collectorsSinceMs.get(part) ?? startedAtMs) < COLLECTOR_LIVES_MS)
      continue;
    await stack.kill(part);
    if (isCollector) collectorsSinceMs.set(part, Date.now());
    kills[part] = (kills[part] ?? 0) + 1;
    say(`killed ${part}, the ${++done}${plan.kills === undefined ? '' : ` of ${plan.kills}`}`);
  }
  return kills;
}
