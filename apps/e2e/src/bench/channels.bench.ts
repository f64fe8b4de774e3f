import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readUsage } from '../process-usage';
import type { Result } from './benchmarks-page';
import type { ReaderTask } from './chat-reader.main';
import { startOwnSimulator } from './own-simulator';
import { format } from './statistics';

const CHANNELS = [1_000, 10_000];
const RATE = 100_000;
const CALM_MS = 5_000;

/** What do joined channels cost who reads them, idle and at a hundred thousand lines a second? */
export async function benchChannels(command: string, seconds = 20): Promise<Result> {
  const rows: string[][] = [];
  for (const channels of CHANNELS) {
    process.stderr.write(`channels: ${channels} …\n`);
    rows.push(...(await measure(channels, seconds)));
  }
  return {
    question: 'What do joined channels cost the process that reads them, idle and under load?',
    command,
    table: {
      head: [
        'channels',
        'chat',
        'lines/s counted',
        'reader CPU, % of a core',
        'µs a line',
        'reader RSS, MB',
        'kB a channel',
        'simulator CPU, % of a core',
        'simulator RSS, MB',
        'connections',
      ],
      rows,
    },
    notes: [
      `Reader: the chat room and each channel's step in one process, without log and warehouse; simulator: generated chat, real mix, ${format(RATE)} lines/s asked for, in another; ${seconds} s each after ${CALM_MS / 1_000} s. Both on the same two cores.`,
      'kB a channel: what the reader holds idle beyond what it held before it joined, by channel, recent message keys not yet included.',
    ],
  };
}

async function measure(channels: number, seconds: number): Promise<string[][]> {
  const simulator = await startOwnSimulator({
    EMOTIDE_SIM_GENERATE_CHANNELS: String(channels),
    EMOTIDE_SIM_GENERATE_RATE: String(RATE),
  });
  const reader = fork(fileURLToPath(new URL('./chat-reader.main.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  try {
    await simulator.ask('POST', 'pause');
    const task: ReaderTask = { url: simulator.chatUrl.href, channels: await simulator.channels() };
    await countedBy(reader);
    const emptyMb = readUsage(reader.pid!).rssMb;
    const joined = once(reader, 'message');
    reader.send(task);
    await joined;
    await calm();
    const pids = { reader: reader.pid!, simulator: simulator.pid };
    const idle = await spendOver(pids, reader, seconds);
    const { connections } = await simulator.ask<{ connections: unknown[] }>('GET', 'progress');
    await simulator.ask('POST', 'resume');
    await calm();
    const loaded = await spendOver(pids, reader, seconds);
    const row = (chat: string, spent: Spent, kb: string): string[] => [
      format(channels),
      chat,
      format(spent.lines / spent.seconds),
      format((spent.reader / spent.seconds) * 100),
      format((spent.reader / spent.lines) * 1e6),
      format(spent.readerMb),
      kb,
      format((spent.simulator / spent.seconds) * 100),
      format(spent.simulatorMb),
      String(connections.length),
    ];
    return [
      row('idle', idle, format(((idle.readerMb - emptyMb) * 1_024) / channels)),
      row(`${format(RATE)} lines/s`, loaded, '–'),
    ];
  } finally {
    reader.disconnect();
    await simulator.stop();
  }
}

/** CPU seconds by process, within some seconds. */
interface Spent {
  readonly seconds: number;
  readonly lines: number;
  readonly reader: number;
  readonly simulator: number;
  readonly readerMb: number;
  readonly simulatorMb: number;
}

async function spendOver(
  pids: { readonly reader: number; readonly simulator: number },
  reader: ChildProcess,
  seconds: number,
): Promise<Spent> {
  const before = [readUsage(pids.reader).cpuSeconds, readUsage(pids.simulator).cpuSeconds] as const;
  const linesBefore = await countedBy(reader);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const lines = (await countedBy(reader)) - linesBefore;
  const elapsed = (performance.now() - startedAt) / 1_000;
  const after = [readUsage(pids.reader), readUsage(pids.simulator)] as const;
  return {
    seconds: elapsed,
    lines,
    reader: after[0].cpuSeconds - before[0],
    simulator: after[1].cpuSeconds - before[1],
    readerMb: after[0].rssMb,
    simulatorMb: after[1].rssMb,
  };
}

/** @throws Error when lines came that do not count: generated chat has none */
async function countedBy(reader: ChildProcess): Promise<number> {
  const answer = once(reader, 'message');
  reader.send('count');
  const [{ counted, dropped }] = (await answer) as [{ counted: number; dropped: number }];
  if (dropped > 0) throw new Error(`${dropped} lines were dropped`);
  return counted;
}

const calm = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, CALM_MS));
