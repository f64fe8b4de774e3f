import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@emotide/service-kit';
import { superviseChild, type EmbeddedServer } from '../embedded-server';
import { PortTakenError } from '../port-taken-error';
import type { ServerReport, ServerSettings } from './server-settings';

export interface ClickHouseServer extends EmbeddedServer {
  /** `http://127.0.0.1:port`, for any ClickHouse client that speaks HTTP. */
  readonly url: string;
  /** Port of the native protocol on 127.0.0.1; undefined when it was not asked for. */
  readonly nativePort: number | undefined;
}

export interface ClickHouseOptions {
  /** Everything the server keeps, its configuration and log included. Made if absent, mode 0700. */
  readonly directory: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /**
   * Port on 127.0.0.1 on which `bi`, and nobody else, may speak ClickHouse's native protocol; 0 takes a free one.
   * Default: none.
   */
  readonly nativePort?: number;
  /**
   * Passwords. `app` owns the databases `emotide` and `bi`, `bi` reads what is in `bi`, within limits. There is no
   * other user: `default` is refused.
   */
  readonly users: { readonly app: string; readonly bi: string };
  /** The engine's own limit for all it holds in memory. Default 1.2 GB. */
  readonly memoryBytes?: number;
  /** So many requests run at once; some more wait for up to 2 s, the rest are answered 503. Default 48. */
  readonly maxConcurrentRequests?: number;
  /** What the server's process says, line by line. Its full log is `clickhouse.log` in the directory. */
  readonly log?: (line: string) => void;
  /** Default 20,000: after a kill in the middle of heavy inserts the engine has parts to check. */
  readonly readyWithinMs?: number;
}

/**
 * Starts the real ClickHouse engine, behind its real HTTP interface, as a child that ends when this process does.
 *
 * @returns once it answers a query of `app`.
 * @throws UsageError when the platform has no engine, the directory is in use or an empty password was given.
 * @throws PortTakenError when the asked port is taken.
 * @throws Error with the engine's last words when it doesn't get ready.
 */
export async function startClickHouse(options: ClickHouseOptions): Promise<ClickHouseServer> {
  const { users, readyWithinMs = 20_000, log } = options;
  if (users.app === '' || users.bi === '') throw new UsageError('ClickHouse users need a password each');
  const settings: ServerSettings = {
    directory: resolvePath(options.directory),
    port: options.port ?? 0,
    ...(options.nativePort !== undefined && { nativePort: options.nativePort }),
    users: { app: sha256(users.app), bi: sha256(users.bi) },
    memoryBytes: options.memoryBytes ?? 1_200_000_000,
    maxConcurrentRequests: options.maxConcurrentRequests ?? 48,
  };
  const child = spawn(process.execPath, entryArguments(), {
    // A group of its own: Ctrl-C is for us, who stop it after those who use it; and SYSTEM SHUTDOWN signals a group.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: toChildEnvironment(process.env),
  });
  const lastWords: string[] = [];
  const server = await superviseChild(child, {
    onLine(line) {
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      log?.(line);
    },
  });

  const deadline = AbortSignal.timeout(readyWithinMs);
  try {
    child.send(settings);
    const report = await Promise.race([
      nextReport(child),
      server.exited.then(({ code, signal }) => {
        throw new Error(`ClickHouse ended while starting (${signal ?? code}): ${lastWords.join('\n')}`);
      }),
      expiry(deadline, () => `ClickHouse was not ready within ${readyWithinMs} ms: ${lastWords.join('\n')}`),
    ]);
    switch (report.type) {
      case 'port-taken':
        throw new PortTakenError(report.port, 'ClickHouse');
      case 'refused':
        throw new UsageError(report.message);
      case 'ready': {
        const url = `http://127.0.0.1:${report.port}`;
        await expectAnswer(url, users.app, deadline);
        return { ...server, url, nativePort: report.nativePort };
      }
    }
  } catch (error) {
    await server.stop(0);
    throw error;
  }
}

/** The engine looks into its environment for keys of clouds and of AI services: it gets to see none of ours. */
function toChildEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH'].map((name) => [name, env[name]]));
}

/** Run from sources in development and tests, from the bundle beside this one when built. */
function entryArguments(): string[] {
  if (import.meta.url.endsWith('.ts')) {
    const entry = fileURLToPath(new URL('../clickhouse-server.main.ts', import.meta.url));
    return ['--import', import.meta.resolve('tsx'), entry];
  }
  const entry = fileURLToPath(new URL('./clickhouse-server.mjs', import.meta.url));
  if (!existsSync(entry)) throw new Error(`the build is incomplete: no ${entry}`);
  return [entry];
}

function nextReport(child: ChildProcess): Promise<ServerReport> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as ServerReport)));
}

function expiry(signal: AbortSignal, message: () => string): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error(message())), { once: true }),
  );
}

async function expectAnswer(url: string, password: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`app:${password}`).toString('base64')}` },
    body: 'SELECT 1',
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`ClickHouse refused its first query: ${text}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
