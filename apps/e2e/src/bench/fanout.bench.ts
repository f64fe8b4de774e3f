import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTemporaryDirectory } from '@emotide/testkit';
import { WebSocket } from 'ws';
import { readUsage } from '../process-usage';
import { readChannels } from '../simulator';
import { startStack } from '../stack';
import type { Result } from './benchmarks-page';
import { raiseOpenFiles, readMostOpenFiles } from './open-files';
import { format, percentile } from './statistics';

const SUBSCRIBERS = [1_000, 5_000, 10_000, 25_000];
const CHANNELS = 1_000;
const RATE = 1_000;
/** Of so many subscribers one is measured; the rest read and throw away in a process of their own. */
const PER_PROBE = 50;
/** Bytes: an answer with ten emotes is a kilobyte, everything else of the protocol a line. */
const LONGER_THAN_CONTROL = 200;
/** Files that a process needs for itself. */
const OWN_FILES = 1_000;

export interface FanoutBenchOptions {
  /** How many subscribers, one measurement each. */
  readonly subscribers?: readonly number[];
}

/** Who is asked: a process that answers subscriptions. */
interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

/** One subscription on one socket, speaking graphql-transport-ws by hand so that the clients cost little. */
interface Subscriber {
  readonly socket: WebSocket;
  /** When each answer came, by the end of its window: the same answer is the same push. */
  readonly received: Map<string, number>;
}

const toOperation = (channel?: string): string =>
  `subscription { topEmotes(${channel === undefined ? '' : `channel: "${channel}", `}window: LAST_MINUTE, first: 10) { asOf emotes { uses messages emote { emoteId name provider } } } }`;

/**
 * What do subscribers cost one api process, and how long after the first of them does the last one have an answer? All ask for
 * the top ten emotes once a second: the same of all channels, or each of one of a hundred or a thousand channels. The same of
 * stock graphql-yoga and graphql-ws.
 */
export async function benchFanout(
  command: string,
  seconds = 15,
  { subscribers = SUBSCRIBERS }: FanoutBenchOptions = {},
): Promise<Result> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(
    directory.path,
    ['--channels', String(CHANNELS), '--rate', String(RATE), '--log-level', 'warn'],
    { env: { EMOTIDE_API_MAX_SOCKETS: '30000' } },
  );
  const crowd = fork(fileURLToPath(new URL('./crowd.mjs', import.meta.url)));
  const stock = fork(fileURLToPath(new URL('./stock-subscriptions.main.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [{ port }] = (await once(stock, 'message')) as [{ port: number }];
    const servers: Server[] = [
      { name: 'emotide', url: stack.apiUrl, pid: stack.pids()['api']! },
      { name: 'stock', url: `http://127.0.0.1:${port}/graphql`, pid: stock.pid! },
    ];
    const pids = [...servers.map(({ pid }) => pid), crowd.pid!, process.pid];
    const isRaised = pids.map(raiseOpenFiles).every(Boolean);
    const most = isRaised ? Infinity : readMostOpenFiles() - OWN_FILES;
    const counts = [...new Set(subscribers.map((count) => Math.min(count, most)))];
    const logins = await readChannels(stack);
    const shapes = [
      { name: 'one', operations: [toOperation()] },
      { name: '100 channels', operations: logins.slice(0, 100).map(toOperation) },
      { name: '1,000 channels', operations: logins.map(toOperation) },
    ];
    // The windows have something of every channel.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const rows: string[][] = [];
    for (const { name, operations } of shapes)
      for (const server of servers) {
        const probes: Subscriber[] = [];
        for (const count of counts) {
          process.stderr.write(`fanout: ${server.name}, ${name}, ${count} subscribers …\n`);
          await open({ server, crowd, probes, operations, count });
          await new Promise((resolve) => setTimeout(resolve, 3_000));
          rows.push([name, server.name, ...(await measure(server, probes, count, seconds))]);
        }
        for (const { socket } of probes) socket.terminate();
        crowd.send({ close: true });
        await once(crowd, 'message');
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }
    return {
      question: 'What do subscribers to the top ten emotes, once a second, cost one process?',
      command,
      table: {
        head: [
          'distinct operations',
          'server',
          'subscribers',
          'answers a second and subscriber',
          'delivery p50, ms',
          'p99, ms',
          'CPU, % of a core',
          'µs a push',
          'RSS, MB',
        ],
        rows,
      },
      notes: [
        `Delivery: from the first subscriber that has an answer of a second to each of the others, whichever operation, at every ${PER_PROBE}th subscriber; the others read and throw away. All on the same cores as the rest of the system.`,
        `emotide: its api, which sends only what changed (a small channel does not change each second), and whose CPU includes reading ${RATE} generated lines/s in ${CHANNELS} channels and working out every operation.`,
        'stock: graphql-yoga with its own publisher and graphql-ws over `ws`, one execution a subscriber; its answers are made up and cost nothing to make.',
        ...(isRaised
          ? []
          : [
              `A process may have ${most + OWN_FILES} files open here, and nobody may change that: so many sockets are the most.`,
            ]),
      ],
    };
  } finally {
    crowd.disconnect();
    stock.disconnect();
    await stack.stop();
    directory.remove();
  }
}

/** Opens subscribers up to `count`, the probes evenly among the others; they take the operations in turn. */
async function open(options: {
  server: Server;
  crowd: ChildProcess;
  probes: Subscriber[];
  operations: readonly string[];
  count: number;
}): Promise<void> {
  const { server, crowd, probes, operations, count } = options;
  const { port, pathname } = new URL(server.url);
  while (probes.length * PER_PROBE < count) {
    crowd.send({ port: Number(port), path: pathname, operations, count: PER_PROBE - 1 });
    await once(crowd, 'message');
    const operation = operations[(probes.length * PER_PROBE) % operations.length]!;
    probes.push(await subscribe(server.url.replace('http', 'ws'), operation));
  }
}

function subscribe(url: string, operation: string): Promise<Subscriber> {
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
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: operation } }));
        resolve({ socket, received });
      } else if (text.includes('"ping"')) socket.send('{"type":"pong"}');
    });
  });
}

async function measure(
  server: Server,
  probes: readonly Subscriber[],
  subscribers: number,
  seconds: number,
): Promise<string[]> {
  for (const { received } of probes) received.clear();
  const before = readUsage(server.pid);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const elapsedMs = performance.now() - startedAt;
  const after = readUsage(server.pid);

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
