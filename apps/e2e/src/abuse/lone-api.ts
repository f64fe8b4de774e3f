import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { projectRoot } from '../stack';

/** The api as a process by itself: its log and its warehouse are away, so that only the api is tried. */
export interface LoneApi {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  /** Of its internal server. */
  readonly opsPort: number;
  /** @returns its exit code */
  stop(): Promise<number | null>;
}

const READY_WITHIN_MS = 60_000;

export async function startLoneApi(env: Readonly<Record<string, string>> = {}): Promise<LoneApi> {
  await promisify(execFile)(process.execPath, ['tools/build.mjs'], { cwd: projectRoot });
  const child = spawn(process.execPath, [join(projectRoot, 'dist/api.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      EMOTIDE_SUPERVISED: '1',
      EMOTIDE_NATS_SERVERS: 'nats://127.0.0.1:1',
      EMOTIDE_CLICKHOUSE_URL: 'http://127.0.0.1:1',
      EMOTIDE_CLICKHOUSE_PASSWORD: 'none',
      EMOTIDE_API_PORT: '0',
      // All abuse comes from one address here; rates have their own tests.
      EMOTIDE_API_RATE_PER_ADDRESS: '0',
      ...env,
    },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { url, opsPort } = await new Promise<{ url: string; opsPort: number }>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the api was not ready in time')), READY_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { msg: string; graphql?: string; opsPort?: number };
      if (said.msg !== 'ready' || said.graphql === undefined || said.opsPort === undefined) return;
      clearTimeout(timer);
      resolve({ url: said.graphql, opsPort: said.opsPort });
    });
    void exited.then(() => reject(new Error('the api ended while it was started')));
  });
  return {
    pid: child.pid!,
    url,
    port: Number(new URL(url).port),
    opsPort,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
