import { Option, type Command } from 'commander';
import { ROLL_UPS } from '@emotide/store';
import type { Instance } from './instance';
import { expectRunning, isElsewhere } from './operator';
import { runOperatorProcess, toOperatorEnv } from './operator-process';

interface Flags {
  readonly from?: string;
  readonly to?: string;
  readonly table?: string[];
  readonly yes?: boolean;
  readonly dataDir: string;
}

/** `emotide rollups verify` and `… rebuild`: docs/operations.md. */
export function addRollUpCommands(
  program: Command,
  { dataDir, toInstance }: { dataDir: () => Option; toInstance: (dataDir: string) => Instance },
): void {
  const rollUps = program
    .command('rollups')
    .description('compare the roll-ups with the raw rows, or make them of those again')
    .exitOverride();
  const add = (name: 'verify' | 'rebuild', description: string): Command =>
    rollUps
      .command(name)
      .description(description)
      .option('--from <day>', 'first day of the log, UTC (default: as far as raw rows go back)')
      .option('--to <day>', 'last day (default: up to now)')
      .addOption(new Option('--table <name...>', 'only these roll-ups').choices(ROLL_UPS))
      .addOption(dataDir())
      .exitOverride()
      .action(async (flags: Flags) => {
        const args = [
          name,
          ...(flags.from === undefined ? [] : ['--from', flags.from]),
          ...(flags.to === undefined ? [] : ['--to', flags.to]),
          ...(flags.table ?? []).flatMap((table) => ['--table', table]),
          ...(flags.yes === true ? ['--yes'] : []),
        ];
        process.exitCode = await runHere(toInstance(flags.dataDir), args);
      });
  add('verify', 'compare every roll-up with the raw rows, key by key; ends with 1 where any differs');
  add('rebuild', 'make roll-ups of the raw rows again, while everything runs').option(
    '--yes',
    'do it without being asked',
  );
}

/** @throws UsageError when nothing runs there */
function runHere(instance: Instance, args: readonly string[]): Promise<number> {
  if (isElsewhere(process.env)) return runOperatorProcess('sink-rollups', args, {});
  const { running, secrets } = expectRunning(instance);
  return runOperatorProcess('sink-rollups', args, toOperatorEnv(running, secrets));
}
