import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve as resolvePath } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockDirectory } from '../directory-lock';
import { superviseChild, type EmbeddedServer } from '../embedded-server';
import { isPortFree } from '../free-port';
import { PortTakenError } from '../port-taken-error';
import { formatVersion, type NatsBinary } from './nats-binary';
import { renderNatsConfig, type NatsUser } from './nats-config';
import { toGuardedCommand } from './parent-guard';

export interface NatsServer extends EmbeddedServer {
  /** `nats://127.0.0.1:port`, without credentials. */
  readonly url: string;
  /** `http://127.0.0.1:port` with /varz, /jsz, /healthz. */
  readonly monitoringUrl: string;
  readonly version: string;
}

export interface NatsServerOptions {
  readonly binary: NatsBinary;
  /** Everything the server keeps. Made if absent, mode 0700. */
  readonly directory: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  readonly users: readonly NatsUser[];
  /** All streams together may take so much of the disk. Default 8 GiB. */
  readonly maxStoreBytes?: number;
  /** The server's own log, line by line. */
  readonly log?: (line: string) => void;
  /** Default 20,000: a large store is checked before the server answers. */
  readonly readyWithinMs?: number;
  /** Where setpriv is looked for. Default this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** An old server of a killed parent needs a moment to go. */
const LOCK_WAIT_MS = 5_000;
const POLL_MS = 10;
const HEALTH_TIMEOUT_MS = 1_000;
const DEFAULT_STORE_BYTES = 8 * 1024 ** 3;

/**
 * Starts nats-server with JetStream as a child that ends when this process does.
 *
 * The server itself would open a store that another one has open, so the directory is locked for both our process
 * and the server's.
 *
 * @returns once JetStream answers.
 * @throws UsageError when the directory is in use, or a user can't be expressed.
 * @throws PortTakenError when the asked port is taken.
 * @throws Error with the server's last words when it doesn't get ready.
 */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const { binary, port = 0, users, readyWithinMs = 20_000, log, env = process.env } = options;
  const directory = resolvePath(options.directory);
  const portsDirectory = join(directory, 'run');
  const config = renderNatsConfig({
    version: binary.version,
    port,
    storeDirectory: join(directory, 'jetstream'),
    portsDirectory,
    users,
    maxStoreBytes: options.maxStoreBytes ?? DEFAULT_STORE_BYTES,
  });
  const lock = await lockDirectory(directory, 'nats-server', {
    waitMs: LOCK_WAIT_MS,
    supervisor: process.pid,
  });
  try {
    if (port !== 0 && !(await isPortFree(port))) throw new PortTakenError(port, 'nats-server');
    const configPath = join(directory, 'nats-server.conf');
    await rm(portsDirectory, { recursive: true, force: true });
    await mkdir(portsDirectory, { mode: 0o700 });
    await rm(configPath, { force: true });
    await writeFile(configPath, config, { mode: 0o600 });

    const { command, args, stdin } = toGuardedCommand(binary.path, ['-c', configPath], env);
    // A group of its own: Ctrl-C is for us, who stop it after those who use it.
    const child = spawn(command, args, { detached: true, stdio: [stdin, 'pipe', 'pipe'] });
    // Written to never, so it can only break when the guard is gone.
    child.stdin?.on('error', () => undefined);
    const lastWords: string[] = [];
    const server = await superviseChild(child, {
      onLine(line) {
        lastWords.push(line);
        if (lastWords.length > 20) lastWords.shift();
        log?.(line);
      },
    });
    try {
      await lock.extendTo(server.pid);
      const deadlineMs = performance.now() + readyWithinMs;
      let ended = false;
      const exited = server.exited.then(async (exit) => {
        ended = true;
        await lock.release();
        return exit;
      });
      const expectRunning = (): void => {
        const words = lastWords.join('\n');
        if (ended && /address already in use/i.test(words)) throw new PortTakenError(port, 'nats-server');
        if (ended) throw new Error(`nats-server ended while starting: ${words}`);
        if (performance.now() > deadlineMs) {
          throw new Error(`nats-server was not ready within ${readyWithinMs} ms: ${words}`);
        }
      };
      let ports: Ports | undefined;
      while ((ports = await readPorts(portsDirectory)) === undefined) {
        expectRunning();
        await delay(POLL_MS);
      }
      if (ports.pid !== server.pid) await lock.extendTo(ports.pid);
      while (!(await isHealthy(ports.monitoringUrl))) {
        expectRunning();
        await delay(POLL_MS);
      }
      return {
        pid: ports.pid,
        url: ports.url,
        monitoringUrl: ports.monitoringUrl,
        version: formatVersion(binary.version),
        exited,
        async stop(graceMs) {
          await server.stop(graceMs);
          await exited;
        },
      };
    } catch (error) {
      await server.stop(0);
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Ports {
  readonly pid: number;
  readonly url: string;
  readonly monitoringUrl: string;
}

/** What the server wrote once it listened: `nats-server_<pid>.ports`, in JSON. */
async function readPorts(directory: string): Promise<Ports | undefined> {
  for (const name of await readdir(directory)) {
    const [, pid] = /_(\d+)\.ports$/.exec(name) ?? [];
    if (pid === undefined) continue;
    const ports = parsePorts(await readFile(join(directory, name), 'utf8'));
    if (ports) return { pid: Number(pid), ...ports };
  }
  return undefined;
}

function parsePorts(text: string): { url: string; monitoringUrl: string } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Half written.
    return undefined;
  }
  const { nats, monitoring } = json as { nats?: unknown; monitoring?: unknown };
  const [url, monitoringUrl] = [nats, monitoring].map((list) => (Array.isArray(list) ? list[0] : undefined));
  return typeof url === 'string' && typeof monitoringUrl === 'string' ? { url, monitoringUrl } : undefined;
}

async function isHealthy(monitoringUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${monitoringUrl}/healthz?js-enabled-only=true`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
