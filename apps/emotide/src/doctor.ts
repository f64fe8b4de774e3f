import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { findNatsServer, isPortFree } from '@emotide/embedded';
import { instanceAt, readRunning } from './instance';
import { cacheDirectory } from './up';

type Finding = { readonly state: 'good' | 'bad' | 'note'; readonly text: string };

const GB = 1024 ** 3;
const TWITCH_CHAT = 'irc-ws.chat.twitch.tv';

/**
 * Looks at everything that Emotide needs here and says, for each thing, whether it is well and what to do if not.
 *
 * @returns the exit code: 1 when something is bad
 */
export async function doctor(options: {
  dataDirectory: string;
  ports: Readonly<Record<'api' | 'clickhouse' | 'nats', number>>;
  write: (text: string) => void;
}): Promise<number> {
  const marks = { good: '✓', bad: '✗', note: '·' };
  let code = 0;
  for (const check of [
    checkNode,
    checkEngine,
    checkNats,
    checkDirectory,
    checkPorts,
    checkRunning,
    checkTwitch,
  ]) {
    for (const { state, text } of await check(options)) {
      options.write(`${marks[state]} ${text}\n`);
      if (state === 'bad') code = 1;
    }
  }
  return code;
}

type Options = Parameters<typeof doctor>[0];

function checkNode(): Finding[] {
  return [{ state: 'good', text: `Node ${process.versions.node} on ${process.platform}-${process.arch}` }];
}

function checkEngine(): Finding[] {
  const name = `@chdb/lib-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return [{ state: 'good', text: `ClickHouse engine ${name}` }];
  } catch {
    return [
      {
        state: 'bad',
        text: `no ClickHouse engine for this platform (${name}); run npm ci, on Linux with glibc`,
      },
    ];
  }
}

async function checkNats(): Promise<Finding[]> {
  try {
    const { path, version } = await findNatsServer({
      env: process.env,
      cacheDirectory: cacheDirectory(process.env),
    });
    return [{ state: 'good', text: `nats-server ${version.join('.')} at ${path}` }];
  } catch (error) {
    return [{ state: 'bad', text: (error as Error).message }];
  }
}

function checkDirectory({ dataDirectory }: Options): Finding[] {
  let there = dataDirectory;
  while (!existsSync(there)) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    return [{ state: 'bad', text: `cannot write in ${there}; choose another with --data-dir` }];
  }
  const { bavail, bsize } = statfsSync(there);
  const free = (bavail * bsize) / GB;
  return [
    free < 1
      ? { state: 'bad', text: `${dataDirectory}: only ${free.toFixed(1)} GB free on its disk` }
      : { state: 'good', text: `${dataDirectory}: ${free.toFixed(0)} GB free` },
  ];
}

async function checkPorts({ ports, dataDirectory }: Options): Promise<Finding[]> {
  if (readRunning(instanceAt(dataDirectory)) !== undefined) return [];
  return Promise.all(
    Object.entries(ports).map(async ([name, port]): Promise<Finding> =>
      (await isPortFree(port))
        ? { state: 'good', text: `port ${port} (${name}) is free` }
        : { state: 'bad', text: `port ${port} (${name}) is taken; choose another with --${name}-port` },
    ),
  );
}

async function checkRunning({ dataDirectory }: Options): Promise<Finding[]> {
  const running = readRunning(instanceAt(dataDirectory));
  if (running === undefined) return [{ state: 'note', text: 'not running here; start it with npm start' }];
  const services = await Promise.all(
    Object.entries(running.opsPorts).map(async ([name, port]): Promise<Finding> => {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
          signal: AbortSignal.timeout(2_000),
        });
        const text = (await response.text()).trim();
        return response.ok
          ? { state: 'good', text: `${name} is ready` }
          : { state: 'bad', text: `${name} is not ready: ${text}` };
      } catch {
        return { state: 'bad', text: `${name} does not answer` };
      }
    }),
  );
  return [{ state: 'good', text: `running (pid ${running.pid}): ${running.apiUrl}` }, ...services];
}

async function checkTwitch(): Promise<Finding[]> {
  const isReached = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: TWITCH_CHAT, port: 443, timeout: 3_000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
  return [
    isReached
      ? { state: 'good', text: `${TWITCH_CHAT} can be reached` }
      : {
          state: 'note',
          text: `${TWITCH_CHAT} cannot be reached from here: live chat needs it, replays do not`,
        },
  ];
}
