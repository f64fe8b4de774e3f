import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeFreePort } from '@emotide/embedded';
import { stringify } from 'yaml';
import { RULES_FILE } from './rules';

export interface WatchedStack {
  /** Answers of an instant query: labels and value of each line. */
  query(expr: string): Promise<{ labels: Readonly<Record<string, string>>; value: number }[]>;
  /** States of the rules, and what kept one from being evaluated. */
  rules(): Promise<{ name: string; state?: string; lastError?: string; health: string }[]>;
  stop(): Promise<void>;
}

/**
 * A real Prometheus that scrapes the parts of a system each second, under our rules.
 *
 * @param opsPorts by part
 * @param waits how long conditions of alerts have to hold, instead of minutes
 */
export async function startPrometheus(options: {
  readonly prometheus: string;
  readonly directory: string;
  readonly opsPorts: Readonly<Record<string, number>>;
  readonly waits: string;
}): Promise<WatchedStack> {
  const { prometheus, directory, opsPorts, waits } = options;
  const port = await takeFreePort();
  const rules = readFileSync(RULES_FILE, 'utf8').replaceAll(/( {8}for: )\w+/g, `$1${waits}`);
  writeFileSync(join(directory, 'rules.yaml'), rules);
  writeFileSync(
    join(directory, 'prometheus.yml'),
    stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yaml'],
      scrape_configs: [
        {
          job_name: 'emotide',
          static_configs: Object.entries(opsPorts).map(([part, opsPort]) => ({
            targets: [`127.0.0.1:${opsPort}`],
            labels: { namespace: 'emotide', pod: part },
          })),
        },
      ],
    }),
  );
  const child: ChildProcess = spawn(
    prometheus,
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    const body = (await response.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(body.error ?? response.statusText);
    return body.data;
  };
  for (let tries = 0; ; tries++) {
    const isReady = await fetch(`http://127.0.0.1:${port}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    if (tries > 300) throw new Error('Prometheus was not ready in time');
    await new Promise((next) => setTimeout(next, 100));
  }
  return {
    async query(expr) {
      const data = (await ask(`/api/v1/query?query=${encodeURIComponent(expr)}`)) as {
        result: { metric: Record<string, string>; value: [number, string] }[];
      };
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    async rules() {
      const { groups } = (await ask('/api/v1/rules')) as {
        groups: { rules: { name: string; state?: string; lastError?: string; health: string }[] }[];
      };
      return groups.flatMap(({ rules: list }) => list);
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
