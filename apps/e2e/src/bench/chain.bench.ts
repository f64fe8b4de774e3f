import { createTemporaryDirectory, sampleData } from '@emotide/testkit';
import type { Result } from './benchmarks-page';
import { readChatLines } from './chat-lines';
import { CHAIN_PARTS, WARM_UP_MS, measureLoad, type LoadFigures } from './measure-load';
import { writeRealChatFiles } from './real-chat-files';
import { format } from './statistics';

const CHANNELS = 1_000;
const RATES = [10_000, 30_000, 60_000, 100_000];
const MIXES = ['real', 'dense'] as const;
/** As fast as it goes is measured over so many lines, from the first one sent to the last one in the warehouse. */
const MAX_LINES = 3_000_000;
/** Channels of one connection, so that one place in the simulator paces each file. */
const REPLAY_CHANNELS = 90;
/** A replay outlasts its measurement by so much: joining, warm-up, and a machine that falls behind. */
const REPLAY_SPARE_SECONDS = 10;

/**
 * How many lines a second go through the whole system on this machine, the load generator included, what does a line
 * cost in each process, and when can it be asked for? Counts are compared with the simulator's truth after each load.
 */
export async function benchChain(command: string, seconds = 20): Promise<Result> {
  const rows: string[][] = [];
  const add = async (chat: string, asked: string, measured: Promise<LoadFigures>): Promise<void> => {
    process.stderr.write(`chain: ${chat} at ${asked} lines/s …\n`);
    const row = toRow(chat, asked, await measured);
    process.stderr.write(`  ${row.slice(2).join(' · ')}\n`);
    rows.push(row);
  };
  for (const mix of MIXES) {
    for (const rate of RATES) await add(mix, format(rate), measureGenerated(mix, rate, seconds));
    await add(mix, 'max', measureGenerated(mix, 'max', seconds));
  }
  if (sampleData !== undefined)
    for (const rate of RATES) await add('replay', format(rate), measureReplay(rate, seconds));
  return {
    question:
      'How many lines a second go through the whole system, what does a line cost in each process, and when can it be asked for?',
    command,
    table: {
      head: [
        'chat',
        'asked',
        'counted lines/s',
        ...CHAIN_PARTS.map((part) => `${part} µs`),
        'sum µs',
        'line → queryable p50, ms',
        'p99, ms',
        'differences',
      ],
      rows,
    },
    notes: [
      `Generated chat of ${CHANNELS} channels through unmodified sockets, one run each of ${seconds} s after ${WARM_UP_MS / 1_000} s; as fast as it goes: ${format(MAX_LINES)} lines, from the first sent to the last in the warehouse.`,
      `\`real\`: a quarter of the lines has emotes; \`dense\`: every line; \`replay\`: 5,000 real lines of one channel over and over in ${REPLAY_CHANNELS} channels, faster than they were said, with their old times.`,
      'µs are CPU time per line. Queryable: from `tmi-sent-ts` to the end of the insert, for every row with emotes.',
      'Differences: keys of raw tables and roll-ups that are not what the simulator sent.',
    ],
  };
}

function measureGenerated(
  mix: (typeof MIXES)[number],
  rate: number | 'max',
  seconds: number,
): Promise<LoadFigures> {
  const chat = ['--channels', String(CHANNELS), '--rate', String(rate), '--mix', mix];
  return rate === 'max'
    ? measureLoad({
        chat: [...chat, '--lines', String(MAX_LINES)],
        measure: 'to-the-end',
        isTimed: false,
      })
    : measureLoad({ chat, measure: { seconds }, isTimed: true });
}

async function measureReplay(rate: number, seconds: number): Promise<LoadFigures> {
  const directory = createTemporaryDirectory();
  try {
    const lines = rate * (seconds + WARM_UP_MS / 1_000 + REPLAY_SPARE_SECONDS);
    const { paths, linesPerSecond } = await writeRealChatFiles({
      lines: readChatLines().lines,
      directory: directory.path,
      channels: REPLAY_CHANNELS,
      linesPerChannel: Math.ceil(lines / REPLAY_CHANNELS),
    });
    const speed = (rate / linesPerSecond).toFixed(3);
    return await measureLoad({
      chat: ['--replay', ...paths, '--speed', speed],
      measure: { seconds },
      isTimed: false,
    });
  } finally {
    directory.remove();
  }
}

function toRow(chat: string, asked: string, figures: LoadFigures): string[] {
  const { linesPerSecond, latency, differences } = figures;
  for (const difference of differences.slice(0, 5)) process.stderr.write(`  ${difference}\n`);
  const costs = CHAIN_PARTS.map((part) => figures.costs[part] ?? 0);
  return [
    chat,
    asked,
    format(linesPerSecond),
    ...costs.map(format),
    format(costs.reduce((sum, cost) => sum + cost, 0)),
    format(latency?.p50Ms ?? Number.NaN),
    format(latency?.p99Ms ?? Number.NaN),
    String(differences.length),
  ];
}
