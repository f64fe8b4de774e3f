import { Command } from 'commander';
import { saveResult, toMarkdown } from '../bench/benchmarks-page';
import { abuseDrill } from './abuse.drill';
import { backupDrill } from './backup.drill';
import { biAbuseDrill } from './bi-abuse.drill';
import { clickhouseAwayDrill } from './clickhouse-away.drill';
import { diskFullDrill } from './disk-full.drill';
import type { Drill, Settings } from './drill';
import { freezeDrill } from './freeze.drill';
import { fuzzDrill } from './fuzz.drill';
import { handoverDrill } from './handover.drill';
import { killDrill } from './kill.drill';
import { liveDrill } from './live.drill';
import { natsAwayDrill } from './nats-away.drill';
import { reconnectDrill } from './reconnect.drill';
import { restartDrill } from './restart.drill';
import { slowClickHouseDrill } from './slow-clickhouse.drill';
import { soakDrill } from './soak.drill';
import { tornDrill } from './torn.drill';

/** Differences of one kind that are shown. */
const SHOWN = 5;

/** What flags mean that have no meaning of their own in a drill. */
const MEANINGS: Readonly<Record<string, string>> = {
  seconds: 'how long',
  channels: 'channels of generated chat',
  rate: 'lines a second',
  seed: 'which chat and which accidents',
  partitions: 'parts of the event log',
  sinks: 'sinks that share them',
  collectors: 'collectors that share the channels',
  kills: 'how many kills',
  restarts: 'how many restarts',
};

const program = new Command('drill').description(
  'breaks the running system on purpose and compares what is counted',
);
addDrill(killDrill);
addDrill(freezeDrill);
addDrill(handoverDrill);
addDrill(reconnectDrill);
addDrill(natsAwayDrill);
addDrill(clickhouseAwayDrill);
addDrill(slowClickHouseDrill);
addDrill(diskFullDrill);
addDrill(tornDrill);
addDrill(restartDrill);
addDrill(liveDrill);
addDrill(backupDrill);
addDrill(soakDrill);
addDrill(fuzzDrill);
addDrill(abuseDrill);
addDrill(biAbuseDrill);
await program.parseAsync();

/** Some of each kind of difference (what stands before the first colon), and how many there are. */
function summarise(differences: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const difference of differences) {
    const kind = difference.split(':')[0]!;
    kinds.set(kind, [...(kinds.get(kind) ?? []), difference]);
  }
  return [...kinds].flatMap(([kind, list]) => [
    ...list.slice(0, SHOWN),
    ...(list.length > SHOWN ? [`${kind}: ${list.length} in all`] : []),
  ]);
}

/** A drill as a command: prints its result, saves it when asked to, and ends with 1 where anything differs. */
function addDrill<S extends Settings>(drill: Drill<S>): void {
  const { name, title, description, question, defaults, meanings } = drill;
  const command = program.command(name).description(description);
  for (const [flag, value] of Object.entries(defaults)) {
    const meaning = meanings?.[flag] ?? MEANINGS[flag] ?? flag;
    if (typeof value === 'number') command.option(`--${flag} <n>`, meaning, Number, value);
    else command.option(`--${flag} <text>`, meaning, value);
  }
  command.option('--save', 'put the result into docs/benchmarks.md');
  command.action(async ({ save, ...given }: S & { save?: boolean }) => {
    const settings = given as unknown as S;
    const say = (text: string) => void process.stderr.write(`${name}: ${text}\n`);
    const { differences, ...result } = await drill.run(settings, say);
    for (const line of summarise(differences)) say(line);
    const flags = Object.entries(settings).map(([flag, value]) => ` --${flag} ${value}`);
    const typed = `npm run drill -- ${name}${flags.join('')}`;
    const markdown = toMarkdown({ ...result, question, command: typed }, new Date());
    process.stdout.write(`${markdown}\n`);
    if (save === true) saveResult(name, title, markdown);
    process.exitCode = differences.length === 0 ? 0 : 1;
  });
}
