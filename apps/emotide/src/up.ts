import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  findNatsServer,
  takeFreePort,
  isPortFree,
  lockDirectory,
  startClickHouse,
  startNatsServer,
} from '@emotide/embedded';
import { EventLog, ROLES, permissionsOf, type Role } from '@emotide/event-log';
import { UsageError, createLogger, parseConfig } from '@emotide/service-kit';
import { createStore, migrate, retentionEnv } from '@emotide/store';
import { followJoins } from './follow-joins';
import { instanceAt, openSecrets, removeRunning, toChatterEnv, writeRunning, type Secrets } from './instance';
import { createLogView, type LogView } from './log-view';
import { startNodeService } from './node-service';
import { toProviderEnv } from './provider-env';
import { followReplay, type ReplayFollower } from './replay-summary';
import { Supervisor } from './supervisor';
import type { UpOptions } from './up-options';

const GB = 1024 ** 3;
const DAY_MS = 86_400_000;
/** Disk that the live log may take on one machine: at 100 bytes a row some 80 million of them. */
const LIVE_LOG_BYTES = 8 * GB;
/** … and the whole of JetStream, with quarantine, history and buckets. */
export const STORE_BYTES = 12 * GB;

/**
 * Runs all of Emotide on this machine until it is told to stop.
 *
 * Order: event log and warehouse, their streams and tables, the simulator, sink and api, and last who reads chat.
 * Stopping is the reverse. A part that ends by itself is started again.
 *
 * @returns the exit code
 * @throws UsageError when it was started wrongly
 */
