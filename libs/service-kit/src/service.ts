import type { Registry } from 'prom-client';
import type { z } from 'zod';
import { EXIT_USAGE, UsageError, parseConfig, type serviceEnv } from './config';
import { createLogger, type Logger } from './log';
import { createMetrics } from './metrics';
import { startOpsServer, type Readiness } from './ops-server';

/** What a running service shows its process. */
export interface Service {
  readiness(): Readiness;
  /**
   * Stops intake, finishes what is in hand, closes. Called once.
   *
   * @param hurry aborted, then or later, when the others of its kind stop too, or somebody is waiting: nothing is to be
   * handed over to them. Absent: it is so
   */
  stop(hurry?: AbortSignal): Promise<void>;
  /** Milliseconds that a stop may take without hurry, where that is longer than others'. */
  readonly stopWithinMs?: number;
  /** What the internal server shows beside health and metrics, as JSON, by path. */
  readonly pages?: Readonly<Record<string, () => unknown>>;
  /** Said in the ready line: where the service listens, what it reads. */
  readonly about?: Record<string, unknown>;
}

export interface ServiceContext<Config> {
  readonly config: Config;
  readonly log: Logger;
  readonly registry: Registry;
  /** A part ended by itself: stop in order and exit with 1, so that the supervisor starts a sound process. */
  readonly fail: (error: unknown) => void;
}

/** The line by which `emotide up` knows that a service can work. */
export const READY_MESSAGE = 'ready';

/**
 * Runs a service as this process: settings from the environment, log, metrics, internal server, and an orderly
 * stop on SIGTERM, SIGINT and, when supervised, on the end of stdin (the supervisor died, whatever killed it).
 *
 * SIGTERM stops this process alone, which may take time to hand over to others; SIGINT is for whoever waits, or stops
 * everything: it hurries, also after a SIGTERM.
 *
 * Exit codes: 0 stopped as asked, 1 failed, 2 started wrongly.
 */
export async function runService<S extends z.ZodType<z.output<typeof serviceEnv>>>(options: {
  name: string;
  env: NodeJS.ProcessEnv;
  schema: S;
  start: (context: ServiceContext<z.output<S>>) => Promise<Service>;
  /** Milliseconds for an orderly stop; then the process exits all the same, with 1. Default 10,000. */
  stopWithinMs?: number;
}): Promise<void> {
  const { name, env, schema, start, stopWithinMs = 10_000 } = options;
  let config: z.output<S>;
  try {
    config = parseConfig(schema, env);
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    process.exit(EXIT_USAGE);
  }
  const log = createLogger(name, config.EMOTIDE_LOG_LEVEL);
  const registry = createMetrics(name);

  let service: Service | undefined;
  let stopOps: (() => Promise<void>) | undefined;
  let stopping = false;
  const hurry = new AbortController();
  const allow = (ms: number): void =>
    void setTimeout(() => {
      log.error({ stopWithinMs: ms }, 'did not stop in time');
      process.exit(1);
    }, ms).unref();
  const end = (code: number, why: string, isHurried = true): void => {
    if (isHurried && !hurry.signal.aborted) {
      hurry.abort();
      allow(stopWithinMs);
    }
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    if (!isHurried) allow(service?.stopWithinMs ?? stopWithinMs);
    void (async () => {
      try {
        await service?.stop(hurry.signal);
        await stopOps?.();
      } catch (error) {
        log.error({ err: error }, 'stop failed');
        process.exit(1);
      }
      log.info('stopped');
      process.exit(code);
    })();
  };
  const fail = (error: unknown): void => {
    if (error instanceof UsageError) {
      process.stderr.write(`${name}: ${error.message}\n`);
      end(EXIT_USAGE, error.message);
      return;
    }
    log.fatal({ err: error }, 'failed');
    end(1, 'failed');
  };

  process.on('SIGTERM', () => end(0, 'SIGTERM', stopping));
  process.on('SIGINT', () => end(0, 'SIGINT'));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  if (env['EMOTIDE_SUPERVISED'] === '1') {
    process.stdin.on('end', () => end(0, 'supervisor gone')).on('error', () => end(0, 'supervisor gone'));
    process.stdin.resume();
  }

  try {
    const ops = await startOpsServer({
      host: config.EMOTIDE_OPS_HOST,
      port: config.EMOTIDE_OPS_PORT,
      registry,
      page: (path) => service?.pages?.[path],
      readiness: () =>
        stopping
          ? { ready: false, reason: 'stopping' }
          : (service?.readiness() ?? { ready: false, reason: 'starting' }),
    });
    stopOps = () => ops.stop();
    service = await start({ config, log, registry, fail });
    if (!stopping) log.info({ opsPort: ops.port, ...service.about }, READY_MESSAGE);
  } catch (error) {
    fail(error);
  }
}
