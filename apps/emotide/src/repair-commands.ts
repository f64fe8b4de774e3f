import type { EventLog } from '@emotide/event-log';
import type { Command, Option } from 'commander';
import type { Instance } from './instance';
import { findLog, withLog } from './operator';
import {
  dropQuarantined,
  listQuarantine,
  replayQuarantine,
  showQuarantined,
  type ListFlags,
  type Selection,
} from './quarantine-command';
import { repartition, type RepartitionFlags } from './repartition-command';
import { backUpHere, replayLogHere } from './repair-program';

interface DataDirFlag {
  readonly dataDir: string;
}

/** What operators do when something went wrong: docs/operations.md. */
export function addRepairCommands(
  program: Command,
  {
    dataDir,
    toInstance,
    toPath,
  }: {
    dataDir: () => Option;
    toInstance: (dataDir: string) => Instance;
    /** A path as the user means it, from where they stand. */
    toPath: (path: string) => string;
  },
): void {
  const write = (text: string): void => void process.stdout.write(text);
  const withAdmin = <T>(flags: DataDirFlag, work: (eventLog: EventLog) => Promise<T>): Promise<T> =>
    withLog(findLog(process.env, toInstance(flags.dataDir)), work);

  const quarantine = program
    .command('quarantine')
    .description('look after records of the log that could not be used')
    .exitOverride();
  quarantine
    .command('list')
    .description('what is there, the newest last')
    .option('--limit <n>', 'records on a page', '50')
    .option('--page <n>', 'which page; 1 has the newest', '1')
    .option('--reason <reason>', 'only those, e.g. wrong-checksum')
    .option('--partition <n>', 'only those of this partition')
    .option('--json', 'one JSON object a line')
    .addOption(dataDir())
    .exitOverride()
    .action((flags: ListFlags & DataDirFlag) =>
      withAdmin(flags, (eventLog) => listQuarantine(eventLog.openAdmin(), flags, write)),
    );
  quarantine
    .command('show')
    .description('one record: headers, rows, bytes, and whether it can be replayed')
    .argument('<seq>', 'its number in the list')
    .addOption(dataDir())
    .exitOverride()
    .action(async (seq: string, flags: DataDirFlag) => {
      process.exitCode = await withAdmin(flags, (eventLog) =>
        showQuarantined(eventLog.openAdmin(), seq, Date.now(), write),
      );
    });
  quarantine
    .command('replay')
    .description('put records into the log again, each once; those that no reader would take stay')
    .argument('[seqs...]', 'their numbers in the list')
    .option('--reason <reason>', 'all of this reason')
    .option('--all', 'all')
    .addOption(dataDir())
    .exitOverride()
    .action(async (seqs: string[], flags: Omit<Selection, 'seqs'> & DataDirFlag) => {
      process.exitCode = await withAdmin(flags, (eventLog) =>
        replayQuarantine(eventLog.openAdmin(), { ...flags, seqs }, write),
      );
    });
  quarantine
    .command('drop')
    .description('remove records for good')
    .argument('[seqs...]', 'their numbers in the list')
    .option('--reason <reason>', 'all of this reason')
    .option('--all', 'all')
    .option('--yes', 'do it')
    .addOption(dataDir())
    .exitOverride()
    .action(async (seqs: string[], flags: Omit<Selection, 'seqs'> & { yes?: boolean } & DataDirFlag) => {
      process.exitCode = await withAdmin(flags, (eventLog) =>
        dropQuarantined(eventLog.openAdmin(), { ...flags, seqs }, write),
      );
    });

  program
    .command('replay-log')
    .description('build days of the warehouse again from the event log, while everything runs')
    .option('--from <day>', 'first day of the log, UTC (default: all that the log holds whole)')
    .option('--to <day>', 'last day (default: up to now)')
    .option('--yes', 'do it without being asked')
    .addOption(dataDir())
    .exitOverride()
    .action(async (flags: { from?: string; to?: string; yes?: boolean } & DataDirFlag) => {
      const args = [
        ...(flags.from === undefined ? [] : ['--from', flags.from]),
        ...(flags.to === undefined ? [] : ['--to', flags.to]),
        ...(flags.yes === true ? ['--yes'] : []),
      ];
      process.exitCode = await replayLogHere(toInstance(flags.dataDir), args, write);
    });

  program
    .command('backup')
    .description('copy the warehouse into a folder, while everything runs')
    .option('--to <dir>', 'where the folder is put (default: backups/ of the data directory)')
    .addOption(dataDir())
    .exitOverride()
    .action(async (flags: { to?: string } & DataDirFlag) => {
      const args = ['backup', ...(flags.to === undefined ? [] : ['--to', toPath(flags.to)])];
      process.exitCode = await backUpHere(toInstance(flags.dataDir), args, write);
    });
  program
    .command('restore')
    .description('put a copy in the place of the warehouse; what came since is counted again from the log')
    .argument('<folder>', 'what emotide backup made')
    .option('--yes', 'what the warehouse has may go')
    .addOption(dataDir())
    .exitOverride()
    .action(async (folder: string, flags: { yes?: boolean } & DataDirFlag) => {
      const args = ['restore', toPath(folder), ...(flags.yes === true ? ['--yes'] : [])];
      process.exitCode = await backUpHere(toInstance(flags.dataDir), args, write);
    });

  program
    .command('repartition')
    .description('change how many partitions the event log has; here, while nothing runs')
    .requiredOption('--partitions <n>', 'how many from now on')
    .option('--wait <seconds>', 'for the warehouse to have all of the partitions that go away', '60')
    .addOption(dataDir())
    .exitOverride()
    .action((flags: RepartitionFlags & DataDirFlag) => repartition(toInstance(flags.dataDir), flags, write));
}
