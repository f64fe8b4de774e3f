import { createTemporaryDirectory } from '@emotide/testkit';
import { startStack } from '../stack';
import type { Result } from './benchmarks-page';
import { readHistogram, subtract } from './histogram';
import { queryableLatency } from './queryable-latency';
import { format } from './statistics';

const RATES = [1_000, 10_000];
const WARM_UP_MS = 6_000;
const CHANNELS = 200;
/** When the api had a batch in its live windows, counted from the newest line in it. */
const LIVE_FOLD = 'emotide_api_live_fold_seconds';

/**
 * How long after Twitch's time of a message do the warehouse's answers know it, and the live windows that subscriptions
 * are answered from?
 */
export async function benchLatency(command: string, seconds = 20): Promise<Result> {
  const rows: string[][] = [];
  for (const rate of RATES) {
    process.stderr.write(`latency: ${rate} lines/s …\n`);
    rows.push(await measure(rate, seconds));
  }
  return {
    question: 'How long after a line was sent is it counted in the warehouse, and in the live windows?',
    command,
    table: {
      head: ['lines/s', 'line → queryable p50, ms', 'p99, ms', 'line → live window p50, ms', 'p99, ms'],
      rows,
    },
    notes: [
      'Queryable: from `tmi-sent-ts` to the end of the insert, for every row with emotes of the measured seconds.',
      'Live window: from the newest line of a batch to its being counted by the api, upper bounds of histogram buckets; older lines of the batch have waited up to 10 ms more. A subscription answers for closed seconds, so it shows the line 2 to 3 s after it was sent.',
      'The simulator gives all lines of one 10 ms tick the same time, which is part of both.',
    ],
  };
}

async function measure(rate: number, seconds: number): Promise<string[]> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...['--channels', String(CHANNELS), '--rate', String(rate), '--log-level', 'warn'],
  ]);
  try {
    await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
    const fromMs = Date.now();
    const before = readHistogram(await stack.metrics('api'), LIVE_FOLD);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const untilMs = Date.now();
    const live = subtract(readHistogram(await stack.metrics('api'), LIVE_FOLD), before);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { p50Ms, p99Ms } = await queryableLatency(stack, fromMs, untilMs);
    return [
      format(rate),
      format(p50Ms),
      format(p99Ms),
      format(live.quantile(0.5) * 1_000),
      format(live.quantile(0.99) * 1_000),
    ];
  } finally {
    await stack.stop();
    directory.remove();
  }
}
