import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { compareWithGaps } from '../compare-with-gaps';
import { settle } from '../settle';
import { pauseChat } from '../simulator';
import type { Part, Stack } from '../stack';
import { verifyRollUps, type RollUpsVerdict } from '../verify-roll-ups';
import {
  describeComparison,
  describeGaps,
  inWords,
  toExactnessTable,
  toGapTable,
  type Drill,
  type DrillReport,
} from './drill';
import { killAtRandom, type Kills } from './kill-loop';
import { startUnderLoad, type Load } from './load';
import { truthOfReadings } from './truth-of-readings';

export interface KillDrillOptions extends Load {
  /** Who is killed, all of each kind: `sink` means `sink-2` too. Default: everybody but the simulator. */
  readonly kinds?: readonly string[] | undefined;
  /** How many kills, however long they take; default: as many as fit into the seconds. */
  readonly kills?: number | undefined;
  /** How long chat goes on undisturbed behind the last kill: a gap is told when its channel is heard again. Default 0. */
  readonly calmMs?: number;
}

/** Leases of a killed collector run out, and its channels are joined and heard again. */
const CALM_MS = 30_000;

export interface KillDrillResult<Verdict> {
  readonly kills: Kills;
  readonly verdict: Verdict;
  readonly rollUps: RollUpsVerdict;
}

/**
 * Kills parts at random moments while generated chat runs through them, then compares what is counted with what the
 * simulator sent, and every roll-up with raw rows.
 *
 * @param compare {@link compareReadings}, or `compareWithGaps` where collectors share the channels: a channel is then read
 *   by two for moments, and which of their sessions was of which reading can't be told from outside
 */
export async function drillKill<Verdict>(
  options: KillDrillOptions,
  compare: (stack: Stack) => Promise<Verdict>,
): Promise<KillDrillResult<Verdict>> {
  const { say, calmMs = 0 } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  try {
    const kills = await killAtRandom(stack, { ...options, parts: victimsOf(stack, options.kinds) });
    if (calmMs > 0) say('no more kills');
    await new Promise((resolve) => setTimeout(resolve, calmMs));
    await pauseChat(stack);
    say('chat paused, waiting for the last rows');
    await settle(stack);
    return { kills, verdict: await compare(stack), rollUps: await verifyRollUps(stack) };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

export interface ReadingsVerdict {
  readonly comparison: Comparison;
  /** Messages that killed collectors had been sent and had not published. */
  readonly unread: number;
}

/**
 * Every table against what the simulator sent. What a killed collector had read and not published is lost: of it the truth
 * has, for each channel, the first messages up to the number that its reading session recorded.
 *
 * Precondition: one collector at a time.
 */
export async function compareReadings(stack: Stack): Promise<ReadingsVerdict> {
  const { truth, unread } = await truthOfReadings(stack);
  return { comparison: await compareWithTruth(stack, truth), unread };
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
    const options: KillDrillOptions = {
      ...settings,
      say,
      kinds: settings.parts === 'all' ? undefined : settings.parts.split(','),
      kills: settings.kills === 0 ? undefined : settings.kills,
    };
    const { kills, rollUps, verdict } = await (settings.collectors > 1
      ? drillKill({ ...options, calmMs: CALM_MS }, reportWithGaps)
      : drillKill(options, reportExactly));
    return {
      ...verdict,
      notes: [
        `Killed with -9: ${inWords(kills)}. Partitions: ${settings.partitions}, sinks: ${settings.sinks}, collectors: ${settings.collectors}.`,
        ...verdict.notes,
        `\`emotide rollups verify\`: ${rollUps.summary}.`,
      ],
      differences: [...verdict.differences, ...rollUps.differences],
    };
  },
};

async function reportExactly(stack: Stack): Promise<DrillReport> {
  const { comparison, unread } = await compareReadings(stack);
  return {
    table: toExactnessTable(comparison),
    notes: [
      describeComparison(comparison),
      `Truth: what the simulator sent, of a killed collector up to where its reading sessions ended; ${unread} messages it had been sent beyond that.`,
    ],
    differences: comparison.differences,
  };
}

async function reportWithGaps(stack: Stack): Promise<DrillReport> {
  const comparison = await compareWithGaps(stack);
  return {
    table: toGapTable(comparison),
    notes: [describeGaps(comparison)],
    differences: comparison.differences,
  };
}
