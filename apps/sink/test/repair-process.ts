import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The replay as its own process, as operators start it. */
export const startReplayProcess = (env: Readonly<Record<string, string>>): RepairProcess =>
  startRepairProcess('replay.main.ts', env, ['--yes']);

export interface RepairProcess {
  readonly exited: Promise<number | null>;
  /** What it said so far. */
  said(): string;
  kill(): Promise<void>;
}

/** One of the sink's programs for operators as its own process. */
export function startRepairProcess(
  file: 'replay.main.ts' | 'roll-ups.main.ts' | 'backup.main.ts',
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): RepairProcess {
  const main = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    env: { PATH: process.env['PATH'], EMOTIDE_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    exited,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
