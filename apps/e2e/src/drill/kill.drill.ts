import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { toGeneratedRun, truthOf } from '@emotide/twitch-sim/truth';
import { compareWithTruth, settle, type Comparison } from '../compare-counts';
import { pauseChat } from '../simulator';
import type { Part, Stack } from '../stack';
import { killFor, startUnderLoad, type Kills, type Load } from './kill-loop';
import { toLimits, type CollectorLife } from './readings';

export interface KillDrillOptions extends Load {
  readonly parts: readonly Part[];
}

export interface KillDrillResult {
  readonly kills: Kills;
  readonly comparison: Comparison;
}

/**
 * Kills parts at random moments while generated chat runs through them, then compares every table with what the
 * simulator sent. What a killed collector had read and not published is lost: of it the truth has, for each channel,
 * the first messages up to the number that its reading session recorded.
 */
export async function drillKill(options: KillDrillOptions): Promise<KillDrillResult> {
  const { say, parts } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  try {
    const { kills, lives } = await killFor(stack, parts, options);
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
