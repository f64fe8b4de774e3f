import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readMetrics, readTrouble } from './ops-port';

export const projectRoot = resolve(fileURLToPath(new URL('../../..', import.meta.url)));

/** The parts that `emotide up` starts, by the names that it gives them. */
export type Part =
  | 'nats'
  | 'clickhouse'
  | 'sink'
  | `sink-${number}`
  | 'api'
  | 'scout'
  | 'twitch-sim'
  | 'collector'
  | `collector-${number}`;

export interface Stack {
  readonly directory: string;
  readonly pid: number;
  readonly apiUrl: string;
  readonly clickhouseUrl: string;
  readonly natsUrl: string;
  /** The simulator's control API. */
  readonly simulatorUrl: string;
  readonly secrets: StackSecrets;
  /** Everything printed so far. */
  output(): string;
  /** Resolves with the first line that matches, printed before or after the call. */
  said(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Kills a part with SIGKILL and waits until another process has its place. */
  kill(part: Part): Promise<void>;
  /** The same, but that it stays away until the work is done. */
  killDuring(part: Part, work: () => Promise<void>): Promise<void>;
  /** Stops a part's process in the middle of whatever it does. @returns lets it go on; harmless when it is gone */
  freeze(part: Part): () => void;
  /** Process ids of the parts, in the order in which they were started. */
  pids(): Readonly<Record<string, number>>;
  /** Why a service is not ready; undefined when it is. */
  trouble(part: Part): Promise<string | undefined>;
  /** A part's metrics, in Prometheus' text form. */
  metrics(part: Part): Promise<string>;
  /** Rows of a SELECT, as the product's own user. 64-bit numbers are strings. */
  sql<Row>(statement: string): Promise<Row[]>;
  /** A statement without rows, as the product's own user: what it changes is wrong from then on. */
  command(statement: string): Promise<void>;
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  readonly exited: Promise<number | null>;
  /** Ctrl-C, then waits for the end. @returns the exit code */
  stop(): Promise<number | null>;
}

export interface StackSecrets {
  readonly clickhouse: { readonly app: string; readonly bi: string };
  readonly nats: { readonly owner: string; readonly sink: string; readonly collector: string };
  readonly userKey: string;
}

export interface StackOptions {
  /** A command that the system's command is given to, such as one that gives it a disk of its own. */
  readonly through?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether generated chat has emotes of third parties: known to be such only once the scout has learnt them. */
  readonly hasThirdParty?: boolean;
}

/** A start takes five seconds; on a machine that is busy with other work, far longer. */
const UP_WITHIN_MS = 180_000;

/** Starts the whole system as a user does, on free ports and a data directory of its own. */
export async function startStack(
  directory: string,
  args: readonly string[],
  options: StackOptions = {},
): Promise<Stack> {
  const emotes = options.hasThirdParty === true ? [] : ['--no-third-party'];
  const child = runEmotide(['up', ...args, ...emotes, '--data-dir', directory, ...FREE_PORTS], options);
  const output = collectOutput(child);
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  try {
    await Promise.race([
      output.said(/up after/, UP_WITHIN_MS),
      exited.then((code) => {
        throw new Error(`emotide ended with ${code}:\n${output.text()}`);
      }),
    ]);
  } catch (error) {
    child.kill('SIGINT');
    await exited;
    throw error;
  }
  const running = () =>
    JSON.parse(readFileSync(join(directory, 'running.json'), 'utf8')) as {
      apiUrl: string;
      clickhouseUrl: string;
      natsUrl: string;
      simulatorUrl: string;
      opsPorts: Record<string, number>;
      pids: Record<string, number>;
    };
  const startedAgain = (part: Part, pid: number) =>
    until(() => (running().pids[part] ?? pid) !== pid, `${part} to be started again`, 30_000);
  const { apiUrl, clickhouseUrl, natsUrl, simulatorUrl } = running();
  const secrets = JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8')) as StackSecrets;
  const authorization = `Basic ${Buffer.from(`app:${secrets.clickhouse.app}`).toString('base64')}`;

  return {
    directory,
    pid: child.pid!,
    apiUrl,
    clickhouseUrl,
    natsUrl,
    simulatorUrl,
    secrets,
    output: output.text,
    said: output.said,
    pids: () => running().pids,
    metrics: (part) => readMetrics(running().opsPorts[part]!),
    exited,
    async kill(part) {
      const pid = running().pids[part]!;
      process.kill(pid, 'SIGKILL');
      await startedAgain(part, pid);
    },
    async killDuring(part, work) {
      const pid = running().pids[part]!;
      // Who would start it again.
      process.kill(child.pid!, 'SIGSTOP');
      try {
        process.kill(pid, 'SIGKILL');
        await work();
      } finally {
        process.kill(child.pid!, 'SIGCONT');
      }
      await startedAgain(part, pid);
    },
    freeze(part) {
      const pid = running().pids[part]!;
      process.kill(pid, 'SIGSTOP');
      return () => void (isAlive(pid) && process.kill(pid, 'SIGCONT'));
    },
    async trouble(part) {
      const port = running().opsPorts[part];
      const trouble = port === undefined ? undefined : await readTrouble(port);
      return trouble === undefined ? undefined : `${part}: ${trouble}`;
    },
    async sql<Row>(statement: string) {
      const ask = () =>
        fetch(`${clickhouseUrl}/?database=emotide&readonly=2`, {
          method: 'POST',
          headers: { authorization },
          body: `${statement} FORMAT JSONEachRow SETTINGS output_format_json_quote_64bit_integers = 1`,
        });
      // A kept connection that the server closed meanwhile is no answer; a SELECT may be asked again.
      const response = await ask().catch(ask);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row);
    },
    async command(statement: string) {
      const response = await fetch(`${clickhouseUrl}/`, {
        method: 'POST',
        headers: { authorization },
        body: statement,
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async graphql<Data>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
    async stop() {
      child.kill('SIGINT');
      return exited;
    },
  };
}

export const FREE_PORTS = ['--api-port', '0', '--clickhouse-port', '0', '--nats-port', '0'];

/** Runs the command that people type. Its output is piped. */
export function runEmotide(
  args: readonly string[],
  { through = [], env = {} }: StackOptions = {},
): ChildProcess {
  const [command, ...rest] = [
    ...through,
    process.execPath,
    join(projectRoot, 'tools/start.mjs'),
    '--run',
    ...args,
  ] as [string, ...string[]];
  return spawn(command, rest, {
    cwd: projectRoot,
    env: { ...process.env, INIT_CWD: projectRoot, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export async function emotide(
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = runEmotide(args);
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', (exit) => done(exit)));
  return { code, stdout, stderr };
}

/** Waits until something holds. @throws Error naming what did not */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 30_000,
  everyMs = 50,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function collectOutput(child: ChildProcess) {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  return {
    text: () => lines.join('\n'),
    said: (pattern: RegExp, withinMs = 120_000) =>
      new Promise<string>((found, fail) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          fail(new Error(`not said within ${withinMs} ms: ${pattern}\n${lines.join('\n')}`));
        }, withinMs);
        const look = () => {
          const line = lines.find((one) => pattern.test(one));
          if (line === undefined) return;
          waiting.delete(look);
          clearTimeout(timer);
          found(line);
        };
        waiting.add(look);
        look();
      }),
  };
}
