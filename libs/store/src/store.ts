import { Readable } from 'node:stream';
import {
  ClickHouseLogLevel,
  createClient,
  drainStream,
  type ClickHouseClient,
  type ClickHouseSettings,
} from '@clickhouse/client';
import { readAuthority, type Logger } from '@emotide/service-kit';
import { parseReadRows } from './read-rows';
import { toStoreError } from './store-error';

/** Where a warehouse is, and as whom to go there. */
export interface StoreAddress {
  /** ClickHouse's HTTP interface, e.g. `http://127.0.0.1:8123`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM file of the authority that signed the certificate of an `https` server. */
  readonly tlsCaFile?: string;
}

export interface StoreOptions extends StoreAddress {
  /** Database of every table named without one. Default `emotide`. */
  readonly database?: string;
  readonly log?: Logger;
  /** After this long without an answer a request counts as unavailable. Default 30,000. */
  readonly requestTimeoutMs?: number;
}

export interface SelectOptions {
  readonly signal?: AbortSignal;
  /** Rows that it may read of all its tables together: what the keys leave of the range, not what it answers. Default: any. */
  readonly mostRows?: number;
  /** Told how many rows it did read, before it is answered; undefined where the warehouse does not say. Not told when it fails. */
  readonly onRead?: (rows: number | undefined) => void;
}

export type Parameters = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/**
 * The warehouse. Every method throws {@link StoreUnavailable} or {@link StoreRefused}, nothing else, but for a SELECT whose rows
 * are limited.
 */
export interface Store {
  readonly database: string;
  /** Whether ClickHouse answers with these credentials. Never throws. */
  ping(): Promise<boolean>;
  /**
   * Rows of a SELECT. Values reach ClickHouse only as `{name:Type}` parameters; 64-bit numbers come back as strings.
   *
   * Whoever aborts it is told StoreUnavailable at once, and ClickHouse ends the query within a moment.
   *
   * @throws TooManyRows when it would read more than `mostRows`
   */
  select(query: string, parameters?: Parameters, options?: SelectOptions): Promise<unknown[]>;
  /** Runs a statement without rows. `database` null: outside any database, for creating it. */
  command(statement: string, options?: { parameters?: Parameters; database?: null }): Promise<void>;
  /** Sends `blocks` as the body of an INSERT, one after the other and without copying them. */
  send(insert: string, blocks: readonly Uint8Array[], settings: ClickHouseSettings): Promise<void>;
  close(): Promise<void>;
}

const DATABASE_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Opens a client of the warehouse; connections are made when needed, so an absent server is no error here.
 *
 * @throws RangeError when `database` is no plain lower-case identifier; UsageError when the authority's file is none
 */
export function createStore(options: StoreOptions): Store {
  const { url, username, password, database = 'emotide', log, requestTimeoutMs = 30_000 } = options;
  if (!DATABASE_NAME.test(database)) throw new RangeError('database: not a plain lower-case identifier');

  const { tlsCaFile } = options;
  const authority =
    tlsCaFile === undefined
      ? undefined
      : Buffer.from(readAuthority('EMOTIDE_CLICKHOUSE_TLS_CA_FILE', tlsCaFile));

  const open = (of: string): ClickHouseClient =>
    createClient({
      url,
      username,
      password,
      database: of,
      application: 'emotide',
      ...(authority && { tls: { ca_cert: authority } }),
      request_timeout: requestTimeoutMs,
      // Below every server's idle timeout (ClickHouse 10 s, the embedded proxy 5 s), or a reused socket is reset.
      keep_alive: { enabled: true, idle_socket_ttl: 2_500 },
      compression: { request: false, response: false },
      // Its own lines quote queries and answers; callers get the error and decide what to say.
      log: { level: ClickHouseLogLevel.OFF },
    });
  const client = open(database);

  const attempt = async <T>(what: 'select' | 'command' | 'insert', run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const sorted = toStoreError(error, what === 'insert');
      log?.debug({ what, reason: sorted.message }, 'warehouse request failed');
      throw sorted;
    }
  };

  return {
    database,

    async ping() {
      const result = await client.ping({ select: true });
      return result.success;
    },

    select: (query, parameters = {}, { signal, mostRows, onRead } = {}) =>
      attempt('select', async () => {
        const result = await client.query({
          query,
          format: 'JSONEachRow',
          query_params: { ...parameters },
          ...(signal && { abort_signal: signal }),
          // Numbers beyond 2^53 keep their digits; the row schemas turn them into what they mean.
          clickhouse_settings: {
            output_format_json_quote_64bit_integers: 1,
            wait_end_of_query: 1,
            // A SELECT can change nothing, and ends when nobody waits for it any more.
            readonly: '2',
            cancel_http_readonly_queries_on_client_close: 1,
            max_execution_time: Math.ceil(requestTimeoutMs / 1000),
            ...(mostRows !== undefined && { max_rows_to_read: String(mostRows) }),
          },
        });
        onRead?.(parseReadRows(result.response_headers['x-clickhouse-summary']));
        return await result.json();
      }),

    command: (statement, { parameters = {}, database: scope } = {}) =>
      attempt('command', async () => {
        const runner = scope === null ? open('default') : client;
        try {
          await runner.command({
            query: statement,
            query_params: { ...parameters },
            clickhouse_settings: { wait_end_of_query: 1 },
          });
        } finally {
          if (runner !== client) await runner.close();
        }
      }),

    send: (insert, blocks, settings) =>
      attempt('insert', async () => {
        const { stream } = await client.exec({
          query: insert,
          values: Readable.from(blocks, { objectMode: false }),
          clickhouse_settings: { ...settings, wait_end_of_query: 1 },
        });
        await drainStream(stream);
      }),

    close: () => client.close(),
  };
}
