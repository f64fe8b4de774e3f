import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@emotide/service-kit';
import type { Instance, Running } from './instance';
import { expectRunning, isElsewhere } from './operator';

/**
 * Builds days of the warehouse again from the log, beside the running system, in a process of its own.
 *
 * @param args as the process takes them
 * @returns its exit code
 * @throws UsageError when nothing runs there
 */
export async function replayLogHere(
  instance: Instance,
  args: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  return runRepair(instance, 'sink-replay', args, write);
}

/**
 * Copies the warehouse of the instance, or puts a copy in its place, in a process of its own.
 *
 * @param args as the process takes them
 * @returns its exit code
 * @throws UsageError when nothing runs there
 */
export async function backUpHere(
  instance: Instance,
  args: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  if (isElsewhere(process.env) && process.env['EMOTIDE_BACKUP_DIR'] === undefined)
    throw new UsageError(
      'a warehouse elsewhere is copied by its own server: see "On a cluster" under Backup in docs/operations.md',
    );
  const directory = join(instance.clickhouseDirectory, 'backups');
  return runRepair(instance, 'sink-backup', args, write, { EMOTIDE_BACKUP_DIR: directory });
}

async function runRepair(
  instance: Instance,
  program: string,
  args: readonly string[],
  write: (text: string) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  if (isElsewhere(process.env)) return runProgram(program, {}, args);
  const { running, secrets } = expectRunning(instance);
  const code = await runProgram(
    program,
    {
      ...env,
      EMOTIDE_NATS_SERVERS: running.natsUrl,
      EMOTIDE_NATS_USER: 'owner',
      EMOTIDE_NATS_PASSWORD: secrets.nats.owner,
      EMOTIDE_CLICKHOUSE_URL: running.clickhouseUrl,
      EMOTIDE_CLICKHOUSE_USER: 'app',
      EMOTIDE_CLICKHOUSE_PASSWORD: secrets.clickhouse.app,
    },
    args,
  );
  if (code === 0) await startRepairedSinks(running, write);
  return code;
}

function runProgram(
  program: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<number> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`./${program}.mjs`, import.meta.url)), ...args],
    { stdio: 'inherit', env: { EMOTIDE_LOG_LEVEL: 'error', ...process.env, ...env } },
  );
  // Ctrl-C reaches it by itself: it decides, and we say what it said.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGINT', ignore)) as Promise<number>;
}

/** A sink that needed repair looks again when it is started again; whoever supervises it does that. */
async function startRepairedSinks(running: Running, write: (text: string) => void): Promise<void> {
  for (const [name, port] of Object.entries(running.opsPorts)) {
    const pid = running.pids[name];
    if (!/^sink(-\d+)?$/.test(name) || pid === undefined) continue;
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
      .then((response) => response.text())
      .catch(() => '');
    if (!answer.includes('needs repair')) continue;
    process.kill(pid, 'SIGTERM');
    write(`${name} is started again, as it needed repair\n`);
  }
}
