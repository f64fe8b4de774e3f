import { Command } from 'commander';
import type { Part } from '../stack';
import { saveResult, toMarkdown, type Result } from '../bench/benchmarks-page';
import { drillKill } from './kill.drill';

const PARTS: readonly Part[] = ['nats', 'clickhouse', 'sink', 'api', 'collector'];

const program = new Command('drill').description(
  'breaks the running system on purpose and compares what is counted',
);

program
  .command('kill')
  .description('kill -9 any process at random moments under load')
  .option('--seconds <n>', 'how long', Number, 60)
  .option('--channels <n>', 'channels of generated chat', Number, 200)
  .option('--rate <n>', 'lines a second', Number, 10_000)
  .option('--seed <n>', 'which chat and which kills', Number, 1)
  .option('--save', 'put the result into docs/benchmarks.md')
  .action(
    async (options: { seconds: number; channels: number; rate: number; seed: number; save?: boolean }) => {
      const { seconds, channels, rate, seed } = options;
      const say = (text: string) => void process.stderr.write(`kill: ${text}\n`);
      const { kills, comparison } = await drillKill({ seconds, channels, rate, seed, parts: PARTS, say });
      const { messages, uses, differences, compared } = comparison;
      const result: Result = {
        question: 'Are the counts exact when any process is killed at any moment under load?',
        command: `npm run drill -- kill --seconds ${seconds} --channels ${channels} --rate ${rate} --seed ${seed}`,
        table: {
          head: ['', 'truth', 'counted', 'difference'],
          rows: [['messages', messages, 'messages'] as const, ['uses of emotes', uses, 'uses'] as const].map(
            ([name, { truth, counted }]) => [name, String(truth), String(counted), String(counted - truth)],
          ),
        },
        notes: [
          `Killed with -9: ${Object.entries(kills)
            .map(([part, count]) => `${part} ${count} ×`)
            .join(', ')}.`,
          `${compared} keys of raw tables and roll-ups compared (channel and emote, channel and minute): ${differences.length} differ.`,
          'Truth: what the simulator sent, of a killed collector up to where its reading sessions ended.',
        ],
      };
      for (const difference of differences.slice(0, 20)) say(difference);
      const markdown = toMarkdown(result, new Date());
      process.stdout.write(`${markdown}\n`);
      if (options.save === true) saveResult('kill', markdown);
      process.exitCode = differences.length === 0 ? 0 : 1;
    },
  );

await program.parseAsync();
