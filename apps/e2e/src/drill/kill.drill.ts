import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { toGeneratedRun, truthOf } from '@emotide/twitch-sim/truth';
import { compareWithTruth, settle, type Comparison } from '../compare-counts';
import { pauseChat, readConnections } from '../simulator';
import { startStack, type Part, type Stack } from '../stack';
import { createRandom } from './random';
import { toLimits, type CollectorLife } from './readings';

export interface KillDrillOptions {
  readonly seconds: number;
  readonly channels: number;
  /** Lines a second of generated chat. */
  readonly rate: number;
  readonly seed: number;
  readonly parts: readonly Part[];
  readonly say: (text: string) => void;
}

export interface KillDrillResult {
  readonly kills: Readonly<Partial<Record<Part, number>>>;
  readonly comparison: Comparison;
}

/** A collector must live long enough to join, and its sessions be told apart by the second. */
const COLLECTOR_LIVES_MS = 4_000;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Kills parts at random moments while generated chat runs through them, then compares every table with what the
 * simulator sent. What a killed collector had read and not published is lost: of it the truth has, for each channel,
 * the first messages up to the number that its reading session recorded.
 */
export async function drillKill(options: KillDrillOptions): Promise<KillDrillResult> {
  const { seconds, channels, rate, seed, parts, say } = options;
  const random = createRandom(seed);
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...[
      '--channels',
      String(channels),
      '--rate',
      String(rate),
      '--seed',
      String(seed),
      '--log-level',
      'warn',
    ],
  ]);
  try {
    const kills: Partial<Record<Part, number>> = {};
    const lives: CollectorLife[] = [{ fromMs: 0, lastConnection: Infinity }];
    const until = Date.now() + seconds * 1_000;
    let collectorSinceMs = Date.now();
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_PAUSE_MS));
      const part = parts[Math.floor(random() * parts.length)]!;
      if (part === 'collector') {
        if (Date.now() - collectorSinceMs < COLLECTOR_LIVES_MS) continue;
        lives.at(-1)!.lastConnection = Math.max(0, ...(await readConnections(stack)));
      }
      await stack.kill(part);
      kills[part] = (kills[part] ?? 0) + 1;
      say(`killed ${part}`);
      if (part === 'collector') {
        collectorSinceMs = Date.now();
        lives.push({ fromMs: collectorSinceMs - 1_000, lastConnection: Infinity });
      }
    }
    await pauseChat(stack);
    say('chat paused, waiting for the last rows');
    await settle(stack);
    return { kills, comparison: await compareWithTruth(stack, await truthOfReadings(stack, lives)) };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

/** What was sent, up to where each reading of each channel ended. */
async function truthOfReadings(stack: Stack, lives: readonly CollectorLife[]) {
  const folder = join(stack.directory, 'twitch-sim');
  const runs = readdirSync(folder)
    .filter((name) => /^generated-\d+\.log$/.test(name))
    .map((name) => toGeneratedRun(readFileSync(join(folder, name))));
  const whole = truthOf(new Map(), [], [], runs);
  return truthOf(new Map(), [], await toLimits(stack, lives, whole.connections), runs);
}
