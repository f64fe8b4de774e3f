import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findTestNatsServer } from '@emotide/testkit';

/** A nats-server on a free port whose configuration a test writes itself, and may write again while it runs. */
export class ConfiguredNats {
  readonly #process: ChildProcess;
  readonly #directory: string;
  /** `nats://127.0.0.1:port` */
  readonly url: string;

  private constructor(process: ChildProcess, directory: string, url: string) {
    this.#process = process;
    this.#directory = directory;
    this.url = url;
  }

  /** @param config what is said beside where it listens */
  static async start(directory: string, config: string): Promise<ConfiguredNats> {
    const { path } = await findTestNatsServer();
    const run = toRun(directory);
    mkdirSync(run);
    const process = spawn(path, ['-c', writeConfig(directory, config)], { stdio: 'ignore' });
    const portsFile = (): string | undefined => readdirSync(run).find((name) => name.endsWith('.ports'));
    for (let tries = 0; portsFile() === undefined && tries < 400; tries++) await delay(50);
    const { nats } = JSON.parse(readFileSync(join(run, portsFile()!), 'utf8')) as { nats: [string] };
    return new ConfiguredNats(process, directory, nats[0]);
  }

  reload(config: string): void {
    writeConfig(this.#directory, config);
    this.#process.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }
}

const toRun = (directory: string): string => join(directory, 'run');

/** @returns the file */
function writeConfig(directory: string, config: string): string {
  const file = join(directory, 'nats.conf');
  writeFileSync(file, `listen: "127.0.0.1:-1"\nports_file_dir: "${toRun(directory)}"\n${config}\n`);
  return file;
}
