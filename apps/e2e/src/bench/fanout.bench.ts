import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTemporaryDirectory } from '@emotide/testkit';
import { WebSocket } from 'ws';
import { readUsage } from '../process-usage';
import { startStack, type Stack } from '../stack';
import type { Result } from './benchmarks-page';
import { format, percentile } from './statistics';

const SUBSCRIBERS = [1_000, 5_000, 10_000];
const CHANNELS = 200;
const RATE = 1_000;
/** Of so many subscribers one is measured; the rest read and throw away in a process of their own. */
const PER_PROBE = 50;
/** Bytes: an answer with ten emotes is a kilobyte, everything else of the protocol a line. */
const LONGER_THAN_CONTROL = 200;

const OPERATION =
  'subscription { topEmotes(window: LAST_MINUTE, first: 10) { asOf emotes { uses messages emote { emoteId name provider } } } }';

/** One subscription on one socket, speaking graphql-transport-ws by hand so that the clients cost little. */
interface Subscriber {
  readonly socket: WebSocket;
  /** When each answer came, by the end of its window: the same answer is the same push. */
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
  const crowd = fork(fileURLToPath(new URL('./crowd.mjs', import.meta.url)));
  const probes: Subscriber[] = [];
  const rows: string[][] = [];
  try {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    for (const count of SUBSCRIBERS) {
      process.stderr.write(`fanout: ${count} subscribers …\n`);
      await open(stack, crowd, probes, count);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      rows.push(await measure(stack, probes, count, seconds));
    }
  } finally {
    for (const { socket } of probes) socket.terminate();
    crowd.disconnect();
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
      `Delivery: from the first subscriber that has an answer to each of the others, at every ${PER_PROBE}th subscriber; the others read and throw away. All on the same two cores as the rest of the system.`,
      `Chat: ${RATE} generated lines/s in ${CHANNELS} channels; the api's CPU includes reading it.`,
    ],
  };
}

/** Opens subscribers up to `count`, the probes evenly among the others. */
async function open(stack: Stack, crowd: ChildProcess, probes: Subscriber[], count: number): Promise<void> {
  const { port, pathname } = new URL(stack.apiUrl);
  while (probes.length * PER_PROBE < count) {
    crowd.send({ port: Number(port), path: pathname, operation: OPERATION, count: PER_PROBE - 1 });
    await once(crowd, 'message');
    probes.push(await subscribe(stack.apiUrl.replace('http', 'ws')));
  }
}

function subscribe(url: string): Promise<Subscriber> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    const received = new Map<string, number>();
    socket.once('error', reject);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    let asOfAt = 0;
    socket.on('message', (data: Buffer) => {
      if (data.length > LONGER_THAN_CONTROL) {
        // All answers to one operation begin alike, so the time is looked for once: the client must not be the limit.
        if (asOfAt === 0) asOfAt = data.indexOf('"asOf":"') + 8;
        received.set(data.toString('latin1', asOfAt, asOfAt + 24), performance.now());
        return;
      }
      const text = data.toString('latin1');
      if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: OPERATION } }));
        resolve({ socket, received });
      } else if (text.includes('"ping"')) socket.send('{"type":"pong"}');
    });
  });
}

async function measure(
  stack: Stack,
  probes: readonly Subscriber[],
  subscribers: number,
  seconds: number,
): Promise<string[]> {
  for (const { received } of probes) received.clear();
  const pid = stack.pids()['api']!;
  const before = readUsage(pid);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const elapsedMs = performance.now() - startedAt;
  const after = readUsage(pid);

  const first = new Map<string, number>();
  for (const { received } of probes)
    for (const [push, at] of received) first.set(push, Math.min(first.get(push) ?? Infinity, at));
  const lags: number[] = [];
  for (const { received } of probes) for (const [push, at] of received) lags.push(at - first.get(push)!);
  lags.sort((a, b) => a - b);
  const pushes = (lags.length / probes.length) * subscribers;
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return [
    format(subscribers),
    format(lags.length / probes.length / (elapsedMs / 1_000)),
    format(percentile(lags, 0.5)),
    format(percentile(lags, 0.99)),
    format((cpuSeconds / elapsedMs) * 100_000),
    format((cpuSeconds / pushes) * 1e6),
    format(after.rssMb),
  ];
}
