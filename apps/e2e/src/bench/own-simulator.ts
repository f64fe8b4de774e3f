import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { takeFreePort } from '@emotide/embedded';
import { createTemporaryDirectory } from '@emotide/testkit';
import { projectRoot, until } from '../stack';

/** A simulator alone, in a process of its own. */
export interface OwnSimulator {
  readonly pid: number;
  readonly chatUrl: URL;
  channels(): Promise<string[]>;
  /** An answer of its control API. */
  ask<T>(method: 'GET' | 'POST', verb: string): Promise<T>;
  stop(): Promise<void>;
}

/** @param env settings of the simulator, see its `config.ts` */
export async function startOwnSimulator(env: Readonly<Record<string, string>>): Promise<OwnSimulator> {
  const directory = createTemporaryDirectory();
  const port = await takeFreePort();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(projectRoot, 'apps/twitch-sim/src/main.ts')],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        EMOTIDE_LOG_LEVEL: 'warn',
        EMOTIDE_SIM_PORT: String(port),
        EMOTIDE_SIM_STATE_DIR: directory.path,
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = async <T>(method: 'GET' | 'POST', verb: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/control/${verb}`, { method });
    if (!response.ok) throw new Error(`the simulator refuses to ${verb}: ${response.status}`);
    return (await response.json()) as T;
  };
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    directory.remove();
  };
  try {
    await until(
      () =>
        ask('GET', 'progress').then(
          () => true,
          () => false,
        ),
      'the simulator',
      180_000,
      100,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: child.pid!,
    chatUrl: new URL(`ws://127.0.0.1:${port}`),
    channels: async () => (await ask<{ login: string }[]>('GET', 'channels')).map(({ login }) => login),
    ask,
    stop,
  };
}
