import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import type { Part, Stack } from '../stack';
import { verifyRollUps, type RollUpsVerdict } from '../verify-roll-ups';
import { describeComparison, inWords, toExactnessTable, type Drill } from './drill';
import { killAtRandom, type Kills } from './kill-loop';
import { startUnderLoad, type Load } from './load';
import { truthOfReadings } from './truth-of-readings';

export interface KillDrillOptions extends Load {
  /** Who is killed, all of each kind: `sink` means `sink-2` too. Default: everybody but the simulator. */
  readonly kinds?: readonly string[] | undefined;
  /** How many kills, however long they take; default: as many as fit into the seconds. */
  readonly kills?: number | undefined;
}

export interface KillDrillResult {
  readonly kills: Kills;
  readonly comparison: Comparison;
  readonly rollUps: RollUpsVerdict;
  /** Messages that killed collectors had been sent and had not published. */
  readonly unread: number;
}

/**
 * Kills parts at random moments while generated chat runs through them, then compares every table with what the
 * simulator sent. What a killed collector had read and not published is lost: of it the truth has, for each channel,
 * the first messages up to the number that its reading session recorded. Every roll-up is compared with raw rows, too.
 */
export async function drillKill(options: KillDrillOptions): Promise<KillDrillResult> {
  const { say } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  try {
    const kills = await killAtRandom(stack, { ...options, parts: victimsOf(stack, options.kinds) });
    await pauseChat(stack);
    say('chat paused, waiting for the last rows');
    await settle(stack);
    const { truth, unread } = await truthOfReadings(stack);
    const comparison = await compareWithTruth(stack, truth);
    return { kills, unread, comparison, rollUps: await verifyRollUps(stack) };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

/** @throws RangeError for a kind of which no part runs */
export function victimsOf(stack: Stack, kinds?: readonly string[]): Part[] {
  const parts = (Object.keys(stack.pids()) as Part[]).filter((part) => part !== 'twitch-sim');
  const kindOf = (part: Part) => part.replace(/-\d+$/, '');
  for (const kind of kinds ?? [])
    if (!parts.some((part) => kindOf(part) === kind)) throw new RangeError(`no part is a ${kind}`);
  return kinds === undefined ? parts : parts.filter((part) => kinds.includes(kindOf(part)));
}

type KillSettings = {
  seconds: number;
  channels: number;
  rate: number;
  seed: number;
  partitions: number;
  sinks: number;
  collectors: number;
  kills: number;
  parts: string;
};

export const killDrill: Drill<KillSettings> = {
  name: 'kill',
  title: 'Killing processes',
  description: 'kill -9 any process at random moments under load',
  question: 'Are the counts exact when any process is killed at any moment under load?',
  defaults: {
    seconds: 60,
    channels: 200,
    rate: 10_000,
    seed: 1,
    partitions: 1,
    sinks: 1,
    collectors: 1,
    kills: 0,
    parts: 'all',
  },
  meanings: {
    kills: 'how many kills, however long they take; 0: as many as fit into the seconds',
    parts: 'who is killed: all, or kinds of parts such as sink,clickhouse,nats',
  },
  async run(settings, say) {
    const { kills, comparison, rollUps, unread } = await drillKill({
      ...settings,
      say,
      kinds: settings.parts === 'all' ? undefined : settings.parts.split(','),
      kills: settings.kills === 0 ? undefined : settings.kills,
    });
    return {
      table: toExactnessTable(comparison),
      notes: [
        `Killed with -9: ${inWords(kills)}. Partitions: ${settings.partitions}, sinks: ${settings.sinks}, collectors: ${settings.collectors}.`,
        describeComparison(comparison),
        `\`emotide rollups verify\`: ${rollUps.summary}.`,
        `Truth: what the simulator sent, of a killed collector up to where its reading sessions ended; ${unread} messages it had been sent beyond that.`,
      ],
      differences: [...comparison.differences, ...rollUps.differences],
    };
  },
};
