import { createTemporaryDirectory } from '@emotide/testkit';
import { WebSocket } from 'ws';
import { readUsage } from '../process-usage';
import { startStack, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { format, percentile } from './statistics';

const SUBSCRIBERS = [1_000, 5_000, 10_000];
const CHANNELS = 200;
const RATE = 1_000;
/** Sockets opened at a time: the kernel's queue of connections is not what is measured. */
const OPENED_AT_ONCE = 100;

const OPERATION =
  'subscription { topEmotes(window: LAST_MINUTE, first: 10) { asOf emotes { uses messages emote { emoteId name provider } } } }';

/** One subscription on one socket, speaking graphql-transport-ws by hand so that the clients cost little. */
interface Subscriber {
  readonly socket: WebSocket;
  /** When each answer came, by its text: the same answer is the same push. */
  readonly received: Map<string, number>;
}

/**
 * What do subscribers cost one api process, and how long after the first of them does the last one have an answer?
 * All have the same operation, the top ten emotes once a second.
 */
export async function benchFanout(command: string, seconds = 15): Promise<Result> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    ...['--channels', String(CHANNELS), '--rate', String(RATE), '--log-level', 'warn'],
  ]);
  const subscribers: Subscriber[] = [];
  const rows: string[][] = [];
  try {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    for (const count of SUBSCRIBERS) {
      process.stderr.write(`fanout: ${count} subscribers …\n`);
      await open(stack, subscribers, count);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      rows.push(await measure(stack, subscribers, seconds));
    }
  } finally {
    for (const { socket } of subscribers) socket.terminate();
    await stack.stop();
    directory.remove();
  }
  return {
    question: 'What do subscribers to the top ten emotes, once a second, cost one api process?',
    command,
    table: {
      head: [
        'subscribers',
        'answers a second and subscriber',
        'delivery p50, ms',
        'p99, ms',
        'api CPU, % of a core',
        'µs a push',
        'api RSS, MB',
      ],
      rows,
    },
    notes: [
      'Delivery: from the first subscriber that has an answer to each of the others, measured in one client process on the same machine, which is part of it.',
      `Chat: ${RATE} generated lines/s in ${CHANNELS} channels; the api's CPU includes reading it.`,
    ],
  };
}

async function open(stack: Stack, subscribers: Subscriber[], count: number): Promise<void> {
  const url = stack.apiUrl.replace('http', 'ws');
  while (subscribers.length < count) {
    const batch = Math.min(OPENED_AT_ONCE, count - subscribers.length);
    subscribers.push(...(await Promise.all(Array.from({ length: batch }, () => subscribe(url)))));
  }
}

function subscribe(url: string): Promise<Subscriber> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    const received = new Map<string, number>();
    socket.once('error', reject);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('"type":"next"')) received.set(text, performance.now());
      else if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: OPERATION } }));
        resolve({ socket, received });
      } else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
    });
  });
}

async function measure(stack: Stack, subscribers: readonly Subscriber[], seconds: number): Promise<string[]> {
  for (const { received } of subscribers) received.clear();
  const pid = stack.pids()['api']!;
  const before = readUsage(pid);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const elapsedMs = performance.now() - startedAt;
  const after = readUsage(pid);

  const first = new Map<string, number>();
  for (const { received } of subscribers)
    for (const [text, at] of received) first.set(text, Math.min(first.get(text) ?? Infinity, at));
  const lags: number[] = [];
  for (const { received } of subscribers) for (const [text, at] of received) lags.push(at - first.get(text)!);
  lags.sort((a, b) => a - b);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return [
    format(subscribers.length),
    format(lags.length / subscribers.length / (elapsedMs / 1_000)),
    format(percentile(lags, 0.5)),
    format(percentile(lags, 0.99)),
    format((cpuSeconds / elapsedMs) * 100_000),
    format((cpuSeconds / lags.length) * 1e6),
    format(after.rssMb),
  ];
}
