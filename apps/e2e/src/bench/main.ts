import { Command } from 'commander';
import { saveResult, toMarkdown, type Result } from './benchmarks-page';
import { benchActors } from './actors.bench';
import { benchChain } from './chain.bench';
import { benchChannels } from './channels.bench';
import { benchColdStart } from './cold-start.bench';
import { benchFanout, type FanoutBenchOptions } from './fanout.bench';
import { benchImport } from './import.bench';
import { benchLatency } from './latency.bench';
import { benchMemory } from './memory.bench';
import { benchNaive } from './naive/naive.bench';
import { benchPage } from './page.bench';
import { benchQueries } from './queries.bench';
import { benchScanner } from './scanner.bench';
import { benchScout } from './scout.bench';
import { benchSubscriberLatency } from './subscriber-latency.bench';
import { benchWarehouse } from './warehouse.bench';
import type { FilledWarehouseOptions } from './warehouse/filled-warehouse';

interface BenchOptions extends FilledWarehouseOptions, FanoutBenchOptions {
  readonly gigabytes?: number;
}

/** Each asks one question; `npm run bench -- NAME [--save]`. */
interface Bench {
  /** Its heading on the page of results. */
  readonly title: string;
  readonly run: (
    command: string,
    seconds: number | undefined,
    options: BenchOptions,
  ) => Result | Promise<Result>;
}
const BENCHES = new Map<string, Bench>([
  ['scanner', { title: 'Reading lines', run: benchScanner }],
  ['actors', { title: 'Channel actors', run: benchActors }],
  ['chain', { title: 'The whole chain', run: benchChain }],
  ['naive', { title: 'Against a naive pipeline, and the bounds', run: benchNaive }],
  ['latency', { title: 'Latency', run: benchLatency }],
  ['subscriber-latency', { title: 'From the line to the subscriber', run: benchSubscriberLatency }],
  ['fanout', { title: 'Subscribers', run: benchFanout }],
  [
    'import',
    { title: 'Importing history', run: (command, _, { gigabytes }) => benchImport(command, gigabytes) },
  ],
  ['memory', { title: 'Memory', run: benchMemory }],
  ['page', { title: 'The page', run: benchPage }],
  ['cold-start', { title: 'Joining from cold', run: benchColdStart }],
  ['channels', { title: 'Joined channels', run: benchChannels }],
  ['scout', { title: 'Knowing the emotes', run: benchScout }],
  ['warehouse', { title: 'The warehouse', run: benchWarehouse }],
  ['queries', { title: 'Questions of the dashboard', run: benchQueries }],
]);
const names = [...BENCHES.keys()].join(', ');

const toNumbers = (list: string): number[] => list.split(',').map(Number);

const program = new Command('bench')
  .argument('<name>', names)
  .option('--save', 'put the result into docs/benchmarks.md')
  .option('--seconds <n>', 'how long each measurement lasts, where that can be chosen', Number)
  .option('--events <n>', 'how many uses the warehouse is filled with (default 100 M)', Number)
  .option('--data <directory>', 'where the filled warehouse is kept for another run')
  .option('--gigabytes <n>', 'how much chat is imported (default 0.5)', Number)
  .option('--subscribers <list>', 'how many subscribers fan-out has, as 1000,5000', toNumbers)
  .action(async (name: string, options: BenchOptions & { save?: boolean; seconds?: number }) => {
    const bench = BENCHES.get(name);
    if (bench === undefined) return program.error(`no bench ${name}; there are ${names}`);
    const length = options.seconds === undefined ? '' : ` --seconds ${options.seconds}`;
    const events = options.events === undefined ? '' : ` --events ${options.events}`;
    const size = options.gigabytes === undefined ? '' : ` --gigabytes ${options.gigabytes}`;
    const crowd = options.subscribers === undefined ? '' : ` --subscribers ${options.subscribers.join()}`;
    const result = await bench.run(
      `npm run bench -- ${name}${length}${events}${size}${crowd}`,
      options.seconds,
      options,
    );
    const markdown = toMarkdown(result, new Date());
    process.stdout.write(`${markdown}\n`);
    if (options.save === true) saveResult(name, bench.title, markdown);
  });
await program.parseAsync();
