import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server that runs as a child of this process and does not outlive it. */
export interface EmbeddedServer {
  readonly pid: number;
  /** Resolves when the process has ended, however it did. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Asks it to end in order, kills it after `graceMs` (default 5,000), and waits until it is gone. */
  stop(graceMs?: number): Promise<void>;
}

const DEFAULT_GRACE_MS = 5_000;

/**
 * Takes a freshly spawned child into care.
 *
 * @throws Error when the program could not be started at all.
 */
export async function superviseChild(
  child: ChildProcess,
  options: { onLine: (line: string) => void },
): Promise<EmbeddedServer> {
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', options.onLine);
  }
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error('the child has no pid');

  return {
    pid,
    exited,
    async stop(graceMs = DEFAULT_GRACE_MS) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => killGroup(pid, child), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The child leads a group of its own, so helpers it may have started go with it. */
function killGroup(pid: number, child: ChildProcess): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