export async function up(options: UpOptions): Promise<number> {
  const startedAtMs = performance.now();
  const view = createLogView({
    write: (text) => process.stdout.write(text),
    isColoured: process.stdout.isTTY,
    least: options.logLevel,
    now: () => new Date(),
  });
  const instance = instanceAt(options.dataDirectory);
  const lock = await lockDirectory(instance.directory, 'Emotide');
  let stop: (reason: string, code: number) => void = () => undefined;
  const stopped = new Promise<{ reason: string; code: number }>((resolve) => {
    stop = (reason, code) => resolve({ reason, code });
  });
  listenForTheEnd(stop);
  let announce = (): void => undefined;
  const supervisor = new Supervisor({
    view,
    onGiveUp: (reason) => stop(reason, 1),
    onChange: () => announce(),
  });
  let follower: ReplayFollower | undefined;
  let adviceTimer: NodeJS.Timeout | undefined;
  let joins: { stop(): void } | undefined;
  try {
    const start = async (): Promise<void> => {
      const ports = await choosePorts(options.ports);
      const secrets = openSecrets(instance);
      const { natsUrl, clickhouseUrl, clickhouseNativePort } = await startServers(
        options,
        supervisor,
        view,
        secrets,
        ports,
      );
      const opsPorts: Record<string, number> = {};
      const run: RunPart = async (program, env, name = program) => {
        let about: Record<string, unknown> = {};
        // Never above info, at which a service says that it is ready; what is shown is the view's matter.
        const settings = { ...env, EMOTIDE_LOG_LEVEL: options.logLevel === 'debug' ? 'debug' : 'info' };
        await supervisor.start({
          name,
          start: async () => {
            const service = await startNodeService({ name, program }, settings, view);
            about = service.about;
            if (typeof about['opsPort'] === 'number') opsPorts[name] = about['opsPort'];
            return service;
          },
        });
        return about;
      };
      const logAs = (role: Role) => ({
        EMOTIDE_NATS_SERVERS: natsUrl,
        EMOTIDE_NATS_USER: role,
        EMOTIDE_NATS_PASSWORD: secrets.nats[role],
        EMOTIDE_PARTITIONS: String(options.scale.partitions),
      });
      const warehouse = {
        EMOTIDE_CLICKHOUSE_URL: clickhouseUrl,
        EMOTIDE_CLICKHOUSE_USER: 'app',
        EMOTIDE_CLICKHOUSE_PASSWORD: secrets.clickhouse.app,
      };

      for (const { name, instance: place } of placesOf('sink', options.scale.sinks))
        await run('sink', { ...logAs('sink'), ...warehouse, EMOTIDE_INSTANCE: place }, name);
      await run('api', {
        ...logAs('api'),
        ...warehouse,
        ...toChatterEnv(secrets, options.users),
        EMOTIDE_API_PORT: String(ports.api),
        EMOTIDE_API_GRAPHIQL: process.env['EMOTIDE_API_GRAPHIQL'] ?? 'true',
        // It listens on loopback, and nobody needs to be protected from himself.
        EMOTIDE_API_RATE_PER_ADDRESS: process.env['EMOTIDE_API_RATE_PER_ADDRESS'] ?? '0',
        EMOTIDE_API_RATE_PER_KEY: process.env['EMOTIDE_API_RATE_PER_KEY'] ?? '0',
      });
      const { chat, simulatorUrl } = await startSimulator(options, run);
      await run('scout', {
        ...logAs('scout'),
        ...warehouse,
        ...toProviderEnv(simulatorUrl),
        EMOTIDE_USERS: options.users,
        EMOTIDE_CHANNELS: chat.EMOTIDE_CHANNELS,
        EMOTIDE_INSTANCE: 'scout-1',
      });
      const reader = { ...logAs('collector'), ...chat, ...toChatterEnv(secrets, options.users) };
      for (const { name, instance: place } of placesOf('collector', options.scale.collectors))
        await run('collector', { ...reader, EMOTIDE_INSTANCE: place }, name);

      const apiUrl = `http://127.0.0.1:${ports.api}/graphql`;
      announce = () => {
        const pids = supervisor.pids();
        writeRunning(instance, {
          pid: process.pid,
          apiUrl,
          clickhouseUrl,
          ...(clickhouseNativePort !== undefined && { clickhouseNativePort }),
          natsUrl,
          simulatorUrl,
          users: options.users,
          pids,
          opsPorts,
        });
      };
      announce();
      view.say(`up after ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
      for (const line of describe(options, { apiUrl, clickhouseUrl, natsUrl }, chat.EMOTIDE_CHANNELS))
        view.say(line);
      const collectors = placesOf('collector', options.scale.collectors);
      if (collectors.length > 0)
        joins = followJoins({
          ports: () => collectors.map(({ name }) => opsPorts[name]!),
          expected: chat.EMOTIDE_CHANNELS.split(',').filter(Boolean).length,
          view,
        });
      if (options.source.type === 'live' && options.scale.collectors > 0)
        adviceTimer = setTimeout(() => void advise(opsPorts, view), ADVICE_AFTER_MS);
      if (simulatorUrl !== undefined && options.source.type === 'replay')
        follower = followReplay({ simulatorUrl, clickhouseUrl, password: secrets.clickhouse.app, view });
    };
    const { reason, code } = await Promise.race([stopped, start().then(() => stopped)]);
    view.say(`stopping: ${reason}`);
    return code;
  } finally {
    follower?.stop();
    joins?.stop();
    clearTimeout(adviceTimer);
    removeRunning(instance);
    await supervisor.stop();
    await lock.release();
    view.say('stopped');
  }
}

/** Starts a program as a part that is kept running; resolves with what its ready line said. */
type RunPart = (
  program: string,
  env: Readonly<Record<string, string>>,
  /** Default: the program's own name. */
  name?: string,
) => Promise<Record<string, unknown>>;

/**
 * The processes of one kind: `sink`, `sink-2`, …, and the places that they hold among their kind, by which a process
 * that was started again is known as the next life of the one before.
 */
function placesOf(kind: 'sink' | 'collector', count: number): { name: string; instance: string }[] {
  return Array.from({ length: count }, (_, i) => ({
    name: i === 0 ? kind : `${kind}-${i + 1}`,
    instance: `${kind}-${i + 1}`,
  }));
}

const ADVICE_AFTER_MS = 5_000;

/** Says what to do when Twitch cannot be reached; the collector goes on trying. */
async function advise(opsPorts: Readonly<Record<string, number>>, view: LogView): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${opsPorts['collector']}/readyz`).catch(() => undefined);
  if (answer === undefined || answer.ok) return;
  view.say(`no chat yet: ${(await answer.text()).trim()}`, 'warn');
  view.say('  is this machine online, and may it reach port 443? npx emotide doctor looks at both', 'warn');
  view.say('  without Twitch: npm start shows generated chat, npm start -- --replay FILE… a log', 'warn');
}

/** Ctrl-C, a polite kill, a closed terminal, and a parent that died without a word (npm passes no SIGTERM on). */
function listenForTheEnd(stop: (reason: string, code: number) => void): void {
  process.on('SIGINT', () => stop('interrupted', 0));
  process.on('SIGTERM', () => stop('terminated', 0));
  process.on('SIGHUP', () => stop('the terminal closed', 0));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop('whoever started this is gone', 143);
  }, 250).unref();
}

