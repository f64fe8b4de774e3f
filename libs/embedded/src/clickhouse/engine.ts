import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { UsageError } from '@emotide/service-kit';

/** npm's name of the engine for each platform it exists for. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

/**
 * Where npm put the ClickHouse engine for this machine.
 *
 * @throws UsageError naming what is missing.
 */
export function findEngineLibrary(from: string): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new UsageError(
      `the embedded ClickHouse does not exist for ${platform}: set EMOTIDE_CLICKHOUSE_URL to a ClickHouse server of your own`,
    );
  }
  try {
    return createRequire(from).resolve(`${name}/libchdb.so`);
  } catch (error) {
    throw new UsageError(
      `the embedded ClickHouse needs the npm package ${name}, which is not installed (glibc only; run npm ci with optional dependencies)`,
      { cause: error },
    );
  }
}

/** The held response gets a line this often, well inside the engine's receive timeout. */
const HOLD_LINE_EVERY_MS = 5_000;
const HOLD_RECEIVE_TIMEOUT_S = 60;

/** A local address that the engine reads from until we end it: the engine lives exactly as long as that answer. */
export interface Hold {
  readonly url: string;
  /** Ends the answer, and so the engine. */
  release(): void;
}

export async function createHold(): Promise<Hold> {
  const path = `/${randomBytes(16).toString('hex')}`;
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain' });
    if (request.method === 'HEAD') return void response.end();
    response.write('\n');
    held.add(response);
    response.on('close', () => held.delete(response));
  });
  server.requestTimeout = 0;
  const timer = setInterval(() => {
    for (const response of held) response.write('\n');
  }, HOLD_LINE_EVERY_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    release() {
      clearInterval(timer);
      for (const response of held) response.end();
      server.close();
      server.closeIdleConnections();
    },
  };
}

/**
 * Runs the engine in this process, on a thread of its own, until `hold` is released. One process can do it once.
 *
 * libchdb exports clickhouse-local's main as `query_stable_v2`; what it is asked here is to listen, and then to
 * count the lines of an answer that doesn't end. It keeps Node's event loop free and says on stderr what ails it.
 *
 * @returns when the engine has closed its data; also when it refused to open them.
 */
export async function runEngine(options: {
  library: string;
  dataPath: string;
  configPath: string;
  port: number;
  /** Of the native protocol; absent: it is not spoken. */
  nativePort: number | undefined;
  hold: Hold;
}): Promise<void> {
  const { library, dataPath, configPath, port, nativePort, hold } = options;
  const listen = nativePort === undefined ? '' : 'SYSTEM START LISTEN TCP; ';
  const query = `SYSTEM START LISTEN HTTP; ${listen}SELECT count() FROM url('${hold.url}', 'LineAsString', 'line String') SETTINGS max_threads = 1, http_receive_timeout = ${HOLD_RECEIVE_TIMEOUT_S}, max_execution_time = 0 FORMAT Null`;
  const args = [
    'clickhouse',
    `--path=${dataPath}`,
    `--config-file=${configPath}`,
    // Here, as clickhouse-local overrules the configuration's level.
    '--log-level=warning',
    '--listen_host=127.0.0.1',
    `--http_port=${port}`,
    ...(nativePort === undefined ? [] : [`--tcp_port=${nativePort}`]),
    `--query=${query}`,
  ];
  // Only now: on a platform without the engine its absence is told first, and in plain words.
  const { DataType, load, open } = await import('ffi-rs');
  open({ library: 'clickhouse', path: library });
  await load({
    library: 'clickhouse',
    funcName: 'query_stable_v2',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [args.length, args],
    runInNewThread: true,
  });
}
