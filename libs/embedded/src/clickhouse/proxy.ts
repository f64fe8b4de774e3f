import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { matchesHash, parseCredentials } from './credentials';
import { listenOnLoopback } from './listen-on-loopback';
import { createRequestGate, type RequestGate } from './request-gate';
import { DOOR_HEADER } from './server-config';

export interface ProxyOptions {
  /** The secret that the engine wants to see. */
  readonly door: string;
  /** Who may come in: SHA-256 of the password in hex, by name. */
  readonly users: ReadonlyMap<string, string>;
  readonly maxConcurrentRequests: number;
  /** How many of these some users may take, by name, so that they leave the others a way in however slowly they ask. */
  readonly shares?: ReadonlyMap<string, number>;
  /** How long a request may wait for a place. Default 2,000. */
  readonly queueWaitMs?: number;
  /** A client that has not finished its headers by then is cut off. Default 10,000. */
  readonly headersTimeoutMs?: number;
  /** A client that stops in the middle of its body for so long is cut off. Default 60,000. */
  readonly bodyIdleMs?: number;
}

export interface Proxy {
  /** Listens on 127.0.0.1, on a free port for 0, and returns the port. Rejects as Node's server does. */
  listen(port: number): Promise<number>;
  /** From now on requests go to the engine's own port on 127.0.0.1; until then they are answered 503. */
  openTo(enginePort: number): void;
  /** Takes nothing new in, gives what runs `drainMs` to end, then cuts it off. */
  stop(drainMs: number): Promise<void>;
}

/** ClickHouse clients send query parameters in the URL, long lists included. */
const MAX_HEADER_BYTES = 256 * 1024;
const MAX_CONNECTIONS = 1_024;
/** Places to wait in, for each place to run in. */
const QUEUE_PER_PLACE = 8;

/** What the engine may learn of a request; everything else stays here. */
const PASSED_HEADERS = [
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'traceparent',
  'tracestate',
  'user-agent',
  'x-clickhouse-database',
  'x-clickhouse-format',
] as const;

/** RFC 9110 §7.6.1: these speak of one connection. */
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The public face of the engine: HTTP on 127.0.0.1 for those who have a password, and nothing for anyone else.
 *
 * The engine's own listener aborts its whole process when a client resets in the middle of a header, and has no
 * limit of its own to how many queries run. Here Node reads every request first: only whole headers of a known
 * user reach the engine, each on a connection of its own: a kept one would stall clients after a restart, and a new
 * one costs 0.15 ms. The whole way adds 0.7 ms to a query (medians measured here, two shared cores).
 */
