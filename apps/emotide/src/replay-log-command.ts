import type { Instance, Running } from './instance';
import { expectRunning, isElsewhere } from './operator';
import { runOperatorProcess, toOperatorEnv } from './operator-process';

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
  if (isElsewhere(process.env)) return runOperatorProcess('sink-replay', args, {});
  const { running, secrets } = expectRunning(instance);
  const code = await runOperatorProcess('sink-replay', args, toOperatorEnv(running, secrets));
  if (code === 0) await startRepairedSinks(running, write);
  return code;
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
