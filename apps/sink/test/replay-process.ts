import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The replay as its own process, as operators start it. */
export function startReplayProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['--yes'],
): {
  readonly exited: Promise<number | null>;
  /** What it said on stderr so far. */
  said(): string;
  kill(): Promise<void>;
} {
  const main = fileURLToPath(new URL('../src/replay.main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    env: { PATH: process.env['PATH'], EMOTIDE_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    exited,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
