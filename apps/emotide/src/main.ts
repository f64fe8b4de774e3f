import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_USAGE, UsageError } from '@emotide/service-kit';
import { Command, CommanderError, Option } from 'commander';
import { CHATTER_POLICIES } from '@emotide/domain';
import { createStore } from '@emotide/store';
import { changeBiPassword, describeBi } from './bi-access';
import { doctor } from './doctor';
import { explainEmote } from './explain-emote';
import { toVisible } from './hostile-text';
import { importHere } from './import-command';
import { addKeyCommands } from './key-commands';
import { instanceAt, openSecrets, readRunning } from './instance';
import { migrateHere, type MigrateFlags } from './migrate-command';
import { SqlError, querySql } from './query-sql';
import { provision, type ProvisionFlags } from './provision-command';
import { addPrivacyCommands } from './privacy-commands';
import { addRepairCommands } from './repair-commands';
import { addRollUpCommands } from './roll-ups-command';
import { addThemeCommands } from './theme-commands';
import { up } from './up';
import { LOG_LEVELS, parseUpOptions, toPort, type UpFlags } from './up-options';

/** The command runs from its bundle in dist/. */
const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Where the user stands: npm moves to the root before it runs a script. */
const base = process.env['INIT_CWD'] ?? process.cwd();

const dataDir = () =>
  new Option('--data-dir <dir>', 'where everything is kept')
    .env('EMOTIDE_DATA_DIR')
    .default(resolve(projectRoot, '.emotide'), '.emotide');
const ports = () => [
  new Option('--api-port <port>', 'GraphQL; 0 takes a free one').env('EMOTIDE_API_PORT').default('4000'),
  new Option('--clickhouse-port <port>', 'SQL over HTTP').env('EMOTIDE_CLICKHOUSE_PORT').default('8123'),
  new Option('--nats-port <port>', 'event log').env('EMOTIDE_NATS_PORT').default('4222'),
];

const program = new Command('emotide')
  .description(
    'The tide of Twitch emotes, live: reads chat, counts every emote exactly, answers in GraphQL and SQL.',
  )
  .showHelpAfterError('(add --help for what there is)')
  .exitOverride();

const upCommand = program
  .command('up', { isDefault: true })
  .description('run everything on this machine (npm start)')
  .argument('[channels...]', 'Twitch channels to read live, anonymously; none: generated chat')
  .option('--replay <files...>', 'replay files of raw IRC lines (plain or .gz) through a simulated Twitch')
  .option('--speed <speed>', 'of a replay: real, max, or a factor such as 10 (default: real)')
  .option('--retime', 'replay as if the file began now')
  .option('--again', 'replay what this data directory has already seen')
  .option('--channels <n>', 'channels of generated chat (default: 200)')
  .option('--rate <lines/s>', 'lines a second of generated chat over all channels, or max (default: 300)')
  .option('--seed <n>', 'which generated chat (default: 1)')
  .option('--mix <mix>', 'real: a quarter of the lines has emotes; dense: every line (default: real)')
  .option('--lines <n>', 'end generated chat after so many lines')
  .option('--no-third-party', 'generate no emotes of BTTV, FFZ and 7TV')
  .addOption(
    new Option(
      '--clickhouse-native-port <port>',
      "ClickHouse's native protocol for the user bi; 0 takes a free one (default: none)",
    ).env('EMOTIDE_CLICKHOUSE_NATIVE_PORT'),
  )
  .option('--partitions <n>', 'parts of the event log, fixed from the first start on (default: 1)')
  .option('--sinks <n>', 'processes that share the partitions; 0: none are started here (default: 1)')
  .option('--collectors <n>', 'processes that share the channels; 0: none are started here (default: 1)')
  .addOption(
    new Option('--users <how>', 'what is kept of chatters: keyed hash, id and names, or nothing')
      .choices(CHATTER_POLICIES)
      .env('EMOTIDE_USERS')
      .default('hashed'),
  )
  .addOption(dataDir())
  .addOption(new Option('--log-level <level>').choices(LOG_LEVELS).default('info'))
  .exitOverride()
  .action(async (channels: string[], flags: UpFlags) => {
    process.exitCode = await up(parseUpOptions(channels, flags, base));
  });
ports().forEach((port) => upCommand.addOption(port));

program
  .command('sql')
  .description('ask the running warehouse')
  .argument('<statement>', 'one statement, e.g. "SELECT count() FROM emotide.events"')
  .addOption(dataDir())
  .option(
    '--format <name>',
    "ClickHouse's output format (default: a table on a terminal, else TabSeparatedWithNames)",
  )
  .option('--bi', 'as the read-only user that BI tools have')
  .option('--write', 'let the statement change something')
  .exitOverride()
  .action(async (sql: string, flags: { dataDir: string; format?: string; bi?: boolean; write?: boolean }) => {
    const instance = instanceAt(resolve(base, flags.dataDir));
    const running = readRunning(instance);
    if (running === undefined)
      throw new UsageError(
        `no Emotide runs on ${instance.directory}; start it with npm start, or name its --data-dir`,
      );
    const secrets = openSecrets(instance);
    const user = flags.bi === true ? 'bi' : 'app';
    const answer = await querySql({
      url: running.clickhouseUrl,
      user,
      password: secrets.clickhouse[user],
      sql,
      format: flags.format ?? (process.stdout.isTTY ? 'PrettyCompactMonoBlock' : 'TabSeparatedWithNames'),
      mayWrite: flags.write ?? false,
    });
    process.stdout.write(answer);
  });