type Ports = UpOptions['ports'];

const PORT_SETTINGS = [
  ['api', '--api-port', 'EMOTIDE_API_PORT'],
  ['clickhouse', '--clickhouse-port', 'EMOTIDE_CLICKHOUSE_PORT'],
  ['nats', '--nats-port', 'EMOTIDE_NATS_PORT'],
] as const;

/** The ports as asked; a free one for each 0. @throws UsageError naming a port that is taken */
async function choosePorts(asked: Ports): Promise<Ports> {
  const chosen = { ...asked };
  for (const [name, flag, variable] of PORT_SETTINGS) {
    if (asked[name] === 0) chosen[name] = await takeFreePort();
    else if (!(await isPortFree(asked[name])))
      throw new UsageError(
        `port ${asked[name]} (${name}) is taken; choose another with ${flag} or ${variable}`,
      );
  }
  return chosen;
}

async function startServers(
  options: UpOptions,
  supervisor: Supervisor,
  view: LogView,
  secrets: Secrets,
  ports: Ports,
): Promise<{ natsUrl: string; clickhouseUrl: string; clickhouseNativePort: number | undefined }> {
  const instance = instanceAt(options.dataDirectory);
  const binary = await findNatsServer({
    env: process.env,
    cacheDirectory: cacheDirectory(process.env),
    onProgress: (message) => view.say(message),
  });
  const natsUrl = `nats://127.0.0.1:${ports.nats}`;
  const clickhouseUrl = `http://127.0.0.1:${ports.clickhouse}`;
  // Fixed before the first start, so that a restarted server is found where it was.
  const { clickhouseNativePort: asked } = options;
  const clickhouseNativePort = asked === 0 ? await takeFreePort() : asked;
  const users = ROLES.map((role) => {
    const permissions = permissionsOf(role);
    return { name: role, password: secrets.nats[role], ...(permissions && { permissions }) };
  });
  const log = createLogger('emotide', 'silent');
  const retention = parseConfig(retentionEnv, process.env);

  await Promise.all([
    supervisor
      .start({
        name: 'nats',
        start: () =>
          startNatsServer({
            binary,
            directory: instance.natsDirectory,
            port: ports.nats,
            users,
            maxStoreBytes: STORE_BYTES,
            log: (line) => {
              // The passwords lie in a file that only we can read, for a server that only listens on loopback.
              if (/\[(WRN|ERR|FTL)\]/.test(line) && !line.includes('Plaintext passwords'))
                view.show('nats', line.replace(/^\[\d+\] \S+ \S+ /, ''));
            },
          }),
      })
      .then(async () => {
        const owner = await EventLog.connect({
          servers: natsUrl,
          user: 'owner',
          password: secrets.nats.owner,
          name: 'provision',
          log,
        });
        await owner.provision({
          replicas: 1,
          maxBytes: LIVE_LOG_BYTES,
          maxAgeMs: 7 * DAY_MS,
          partitions: options.scale.partitions,
        });
        await owner.close();
      }),
    supervisor
      .start({
        name: 'clickhouse',
        start: () =>
          startClickHouse({
            directory: instance.clickhouseDirectory,
            port: ports.clickhouse,
            ...(clickhouseNativePort !== undefined && { nativePort: clickhouseNativePort }),
            users: secrets.clickhouse,
            log: (line) => view.show('clickhouse', line),
          }),
      })
      .then(async () => {
        const store = createStore({ url: clickhouseUrl, username: 'app', password: secrets.clickhouse.app });
        const { applied, aged } = await migrate(store, { log, retention });
        if (applied.length > 0) view.say(`warehouse: ${applied.length} migrations applied`);
        for (const table of aged) view.say(`warehouse: retention of ${table} changed`);
        await store.close();
      }),
  ]);
  return { natsUrl, clickhouseUrl, clickhouseNativePort };
}

