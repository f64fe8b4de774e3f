import { createTemporaryDirectory } from '@emotide/testkit';
import { readUsage } from '../process-usage';
import { pauseChat, resumeChat } from '../simulator';
import { startStack, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { format } from './statistics';

const PARTS = ['emotide', 'nats', 'clickhouse', 'sink', 'api', 'scout', 'collector', 'twitch-sim'] as const;

/** How much memory does each process hold, idle and under load? */
export async function benchMemory(command: string, seconds = 60): Promise<Result> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    '--channels',
    '1000',
    '--rate',
    '10000',
    '--log-level',
    'warn',
  ]);
  try {
    await pauseChat(stack);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const idle = read(stack);
    await resumeChat(stack);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const loaded = read(stack);
    const row = (name: string, values: readonly number[]) => [
      name,
      ...values.map(format),
      format(values.reduce((sum, value) => sum + value, 0)),
      format(values.slice(0, -1).reduce((sum, value) => sum + value, 0)),
    ];
    return {
      question: 'How much memory does each process hold?',
      command,
      table: {
        head: ['RSS, MB', ...PARTS, 'sum', 'sum without simulator'],
        rows: [row('idle, 1,000 channels joined', idle), row(`after ${seconds} s of 10,000 lines/s`, loaded)],
      },
    };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

function read(stack: Stack): number[] {
  const pids: Record<string, number> = { ...stack.pids(), emotide: stack.pid };
  return PARTS.map((part) => readUsage(pids[part]!).rssMb);
}
