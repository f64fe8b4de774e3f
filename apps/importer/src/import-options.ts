import { parseChannelLogin } from '@emotide/domain';
import { UsageError } from '@emotide/service-kit';
import { Command, CommanderError, Option } from 'commander';
import type { Wanted } from './source-import';

export interface ImportOptions {
  readonly places: readonly string[];
  readonly wanted: Wanted;
  /** As they were named. */
  readonly channels: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly isDryRun: boolean;
  readonly catalogue: string | undefined;
  readonly thirdPartyNow: boolean;
  readonly allowPrivate: boolean;
  readonly parallel: number;
  readonly json: boolean;
}

interface Flags {
  readonly channel?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly catalogue?: string;
  readonly thirdPartyNow?: boolean;
  readonly allowPrivate?: boolean;
  readonly parallel: string;
  readonly json?: boolean;
}

/** The command line's own description: `emotide import --help` shows it. */
export function createImportCommand(): Command {
  return new Command('import')
    .description('count archived chat: raw IRC logs, VOD chat files, and what rustlog serves')
    .usage('[options] FILE|DIR|URL...')
    .argument(
      '[places...]',
      'files, directories of files, and addresses (https://HOST of a rustlog, or of one file)',
    )
    .option(
      '--channel <name>',
      'only this channel, by login or id; of a rustlog, one to fetch; may be given several times',
      // A list in one flag would swallow the file behind it.
      (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
    )
    .option('--from <time>', 'nothing sent before, e.g. 2019-09-15 or 2019-09-15T20:00:00Z')
    .option('--to <time>', 'nothing sent then or later; a day is included')
    .option('--catalogue <file>', "third parties' emotes with their dates, as docs/import.md describes")
    .option('--third-party-now', "count third parties' emotes as they are today, whenever the chat was")
    .option('--dry-run', 'look at everything, write nothing')
    .option('--parallel <n>', 'requests at a time to one host', '2')
    .option('--allow-private', 'fetch from addresses of this machine and of private networks too')
    .addOption(new Option('--json', 'the summary as JSON on stdout'))
    .addHelpText(
      'after',
      `
What was read live, or imported before, is left alone: the same file twice changes nothing, and an import that was
cut goes on where it was when it is run again. Files are read in the order of their names.

Examples:
  emotide import logs/2019-09-15.txt.gz
  emotide import --channel xqcow --from 2019-09-01 --to 2019-09-30 https://logs.example.org
  emotide import --dry-run vod-1087079172.json`,
    )
    .exitOverride();
}

/**
 * @param args as the user wrote them
 * @returns undefined when only help was asked for
 * @throws UsageError
 */
export function parseImportOptions(args: readonly string[]): ImportOptions | undefined {
  const command = createImportCommand();
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(error.message.replace(/^error: /, ''), { cause: error });
  }
  const flags = command.opts<Flags>();
  const places = command.args;
  if (places.length === 0) throw new UsageError('name files, directories or addresses to import (or --help)');
  const channels = (flags.channel ?? []).flatMap((name) => name.split(',')).filter(Boolean);
  const names = channels.map((name) => {
    if (/^[1-9]\d{0,15}$/.test(name)) return name;
    const login = parseChannelLogin(name);
    if (login === undefined)
      throw new UsageError(`--channel: ${JSON.stringify(name.slice(0, 40))} is no channel name`);
    return login;
  });
  const fromMs = flags.from === undefined ? -Infinity : parseTime('--from', flags.from, false);
  const toMs = flags.to === undefined ? Infinity : parseTime('--to', flags.to, true);
  if (fromMs >= toMs) throw new UsageError('--from is not before --to');
  const parallel = Number(flags.parallel);
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 16)
    throw new UsageError('--parallel: a number from 1 to 16');
  return {
    places,
    wanted: { channels: names.length === 0 ? undefined : new Set(names), fromMs, toMs },
    channels: names,
    from: flags.from,
    to: flags.to,
    isDryRun: flags.dryRun ?? false,
    catalogue: flags.catalogue,
    thirdPartyNow: flags.thirdPartyNow ?? false,
    allowPrivate: flags.allowPrivate ?? false,
    parallel,
    json: flags.json ?? false,
  };
}

const DAY_MS = 86_400_000;

/** A day, or a time; without zone it is UTC. @param isEnd a day as an end is included */
function parseTime(flag: string, text: string, isEnd: boolean): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.test(text);
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text.slice(10));
  const timeMs =
    isDay || isTime ? Date.parse(isDay ? `${text}T00:00:00Z` : hasZone ? text : `${text}Z`) : NaN;
  if (Number.isNaN(timeMs) || (isDay && new Date(timeMs).toISOString().slice(0, 10) !== text))
    throw new UsageError(
      `${flag}: ${JSON.stringify(text.slice(0, 40))} is no time like 2019-09-15 or 2019-09-15T20:00:00Z`,
    );
  return isDay && isEnd ? timeMs + DAY_MS : timeMs;
}
