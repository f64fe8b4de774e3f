import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toChatterEnv, type Instance } from './instance';
import { expectRunning, isElsewhere } from './operator';

/**
 * Counts archived chat into the running instance, in a process of its own.
 *
 * @param args as the process takes them
 * @returns its exit code
 * @throws UsageError when nothing runs there
 */
export async function importHere(instance: Instance, args: readonly string[]): Promise<number> {
  if (isElsewhere(process.env) || args.includes('--help') || args.includes('-h'))
    return runImporter({}, args);
  const { running, secrets } = expectRunning(instance);
  return runImporter(
    {
      EMOTIDE_NATS_SERVERS: running.natsUrl,
      EMOTIDE_NATS_USER: 'owner',
      EMOTIDE_NATS_PASSWORD: secrets.nats.owner,
      EMOTIDE_CLICKHOUSE_URL: running.clickhouseUrl,
      EMOTIDE_CLICKHOUSE_USER: 'app',
      EMOTIDE_CLICKHOUSE_PASSWORD: secrets.clickhouse.app,
      ...toChatterEnv(secrets, running.users),
    },
    args,
  );
}

function runImporter(env: Readonly<Record<string, string>>, args: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./importer.mjs', import.meta.url)), ...args],
    // Paths are those of where the user stands.
    {
      stdio: 'inherit',
      cwd: process.env['INIT_CWD'],
      env: { EMOTIDE_LOG_LEVEL: 'error', ...process.env, ...env },
    },
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
