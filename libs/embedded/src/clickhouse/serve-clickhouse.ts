import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '@emotide/service-kit';
import { lockDirectory } from '../directory-lock';
import { takeFreePort } from '../free-port';
import { createHold, findEngineLibrary, runEngine } from './engine';
import { createNativeRelay, type NativeRelay } from './native-relay';
import { createProxy, type Proxy } from './proxy';
import { repairDedupLogs } from './repair-dedup-logs';
import { DOOR_HEADER, SUPERVISOR, renderServerConfig, renderUsersConfig } from './server-config';
import type { ServerReport, ServerSettings } from './server-settings';

/** An old server of a killed parent needs a moment to go. */
const LOCK_WAIT_MS = 5_000;
/** What runs when we are asked to stop may take so long to end. */
const DRAIN_MS = 300;
const POLL_MS = 10;
/** Analysts may take this part of all requests, the services the rest. */
const BI_SHARE = 4;
/** All but the engine's own first query, whose user has no name. */
const KILL_ALL = "KILL QUERY WHERE user NOT IN ('', 'default') ASYNC";
const ASK_TIMEOUT_MS = 1_000;

/**
 * Runs the engine and its proxy until `signal` fires or the engine ends by itself.
 *
 * @returns the exit code for the process: 0 stopped as asked, 1 the engine ended by itself, 2 started wrongly.
 */
export async function serveClickHouse(
  settings: ServerSettings,
  context: {
    report: (message: ServerReport) => void;
    signal: AbortSignal;
    /** URL of the program's file: npm's packages are looked for from there. */
    entry: string;
  },
): Promise<number> {
  const { report, signal, entry } = context;
  const { directory } = settings;
  const refuse = (error: unknown): number => {
    if (!(error instanceof UsageError)) throw error;
    report({ type: 'refused', message: error.message });
    return 2;
  };

  let library;
  let lock;
  try {
    library = findEngineLibrary(entry);
    lock = await lockDirectory(directory, 'ClickHouse', { waitMs: LOCK_WAIT_MS, supervisor: process.ppid });
  } catch (error) {
    return refuse(error);
  }

  try {
    const [door, supervisorPassword] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
    const proxy = createProxy({
      door,
      users: new Map(Object.entries(settings.users)),
      maxConcurrentRequests: settings.maxConcurrentRequests,
      shares: new Map([['bi', Math.ceil(settings.maxConcurrentRequests / BI_SHARE)]]),
    });
    // Before the engine opens anything: a taken port is told at once.
    const port = await listen(proxy, settings.port);
    if (port === undefined) {
      report({ type: 'port-taken', port: settings.port });
      return 2;
    }
    const native = await openNative(settings);
    if (native === 'port-taken') {
      report({ type: 'port-taken', port: settings.nativePort ?? 0 });
      return 2;
    }
    // Chosen while proxy and relay hold their own ports, so no two can be the same.
    const enginePort = await takeFreePort();
    const engineNativePort = native && (await takeFreePort());

    const hold = await createHold();
    let configPath;
    try {
      configPath = await writeConfig(settings, { door, supervisorPassword, holdUrl: hold.url });
    } catch (error) {
      return refuse(error);
    }
    const dataPath = join(directory, 'engine');
    // The engine makes its system tables anew, but only where none are left over.
    await rm(join(dataPath, 'data', 'system'), { recursive: true, force: true });
    const dropped = repairDedupLogs(dataPath);
    if (dropped > 0) {
      process.stderr.write(`dropped ${dropped} deduplication records of inserts that were cut off\n`);
    }

    let running = true;
    const ended = runEngine({
      library,
      dataPath,
      configPath,
      port: enginePort,
      nativePort: engineNativePort,
      hold,
    }).finally(() => {
      running = false;
    });
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    });

    while (running && !signal.aborted && !(await askEngine(enginePort, door, '/ping'))) await delay(POLL_MS);
    if (running && !signal.aborted) {
      await leaveWorkingDirectory(directory);
      proxy.openTo(enginePort);
      if (engineNativePort !== undefined) native?.relay.openTo(engineNativePort);
      report({ type: 'ready', port, ...(native && { nativePort: native.port }) });
    }

    await Promise.race([ended, stopped]);
    const asked = signal.aborted;
    await Promise.all([proxy.stop(asked ? DRAIN_MS : 0), native?.relay.stop()]);
    // Nobody asks any more, and without a directory the engine can't be told to kill what runs: it would wait for it.
    process.chdir(directory);
    if (running) {
      // Or the engine would wait for each of them, for up to 5 s. A cut insert is repeated by whoever sent it.
      const authorization = basicAuthorization(SUPERVISOR, supervisorPassword);
      await askEngine(enginePort, door, `/?query=${encodeURIComponent(KILL_ALL)}`, authorization);
    }
    hold.release();
    await ended;
    return asked ? 0 : 1;
  } finally {
    await lock.release();
  }
}