export function createProxy(options: ProxyOptions): Proxy {
  const { users, maxConcurrentRequests, shares = new Map<string, number>(), queueWaitMs = 2_000 } = options;
  const gateOf = (limit: number): RequestGate =>
    createRequestGate({ limit, queueLimit: limit * QUEUE_PER_PLACE, waitMs: queueWaitMs });
  const gate = gateOf(maxConcurrentRequests);
  const gates = new Map([...shares].map(([name, limit]) => [name, gateOf(limit)]));

  /** A place among one's own, if that is counted, and then among all. */
  async function enter(user: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    const leave = await gates.get(user)?.enter(signal);
    if (leave === undefined && gates.has(user)) return undefined;
    const release = await gate.enter(signal);
    if (release === undefined) leave?.();
    return (
      release &&
      (() => {
        release();
        leave?.();
      })
    );
  }

  let enginePort: number | undefined;

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      // A long insert is no attack as long as it moves: see limitIdleBody.
      requestTimeout: 0,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      // Whatever a client managed to send, it is this connection's trouble alone.
      handle(request, response).catch(() => response.destroy());
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('connect', (_request, socket) => socket.destroy());

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => response.destroy());
    response.on('error', () => request.destroy());

    const { path, rawQuery } = splitTarget(request.url ?? '');
    if (path === '/ping' && (request.method === 'GET' || request.method === 'HEAD')) {
      return passOn(request, response, { target: '/ping', headers: {}, release: () => undefined });
    }
    if (path !== '/') return refuse(response, 404, 'only / and /ping are served here\n');
    if (request.method !== 'GET' && request.method !== 'POST') {
      return refuse(response, 405, 'GET or POST\n', { allow: 'GET, POST' });
    }
    const credentials = parseCredentials(request.headers, rawQuery);
    const hash = credentials && users.get(credentials.user);
    if (credentials === undefined || hash === undefined || !matchesHash(credentials.password, hash)) {
      return refuse(response, 401, AUTHENTICATION_FAILED, {
        'www-authenticate': 'Basic realm="ClickHouse server HTTP API"',
        'x-clickhouse-exception-code': '516',
      });
    }

    limitIdleBody(request, options.bodyIdleMs ?? 60_000);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const release = await enter(credentials.user, gone.signal);
    if (release === undefined) {
      return refuse(response, 503, 'too many requests at once\n', { 'retry-after': '1' });
    }
    passOn(request, response, {
      target: credentials.query === '' ? '/' : `/?${credentials.query}`,
      headers: {
        // In Basic form any password fits into a header.
        authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`,
      },
      release,
    });
  }

  function passOn(
    request: IncomingMessage,
    response: ServerResponse,
    way: { target: string; headers: OutgoingHttpHeaders; release: () => void },
  ): void {
    // Everyone may have left while this request waited.
    if (response.destroyed) return way.release();
    response.on('close', () => way.release());
    if (enginePort === undefined) return refuse(response, 503, 'starting\n', { 'retry-after': '1' });
    const upstream = httpRequest({
      agent: false,
      host: '127.0.0.1',
      port: enginePort,
      method: request.method,
      path: way.target,
      headers: {
        ...pick(request.headers),
        ...way.headers,
        ...(request.headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
        [DOOR_HEADER]: options.door,
        connection: 'close',
      },
    });
    response.on('close', () => {
      // The client is gone: the engine stops a reading query when its connection closes.
      if (!response.writableFinished) upstream.destroy();
    });
    upstream.on('response', (answer) => {
      answer.on('error', () => response.destroy());
      answer.on('aborted', () => response.destroy());
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.pipe(response);
      // An answer before the end of the question (an error, mostly): nobody reads the rest of it.
      answer.on('end', () => request.unpipe(upstream).resume());
    });
    upstream.on('error', () => {
      request.unpipe(upstream);
      if (response.headersSent) response.destroy();
      else refuse(response, 503, 'the engine does not answer\n', { 'retry-after': '1' });
    });
    request.pipe(upstream);
  }

  return {
    listen: (port) => listenOnLoopback(server, port),
    openTo(port) {
      enginePort = port;
    },
    stop: (drainMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** In ClickHouse's words, which clients know; without the name that was tried, which is the client's text. */
const AUTHENTICATION_FAILED =
  'Code: 516. DB::Exception: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)\n';

/** Answers and ends the connection, reading on so that the client gets to see the answer. */
function refuse(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
    connection: 'close',
  });
  response.end(text);
  response.req.resume();
}

/** Cuts a client off that goes silent within its body; how long the answer takes is not its fault. */
function limitIdleBody(request: IncomingMessage, idleMs: number): void {
  const { socket } = request;
  const cut = (): void => void socket.destroy();
  socket.setTimeout(idleMs, cut);
  const lift = (): void => {
    socket.setTimeout(0);
    socket.off('timeout', cut);
  };
  request.once('end', lift).once('close', lift);
}

function splitTarget(target: string): { path: string; rawQuery: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, rawQuery: '' }
    : { path: target.slice(0, mark), rawQuery: target.slice(mark + 1) };
}

function pick(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(
    PASSED_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

function withoutHops(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name)));
}
