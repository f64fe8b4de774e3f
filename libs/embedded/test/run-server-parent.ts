import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts server-parent.ts and waits until its server is ready. */
export async function runServerParent(
  ...args: string[]
): Promise<{ pid: number; url: string; kill(signal: NodeJS.Signals): void }> {
  const program = fileURLToPath(new URL('./server-parent.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: parent.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(parent, 'exit').then(() => Promise.reject(new Error('the parent ended early'))),
  ])) as [string];
  const { pid, url } = JSON.parse(line) as { pid: number; url: string };
  return { pid, url, kill: (signal) => void parent.kill(signal) };
}
