import { Command } from 'commander';
import { saveResult, toMarkdown, type Result } from '../bench/benchmarks-page';
import type { Part } from '../stack';
import { drillKill } from './kill.drill';
import { drillLive } from './live.drill';

const PARTS: readonly Part[] = ['nats', 'clickhouse', 'sink', 'api', 'collector'];

interface Flags {
  readonly seconds: number;
  readonly channels: number;
  readonly rate: number;
  readonly seed: number;
  readonly save?: boolean;
}

const program = new Command('drill').description(
  'breaks the running system on purpose and compares what is counted',
);

addDrill('kill', 'kill -9 any process at random moments under load', async (load) => {
  const { kills, comparison } = await drillKill({ ...load, parts: PARTS });
  const { messages, uses, differences, compared } = comparison;
  const row = (name: string, { truth, counted }: { truth: number; counted: number }) => [
    name,
    String(truth),
    String(counted),
    String(counted - truth),
  ];
  return {
    question: 'Are the counts exact when any process is killed at any moment under load?',
    table: {
      head: ['', 'truth', 'counted', 'difference'],
      rows: [row('messages', messages), row('uses of emotes', uses)],
    },
    notes: [
      `Killed with -9: ${inWords(kills)}.`,
      `${compared} keys of raw tables and roll-ups compared (channel and emote, channel and minute): ${differences.length} differ.`,
      'Truth: what the simulator sent, of a killed collector up to where its reading sessions ended.',
    ],
    differences,
  };
});

addDrill('live', 'compare every live answer with the warehouse, under load and kills', async (load) => {
  const { kills, compared, stale, differences } = await drillLive({ ...load, parts: PARTS });
  return {
    question:
      'Does every live top ten that claims to be fresh equal what the warehouse says of the same seconds?',
    table: {
      head: ['answers compared', 'different', 'answers that said they were stale'],
      rows: [[String(compared), String(differences.length), inWords(stale)]],
    },
    notes: [
      `Killed with -9: ${inWords(kills)}.`,
      'Compared after the load, when the warehouse had every line.',
    ],
    differences,
  };
});

await program.parseAsync();

/** A drill as a command: prints its result, saves it when asked to, and ends with 1 where anything differs. */
function addDrill(
  name: string,
  description: string,
  drill: (
    load: Flags & { say: (text: string) => void },
  ) => Promise<Omit<Result, 'command'> & { differences: readonly string[] }>,
): void {
  program
    .command(name)
    .description(description)
    .option('--seconds <n>', 'how long', Number, 60)
    .option('--channels <n>', 'channels of generated chat', Number, 200)
    .option('--rate <n>', 'lines a second', Number, 10_000)
    .option('--seed <n>', 'which chat and which kills', Number, 1)
    .option('--save', 'put the result into docs/benchmarks.md')
    .action(async (flags: Flags) => {
      const { seconds, channels, rate, seed } = flags;
      const say = (text: string) => void process.stderr.write(`${name}: ${text}\n`);
      const { differences, ...result } = await drill({ ...flags, say });
      for (const difference of differences.slice(0, 20)) say(difference);
      const command = `npm run drill -- ${name} --seconds ${seconds} --channels ${channels} --rate ${rate} --seed ${seed}`;
      const markdown = toMarkdown({ ...result, command }, new Date());
      process.stdout.write(`${markdown}\n`);
      if (flags.save === true) saveResult(name, markdown);
      process.exitCode = differences.length === 0 ? 0 : 1;
    });
}

function inWords(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count} ×`);
  return words.length === 0 ? 'none' : words.join(', ');
}
