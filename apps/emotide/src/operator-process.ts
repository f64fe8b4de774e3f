import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Running, Secrets } from './instance';

/** Settings by which an operator's process finds the log, as its owner, and the warehouse of this machine. */
export function toOperatorEnv(
  { natsUrl, clickhouseUrl }: Pick<Running, 'natsUrl' | 'clickhouseUrl'>,
  { nats, clickhouse }: Secrets,
): Record<string, string> {
  return {
    EMOTIDE_NATS_SERVERS: natsUrl,
    EMOTIDE_NATS_USER: 'owner',
    EMOTIDE_NATS_PASSWORD: nats.owner,
    EMOTIDE_CLICKHOUSE_URL: clickhouseUrl,
    EMOTIDE_CLICKHOUSE_USER: 'app',
    EMOTIDE_CLICKHOUSE_PASSWORD: clickhouse.app,
  };
}

/**
 * Runs a bundle of dist/ for an operator, on this terminal.
 *
 * @param env beside that of this process
 * @returns its exit code
 */
export function runOperatorProcess(
  bundle: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`./${bundle}.mjs`, import.meta.url)), ...args],
    { stdio: 'inherit', env: { EMOTIDE_LOG_LEVEL: 'error', ...process.env, ...env } },
  );
  // Ctrl-C reaches it by itself: it decides, and we say what it said.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGINT', ignore));
}