/** The relay of the native protocol, if one is wanted. */
async function openNative({
  nativePort,
  users,
}: ServerSettings): Promise<{ relay: NativeRelay; port: number } | 'port-taken' | undefined> {
  if (nativePort === undefined) return undefined;
  const relay = createNativeRelay({ users: new Map([['bi', users.bi]]) });
  const port = await listen(relay, nativePort);
  return port === undefined ? 'port-taken' : { relay, port };
}

async function listen(proxy: Pick<Proxy, 'listen'>, port: number): Promise<number | undefined> {
  try {
    return await proxy.listen(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return undefined;
    throw error;
  }
}

/**
 * Moves this process to a directory that is no more.
 *
 * The engine takes itself for a tool on its user's own machine: its function `file(path)` reads every file that this
 * process may read, for each of its users, and neither a grant nor a setting keeps them from it. But it looks up the
 * working directory first, and gives up where there is none.
 */
async function leaveWorkingDirectory(directory: string): Promise<void> {
  const nowhere = join(directory, 'nowhere');
  await mkdir(nowhere, { recursive: true, mode: 0o700 });
  process.chdir(nowhere);
  await rmdir(nowhere);
}

async function writeConfig(
  settings: ServerSettings,
  secrets: { door: string; supervisorPassword: string; holdUrl: string },
): Promise<string> {
  const { directory, users, memoryBytes } = settings;
  const [backupDirectory, configPath, usersConfigPath] = ['backups', 'config.xml', 'users.xml'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  const dictionaryPassword = randomBytes(24).toString('hex');
  const config = renderServerConfig({
    usersConfigPath,
    logPath: join(directory, 'clickhouse.log'),
    backupDirectory,
    memoryBytes,
    door: secrets.door,
    dictionaryPassword,
  });
  const usersConfig = renderUsersConfig({
    users,
    dictionaryPasswordHash: sha256(dictionaryPassword),
    supervisorPasswordHash: sha256(secrets.supervisorPassword),
    holdUrl: secrets.holdUrl,
  });
  for (const path of [join(directory, 'engine'), backupDirectory]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  for (const [path, text] of [
    [configPath, config],
    [usersConfigPath, usersConfig],
  ] as const) {
    // Anew each time: the mode of a file that is already there would stay as it is.
    await rm(path, { force: true });
    await writeFile(path, text, { mode: 0o600 });
  }
  return configPath;
}

/** Asks the engine itself, not through the proxy: whether it answered with 200 within a second. */
function askEngine(port: number, door: string, path: string, authorization?: string): Promise<boolean> {
  const headers = { [DOOR_HEADER]: door, ...(authorization !== undefined && { authorization }) };
  const method = authorization === undefined ? 'GET' : 'POST';
  return new Promise((resolve) => {
    const question = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode === 200));
    });
    question.setTimeout(ASK_TIMEOUT_MS, () => question.destroy());
    question.on('error', () => resolve(false));
    question.end();
  });
}

function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