/** A simulated Twitch, where chat is not live; how the collector reaches its chat. */
async function startSimulator(
  options: UpOptions,
  run: RunPart,
): Promise<{
  chat: { EMOTIDE_CHANNELS: string } & Record<string, string>;
  simulatorUrl: string | undefined;
}> {
  const { source } = options;
  if (source.type === 'live')
    return { chat: { EMOTIDE_CHANNELS: source.channels.join(',') }, simulatorUrl: undefined };
  const port = await takeFreePort();
  await run('twitch-sim', {
    EMOTIDE_SIM_PORT: String(port),
    EMOTIDE_SIM_STATE_DIR: instanceAt(options.dataDirectory).simDirectory,
    ...(source.type === 'replay'
      ? {
          EMOTIDE_SIM_REPLAY: JSON.stringify(source.files),
          EMOTIDE_SIM_SPEED: options.speed,
          EMOTIDE_SIM_RETIME: String(options.retime),
          EMOTIDE_SIM_AGAIN: String(options.again),
        }
      : {
          EMOTIDE_SIM_GENERATE_CHANNELS: String(source.chat.channels),
          EMOTIDE_SIM_GENERATE_RATE: String(source.chat.rate),
          EMOTIDE_SIM_GENERATE_SEED: String(source.chat.seed),
          EMOTIDE_SIM_GENERATE_MIX: source.chat.mix,
          EMOTIDE_SIM_THIRD_PARTY: String(source.chat.hasThirdParty),
          EMOTIDE_SIM_GENERATE_LINES: source.chat.lines === undefined ? '' : String(source.chat.lines),
        }),
  });
  const simulatorUrl = `http://127.0.0.1:${port}`;
  const response = await fetch(`${simulatorUrl}/control/channels`);
  const channels = (await response.json()) as { login: string }[];
  return {
    simulatorUrl,
    chat: {
      EMOTIDE_CHAT_URL: `ws://127.0.0.1:${port}`,
      EMOTIDE_CHANNELS: channels.map(({ login }) => login).join(','),
      // Twitch's pace of joins and connections is Twitch's; the simulator has none.
      EMOTIDE_CHAT_CONNECT_EVERY_MS: '20',
      EMOTIDE_CHAT_JOINS: '90',
      EMOTIDE_CHAT_JOINS_PER_MS: '100',
    },
  };
}

function describe(
  { source, speed, retime, dataDirectory }: UpOptions,
  urls: { apiUrl: string; clickhouseUrl: string; natsUrl: string },
  channels: string,
): string[] {
  const names = channels.split(',');
  const some = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  const reading = describeSource(source, { speed, retime });
  return [
    `  open        ${new URL('/', urls.apiUrl).href}`,
    `  reading     ${reading}: ${some}`,
    `  GraphQL     ${urls.apiUrl}`,
    `  SQL         npx emotide sql "SELECT * FROM emotide.emote_minute LIMIT 5"   (${urls.clickhouseUrl})`,
    `  event log   ${urls.natsUrl}`,
    `  data        ${dataDirectory}`,
    '  stop        Ctrl-C',
  ];
}

function describeSource(
  source: UpOptions['source'],
  { speed, retime }: Pick<UpOptions, 'speed' | 'retime'>,
): string {
  switch (source.type) {
    case 'live':
      return 'live from Twitch, anonymously';
    case 'replay':
      return `a replay${retime ? ' as if it began now' : ''} at ${speed === 'real' ? 'its own' : speed} speed`;
    case 'generated': {
      const { channels, rate, seed } = source.chat;
      return `generated chat, not Twitch's: ${channels} channels, ${rate} lines/s, seed ${seed}`;
    }
  }
}

/** Where what was fetched is kept between starts and projects. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return env['EMOTIDE_CACHE_DIR'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'emotide');
}
