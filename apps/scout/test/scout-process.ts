import { spawn } from 'node:child_process';
import { bundleApp } from './bundle-app';

/** The scout as a process of its own. */
export interface ScoutProcess {
  /** All that it said. */
  output(): string;
  /** Asks it to stop. @returns its exit code; null when a signal ended it */
  stop(): Promise<number | null>;
  /** Ends it at once; harmless when it has ended. */
  kill(): Promise<void>;
}

export async function startScoutProcess(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<ScoutProcess> {
  const child = spawn(process.execPath, [await bundleApp('scout', directory)], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    output: () => output,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
