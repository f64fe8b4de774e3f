import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readMetrics, readTrouble } from './ops-port';
import { isAlive, projectRoot, type Part, type Stack } from './stack';

const READY_WITHIN_MS = 60_000;

/** A process of ours beside those of a system. */
export interface OwnService {
  /** The system with that process among its parts. */
  readonly stack: Stack;
  readonly pid: number;
  /** Asks it to stop, and waits for its end. */
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

/**
 * Starts one of the product's programs as a part of a system that runs.
 *
 * @param part its name among the others
 * @param launcher command that is given the program's bundle; Node, unless told otherwise
 */
export async function startOwnService(
  stack: Stack,
  program: 'sink' | 'collector',
  part: Part,
  env: Readonly<Record<string, string>>,
  launcher: readonly [string, ...string[]] = [process.execPath],
): Promise<OwnService> {
  const [command, ...args] = [...launcher, join(projectRoot, `dist/${program}.mjs`)] as [string, ...string[]];
  const child = spawn(command, args, {
    // It ends with us: its input is a pipe of ours.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...env,
      EMOTIDE_SUPERVISED: '1',
      EMOTIDE_NATS_SERVERS: stack.natsUrl,
      EMOTIDE_NATS_USER: program,
      EMOTIDE_NATS_PASSWORD: stack.secrets.nats[program],
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const opsPort = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the ${program} was not ready in time`)),
      READY_WITHIN_MS,
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { msg: string; opsPort?: number };
      if (said.msg !== 'ready' || said.opsPort === undefined) return;
      clearTimeout(timer);
      resolve(said.opsPort);
    });
    void exited.then(() => reject(new Error(`the ${program} ended while it was started`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    pid: child.pid!,
    stack: {
      ...stack,
      pids: () => ({ ...stack.pids(), ...(isAlive(child.pid!) && { [part]: child.pid! }) }),
      metrics: (one) => (one === part ? readMetrics(opsPort) : stack.metrics(one)),
      trouble: (one) => (one === part ? readTrouble(opsPort) : stack.trouble(one)),
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