program
  .command('bi')
  .description('say how analysts reach the warehouse')
  .option('--new-password', 'give the user bi another password, from the next start on')
  .addOption(dataDir())
  .exitOverride()
  .action((flags: { dataDir: string; newPassword?: boolean }) => {
    const instance = instanceAt(resolve(base, flags.dataDir));
    process.stdout.write(flags.newPassword === true ? changeBiPassword(instance) : describeBi(instance));
  });

const doctorCommand = program
  .command('doctor')
  .description('say whether all that Emotide needs is here, and what to do if not')
  .addOption(dataDir())
  .exitOverride()
  .action(async (flags: { dataDir: string; apiPort: string; clickhousePort: string; natsPort: string }) => {
    process.exitCode = await doctor({
      dataDirectory: resolve(base, flags.dataDir),
      ports: {
        api: toPort('--api-port', flags.apiPort),
        clickhouse: toPort('--clickhouse-port', flags.clickhousePort),
        nats: toPort('--nats-port', flags.natsPort),
      },
      write: (text) => process.stdout.write(text),
    });
  });
ports().forEach((port) => doctorCommand.addOption(port));

program
  .command('emote')
  .description('say what an emote costs, and by which rule that was decided')
  .argument('<id>', "the provider's id, e.g. 25 or emotesv2_dc24652ada1e4c84a5e3ceebae4de709")
  .addOption(dataDir())
  .exitOverride()
  .action(async (id: string, flags: { dataDir: string }) => {
    const instance = instanceAt(resolve(base, flags.dataDir));
    const running = readRunning(instance);
    const store =
      running &&
      createStore({
        url: running.clickhouseUrl,
        username: 'app',
        password: openSecrets(instance).clickhouse.app,
      });
    try {
      for (const line of await explainEmote(store, id)) process.stdout.write(`${toVisible(line)}\n`);
    } finally {
      await store?.close();
    }
  });

program
  .command('migrate')
  .description("bring the warehouse's tables and their retention (EMOTIDE_RETENTION_*) up to date")
  .addOption(
    new Option('--cluster <name>', "for all replicas of ClickHouse's cluster of this name").env(
      'EMOTIDE_CLUSTER',
    ),
  )
  .option('--print', 'only print the SQL, as for an empty warehouse')
  .addOption(dataDir())
  .exitOverride()
  .action((flags: MigrateFlags & { dataDir: string }) =>
    migrateHere(
      () => instanceAt(resolve(base, flags.dataDir)),
      flags,
      (text) => void process.stdout.write(text),
    ),
  );

program
  .command('provision')
  .description(
    'declare the streams and buckets of the event log that EMOTIDE_NATS_SERVERS names, as its owner',
  )
  .option('--replicas <n>', 'copies of each stream: 3 on a cluster', '1')
  .option('--max-gb <n>', 'disk that the live log may take; the oldest batches go first', '8')
  .option('--max-days <n>', 'age at which batches go', '7')
  .addOption(dataDir())
  .exitOverride()
  .action((flags: ProvisionFlags & { dataDir: string }) =>
    provision(instanceAt(resolve(base, flags.dataDir)), flags, (text) => void process.stdout.write(text)),
  );

program
  .command('import')
  .description('count archived chat: raw IRC logs, VOD chat files, and what rustlog serves (import --help)')
  .addOption(dataDir())
  // The importer's own: it knows them, and what they mean.
  .argument('[args...]')
  .helpOption(false)
  .allowUnknownOption()
  .exitOverride()
  .action(async (args: string[], flags: { dataDir: string }) => {
    process.exitCode = await importHere(instanceAt(resolve(base, flags.dataDir)), args);
  });

const places = { dataDir, toInstance: (directory: string) => instanceAt(resolve(base, directory)) };
addThemeCommands(program, { ...places, base });
addRepairCommands(program, { ...places, toPath: (path) => resolve(base, path) });
addRollUpCommands(program, places);
addPrivacyCommands(program, places);
addKeyCommands(program, places);

// Whoever reads our output may have seen enough of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else if (error instanceof UsageError) {
    process.stderr.write(`emotide: ${error.message}\n`);
    process.exitCode = EXIT_USAGE;
  } else if (error instanceof SqlError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`emotide: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
// Nothing is left to wait for but the reader of our output; a socket kept alive must not hold the command.
process.stdout.write('', () => process.exit());
