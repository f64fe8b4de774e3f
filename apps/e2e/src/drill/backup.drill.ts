import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { settle } from '../settle';
import { pauseChat, readTruth } from '../simulator';
import { emotide, type Stack } from '../stack';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';

export interface BackupDrillResult {
  readonly comparison: Comparison;
  /** Wall time of each command. */
  readonly backupMs: number;
  readonly restoreMs: number;
  /** What the refused restore said: the warehouse was not empty, and nobody said --yes. */
  readonly refusal: string;
  /** Messages in the warehouse when it was wiped, and right after the restore. */
  readonly messagesBefore: number;
}

/** The warehouse is copied under load, wiped under load, and restored under load; then all that was sent is compared. */
export async function drillBackup(options: Load): Promise<BackupDrillResult> {
  const { seconds, say } = options;
  const directory = createTemporaryDirectory();
  const target = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  const at = ['--data-dir', directory.path];
  try {
    await pass(seconds);
    const backup = await timed(() => run(['backup', '--to', target.path, ...at]));
    const folder = join(target.path, readdirSync(target.path)[0]!);
    say(`copied in ${Math.round(backup.ms)} ms: ${backup.said}`);
    await pass(seconds);
    const refused = await emotide(['restore', folder, ...at]);
    if (refused.code === 0) throw new Error('a warehouse that is not empty was replaced without --yes');
    const messagesBefore = await countMessages(stack);
    await wipe(stack);
    say(`wiped a warehouse of ${messagesBefore} messages`);
    const restored = await timed(() => run(['restore', folder, '--yes', ...at]));
    say(`restored in ${Math.round(restored.ms)} ms`);
    await pass(seconds);
    await pauseChat(stack);
    await settle(stack);
    return {
      comparison: await compareWithTruth(stack, await readTruth(stack)),
      backupMs: backup.ms,
      restoreMs: restored.ms,
      refusal: refused.stderr,
      messagesBefore,
    };
  } finally {
    await stack.stop();
    directory.remove();
    target.remove();
  }
}

/** Every table of the warehouse loses every row; what sinks write meanwhile is lost with it or stands there alone. */
async function wipe(stack: Stack): Promise<void> {
  const tables = await stack.sql<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'emotide' AND engine LIKE '%MergeTree' AND name != 'migrations'",
  );
  for (const { name } of tables) await stack.command(`TRUNCATE TABLE emotide.${name}`);
}

async function countMessages(stack: Stack): Promise<number> {
  const [row] = await stack.sql<{ messages: string }>('SELECT sum(messages) AS messages FROM activity');
  return Number(row!.messages);
}

async function run(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await emotide(args);
  if (code !== 0) throw new Error(`emotide ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trim();
}

async function timed(work: () => Promise<string>): Promise<{ ms: number; said: string }> {
  const startedAtMs = performance.now();
  const said = await work();
  return { ms: performance.now() - startedAtMs, said };
}

const pass = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

type BackupSettings = { seconds: number; channels: number; rate: number; seed: number };

export const backupDrill: Drill<BackupSettings> = {
  name: 'backup',
  title: 'Backup, wipe, restore',
  description: 'copy, wipe and restore the warehouse under load',
  question: 'Does the warehouse, wiped and restored under load, count all that was sent, once?',
  defaults: { seconds: 20, channels: 200, rate: 5_000, seed: 1 },
  meanings: { seconds: 'how long load goes on before, between and behind the steps' },
  async run(settings, say) {
    const { comparison, backupMs, restoreMs, messagesBefore } = await drillBackup({ ...settings, say });
    return {
      table: toExactnessTable(comparison),
      notes: [
        `The backup took ${Math.round(backupMs)} ms; the warehouse had ${messagesBefore} messages when it was wiped; the restore took ${Math.round(restoreMs)} ms, ten seconds of which wait for sinks that may not know yet that they were stopped.`,
        describeComparison(comparison),
      ],
      differences: comparison.differences,
    };
  },
};
