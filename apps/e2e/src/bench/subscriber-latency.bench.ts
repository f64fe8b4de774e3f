import { createTemporaryDirectory } from '@emotide/testkit';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startStack, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { readHistogram, subtract } from './histogram';
import { format, percentile } from './statistics';

const RATES = [1_000, 10_000];
const WARM_UP_MS = 6_000;
const CHANNELS = 200;
/** Channels that are followed, each by a socket of its own: the ones with the most lines. */
const FOLLOWED = 10;
/** How often the server looks for uses; its ticks are at the multiples of it. */
const EVERY_MS = 100;
const LIVE_FOLD = 'emotide_api_live_fold_seconds';

const EVENTS = `subscription ($channel: String!) {
  emoteEvents(channel: $channel, first: 100, every: "PT0.1S") { events { at } }
}`;

/** How long after it was sent does a subscriber have a line's emotes? The whole chain, chat to socket. */
export async function benchSubscriberLatency(command: string, seconds = 20): Promise<Result> {
  const rows: string[][] = [];
  for (const rate of RATES) {
    process.stderr.write(`subscriber-latency: ${rate} lines/s …\n`);
    rows.push(await measure(rate, seconds));
  }
  return {
    question: "How long after it was sent does a subscriber have a line's emotes?",
    command,
    table: {
      head: [
        'lines/s',
        'uses received',
        'line → api p50, ms',
        'p99, ms',
        'push → subscriber p50, ms',
        'p99, ms',
        'line → subscriber, pushes each 100 ms, p50, ms',
        'p99, ms',
      ],
      rows,
    },
    notes: [
      'The whole chain: simulator, collector, log, api, and graphql-ws in the measuring process, all on the same cores. `emoteEvents` of the ten greatest channels.',
      'Line → api: from the newest line of a batch, by Twitch’s time, to its being there to be pushed; upper bounds of histogram buckets, and older lines of the batch have waited up to 10 ms more.',
      'Push → subscriber: from the tick at which an answer is made to its being parsed by the subscriber; one that takes longer than 100 ms looks so much shorter. The first two together are the way of a line without the push interval.',
      'Line → subscriber has the wait for the next push in it as well: 50 ms on average, 100 ms at most. The simulator gives all lines of one 10 ms tick the same time.',
    ],
  };
}

interface Heard {
  /** From the line's time to its being parsed, ms. */
  readonly lineMs: number[];
  /** From the tick before it came, ms. */
  readonly pushMs: number[];
}

async function measure(rate: number, seconds: number): Promise<string[]> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...['--channels', String(CHANNELS), '--rate', String(rate), '--log-level', 'warn'],
  ]);
  const clients: Client[] = [];
  try {
    await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
    const heard: Heard = { lineMs: [], pushMs: [] };
    for (const login of await greatestChannels(stack)) clients.push(follow(stack, login, heard));
    await new Promise((resolve) => setTimeout(resolve, 2 * EVERY_MS));
    const before = readHistogram(await stack.metrics('api'), LIVE_FOLD);
    heard.lineMs.length = heard.pushMs.length = 0;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const [lineMs, pushMs] = [heard.lineMs, heard.pushMs].map((all) => [...all].sort((a, b) => a - b));
    const fold = subtract(readHistogram(await stack.metrics('api'), LIVE_FOLD), before);
    return [
      format(rate),
      format(lineMs!.length),
      format(fold.quantile(0.5) * 1_000),
      format(fold.quantile(0.99) * 1_000),
      ...[pushMs!, lineMs!].flatMap((all) => [format(percentile(all, 0.5)), format(percentile(all, 0.99))]),
    ];
  } finally {
    await Promise.all(clients.map((client) => client.dispose()));
    await stack.stop();
    directory.remove();
  }
}

async function greatestChannels(stack: Stack): Promise<string[]> {
  const { topChannels } = await stack.graphql<{ topChannels: { nodes: { channel: { login: string } }[] } }>(
    `{ topChannels(window: LAST_5_MINUTES, by: MESSAGES, first: ${FOLLOWED}) { nodes { channel { login } } } }`,
  );
  return topChannels.nodes.map(({ channel }) => channel.login);
}

function follow(stack: Stack, channel: string, { lineMs, pushMs }: Heard): Client {
  const client = createClient({
    url: stack.apiUrl.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
  });
  client.subscribe<{ emoteEvents: { events: { at: string }[] } }>(
    { query: EVENTS, variables: { channel } },
    {
      next({ data }) {
        const nowMs = Date.now();
        const events = data?.emoteEvents.events ?? [];
        if (events.length > 0) pushMs.push(nowMs % EVERY_MS);
        for (const { at } of events) lineMs.push(nowMs - Date.parse(at));
      },
      error: (error) => {
        throw new Error('the feed ended', { cause: error });
      },
      complete: () => undefined,
    },
  );
  return client;
}
