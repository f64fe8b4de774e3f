import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXIT_USAGE, READY_MESSAGE, UsageError } from '@emotide/service-kit';
import type { LogView } from './log-view';
import type { RunningPart } from './supervisor';

export interface NodeService extends RunningPart {
  /** What its ready line said beside the message. */
  readonly about: Readonly<Record<string, unknown>>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 12_000;

/**
 * Starts one of our own services from its bundle beside this one.
 *
 * It holds the read end of a pipe of ours: whatever ends this process ends it too.
 *
 * @param part.name what it is called here; several parts may run one program
 * @param part.program name of its bundle
 * @throws UsageError when it says that it was started wrongly; Error when it ends or does not get ready
 */
export async function startNodeService(
  { name, program }: { readonly name: string; readonly program: string },
  env: Readonly<Record<string, string>>,
  view: LogView,
): Promise<NodeService> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`./${program}.mjs`, import.meta.url))], {
    // Its own group: Ctrl-C is ours to turn into an order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env, EMOTIDE_SUPERVISED: '1' },
  });
  child.stdin.on('error', () => undefined);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  let lastWords = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords = line;
    view.show(name, line);
  });
  const ready = new Promise<Record<string, unknown>>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const about = parseReady(line);
      if (about === undefined) view.show(name, line);
      else resolve(about);
    });
  });
  const running: RunningPart = {
    pid: child.pid ?? 0,
    exited,
    async stop(graceMs = STOP_WITHIN_MS) {
      // Not SIGTERM: the others of its kind stop too, and nothing is to be handed over to them.
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    const about = await Promise.race([
      ready,
      exited.then(({ code, signal }) => {
        if (code === EXIT_USAGE) throw new UsageError(lastWords);
        throw new Error(`${name} ended while starting (${signal ?? code}) ${lastWords}`);
      }),
      new Promise<never>((_, reject) => {
        child.once('error', reject);
        timer = setTimeout(() => reject(new Error(`${name} was not ready in time`)), READY_WITHIN_MS);
      }),
    ]);
    return { ...running, about };
  } catch (error) {
    await running.stop(0);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function parseReady(line: string): Record<string, unknown> | undefined {
  if (!line.includes(`"msg":"${READY_MESSAGE}"`)) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
