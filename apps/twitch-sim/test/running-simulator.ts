import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@emotide/service-kit';
import { startSimulator, type Simulator } from '../src/simulator';
import { systemClock } from '../src/system-clock';

export interface RunningSimulator extends Simulator {
  readonly stateDir: string;
  /** Asks the control API, and says what it answered. */
  ask(method: 'GET' | 'POST', verb: string): Promise<{ status: number; body: unknown }>;
}

/** A simulator on a free port with a folder of its own, which goes with it. */
export async function runSimulator(
  options: Partial<Parameters<typeof startSimulator>[0]>,
): Promise<RunningSimulator> {
  const stateDir = mkdtempSync(join(tmpdir(), 'twitch-sim-'));
  const simulator = await startSimulator({
    port: 0,
    paths: [],
    speed: { type: 'max' },
    retime: false,
    again: false,
    stateDir,
    log: createLogger('twitch-sim', 'silent'),
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  return {
    ...simulator,
    stateDir,
    async ask(method, verb) {
      const response = await fetch(`http://127.0.0.1:${simulator.port}/control/${verb}`, { method });
      return { status: response.status, body: await response.json() };
    },
    async stop() {
      await simulator.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Resolves when `isTrue` says so. @throws Error after `withinMs` */
export async function until(isTrue: () => boolean, what: string, withinMs = 30_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
