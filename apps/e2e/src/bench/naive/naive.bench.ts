import { createTemporaryDirectory } from '@emotide/testkit';
import { readUsage } from '../../process-usage';
import { pauseChat, readTruth, resumeChat, type SimulatorTruth } from '../../simulator';
import { startStack, until, type Part } from '../../stack';
import type { Result } from '../benchmarks-page';
import { measureClickHouseAlone } from '../bounds/clickhouse-alone';
import { measureJetStreamAlone } from '../bounds/jetstream-alone';
import { measureScannerAlone } from '../bounds/scanner-alone';
import { CHAIN_PARTS, measureLoad } from '../measure-load';
import { format } from '../statistics';
import { startNaivePipeline } from './naive-pipeline';

/** tmi.js joins three channels a second, and both pipelines get the same chat. */
const CHANNELS = 40;
const STEADY_RATE = 10_000;
const OUR_MAX_LINES = 1_500_000;
const NAIVE_MAX_LINES = 200_000;
const SETTLED_AFTER_MS = 8_000;
const COUNTED_WITHIN_MS = 300_000;

interface Figures {
  readonly linesPerSecond: number;
  /** CPU of all processes but the simulator. */
  readonly microsecondsPerLine: number;
  /** What was sent and is not counted, or counted twice, in words. */
  readonly wrong: string;
}

/**
 * What does the system gain over the pipeline that an average team would write, and how far is each of its parts from
 * what it could do alone? All in one run, so that one busy neighbour slows all of them.
 */
export async function benchNaive(command: string, seconds = 10): Promise<Result> {
  const rows: [string, Figures][] = [];
  const add = async (name: string, measure: () => Figures | Promise<Figures>): Promise<void> => {
    process.stderr.write(`naive: ${name} …\n`);
    rows.push([name, await measure()]);
  };
  await add('naive, 10,000 lines/s', () => measureNaive({ rate: STEADY_RATE, seconds }));
  await add('Emotide, 10,000 lines/s', () => measureOurs({ rate: STEADY_RATE, seconds }));
  await add('naive, as fast as it goes', () => measureNaive('max'));
  await add('Emotide, as fast as it goes', () => measureOurs('max'));
  await add('scanner alone', () => ({ ...measureScannerAlone(seconds), wrong: '–' }));
  await add('JetStream alone', async () => ({ ...(await measureJetStreamAlone(seconds)), wrong: '–' }));
  await add('ClickHouse insert alone', async () => ({
    ...(await measureClickHouseAlone(seconds)),
    wrong: '–',
  }));
  const ours = rows.find(([name]) => name === 'Emotide, as fast as it goes')![1];
  return {
    question: 'How does the whole chain compare with a naive pipeline, and with each of its parts alone?',
    command,
    table: {
      head: ['', 'lines/s', 'against Emotide at its fastest', 'CPU µs/line, simulator not counted', 'wrong'],
      rows: rows.map(([name, { linesPerSecond, microsecondsPerLine, wrong }]) => [
        name,
        format(linesPerSecond),
        `${(linesPerSecond / ours.linesPerSecond).toFixed(2)} ×`,
        format(microsecondsPerLine),
        wrong,
      ]),
    },
    notes: [
      `Generated chat, every line with an emote, ${CHANNELS} channels, one machine for all. As fast as it goes: ${format(NAIVE_MAX_LINES)} lines for the naive one, ${format(OUR_MAX_LINES)} for Emotide, from the first sent to the last in the warehouse.`,
      "Naive: tmi.js's `message` event, one `js.publish` of a JSON object for each emote of a message, a durable consumer with explicit acks, an insert as JSONEachRow each second or 10,000 rows into one raw table with one roll-up. It has no activity, no live windows, no deduplication of inserts, no bounded memory.",
      'Emotide: all of it, with eight tables, live windows and exactly-once.',
      'Scanner: one core, real lines. JetStream: our publisher into a stream without readers, batches of 3,000 lines. ClickHouse: runs of 25 such batches into all tables, one after the other.',
    ],
  };
}

type Pace = { readonly rate: number; readonly seconds: number } | 'max';

const chatArgs = (pace: Pace, lines?: number): string[] => [
  ...['--channels', String(CHANNELS), '--mix', 'dense', '--rate', pace === 'max' ? 'max' : String(pace.rate)],
  ...(lines === undefined ? [] : ['--lines', String(lines)]),
];

async function measureOurs(pace: Pace): Promise<Figures> {
  const { linesPerSecond, costs, differences } = await measureLoad(
    pace === 'max'
      ? { chat: chatArgs('max', OUR_MAX_LINES), measure: 'to-the-end', isTimed: false }
      : { chat: chatArgs(pace), measure: { seconds: pace.seconds }, isTimed: false },
  );
  const counted = CHAIN_PARTS.filter((part) => part !== 'twitch-sim');
  return {
    linesPerSecond,
    microsecondsPerLine: counted.reduce((sum, part) => sum + (costs[part] ?? 0), 0),
    wrong: differences.length === 0 ? 'nothing' : `${differences.length} keys`,
  };
}

/** The naive pipeline, from the moment that it is in all channels to its last insert. */
async function measureNaive(pace: Pace): Promise<Figures> {
  const directory = createTemporaryDirectory();
  const lines = pace === 'max' ? NAIVE_MAX_LINES : pace.rate * pace.seconds;
  const stack = await startStack(directory.path, [
    ...chatArgs(pace, lines),
    ...['--sinks', '0', '--collectors', '0', '--log-level', 'warn'],
  ]);
  try {
    await pauseChat(stack);
    const response = await fetch(`${stack.simulatorUrl}/control/channels`);
    const channels = (await response.json()) as { login: string }[];
    const naive = await startNaivePipeline(
      stack,
      channels.map(({ login }) => login),
    );
    try {
      const pids = stack.pids();
      const servers = (): number =>
        (['nats', 'clickhouse'] satisfies Part[]).reduce(
          (sum, part) => sum + readUsage(pids[part]!).cpuSeconds,
          0,
        );
      const spent = (): number => {
        const { collector, sink } = naive.cpuSeconds();
        return servers() + collector + sink;
      };
      const before = spent();
      const startedAtMs = Date.now();
      await resumeChat(stack);
      let rows = -1;
      await until(
        async () => {
          const now = (await naive.counted()).rows;
          const isOver = now === rows && now > 0;
          rows = now;
          return isOver;
        },
        'the naive pipeline to end',
        COUNTED_WITHIN_MS,
        SETTLED_AFTER_MS,
      );
      const cpuSeconds = spent() - before;
      const { uses, lastInsertMs } = await naive.counted();
      const failures = await naive.failures();
      const truth = totalsOf(await readTruth(stack));
      return {
        linesPerSecond: (truth.messages / (lastInsertMs - startedAtMs)) * 1_000,
        microsecondsPerLine: (cpuSeconds / truth.messages) * 1e6,
        wrong: `${uses - truth.uses} of ${truth.uses} uses, ${failures} publishes failed`,
      };
    } finally {
      await naive.stop();
    }
  } finally {
    await stack.stop();
    directory.remove();
  }
}

function totalsOf({ channels }: SimulatorTruth): { messages: number; uses: number } {
  const all = Object.values(channels);
  return {
    messages: all.reduce((sum, { messages }) => sum + messages, 0),
    uses: all.reduce((sum, { uses }) => sum + uses, 0),
  };
}
