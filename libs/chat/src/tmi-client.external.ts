import { WebSocket, type ClientOptions } from 'ws';

/**
 * The part of tmi.js 1.8.5 that this room stands on, private members included. The version is pinned; a test fails
 * when one of these is gone.
 */
export interface TmiClient {
  /** What tmi.js does with a parsed line: login, PING, PONG. */
  handleMessage(message: TmiMessage): void;
  /** Makes {@link ws} before it returns. The promise tells less than the events: see `_onError` in tmi.js. */
  connect(): Promise<unknown>;
  /** Logged in. */
  on(event: 'connected', listener: () => void): void;
  /** The socket failed or closed; also when it never opened. May come twice. */
  on(event: 'disconnected', listener: (reason: string) => void): void;
  readonly ws: TmiSocket | null;
  /** Its own PING once a minute, set when it has logged in; a dead socket keeps it for half a minute more. */
  readonly pingLoop: NodeJS.Timeout | null;
}

/** npm `ws`'s WebSocket, in what is used here. */
export interface TmiSocket {
  readonly readyState: number;
  send(data: string): void;
  pause(): void;
  resume(): void;
  /** Ends the connection at once, without the closing handshake. */
  terminate(): void;
  /** tmi.js's own reading, set when it connects. While it is there, each message is made text for it. */
  onmessage: unknown;
  on(event: 'message', listener: (data: Buffer) => void): void;
  prependOnceListener(event: 'error', listener: (error: NodeJS.ErrnoException) => void): void;
  prependOnceListener(event: 'close', listener: (code: number) => void): void;
}

/** tmi.js's parser's result. A tag's value is text: `true` where it is empty, the tag's own name where there is no `=`. */
export interface TmiMessage {
  readonly raw: string;
  readonly tags: Record<string, string | true>;
  readonly prefix: string | null;
  readonly command: string | null;
  readonly params: string[];
}

export interface TmiModule {
  readonly Client: new (options: {
    connection: { server: string; port: number; secure: boolean; reconnect: false };
    options: { skipMembership: true; skipUpdatingEmotesets: true };
    channels: readonly string[];
    logger: { info(): void; warn(): void; error(): void };
  }) => TmiClient;
}

interface TmiParser {
  msg(line: string): TmiMessage | null;
}

export interface Tmi {
  readonly Client: TmiModule['Client'];
  readonly parseLine: (line: string) => TmiMessage | null;
}

let loading: Promise<Tmi> | undefined;

/**
 * What tmi.js is given for a WebSocket. It names no options of its own, and ws would offer Twitch to compress: reading
 * then costs four times as much.
 */
class PlainWebSocket extends WebSocket {
  constructor(url: string, protocols: string, options: ClientOptions) {
    super(url, protocols, { ...options, perMessageDeflate: false });
  }
}

/**
 * Loads tmi.js so that it takes npm `ws` on every Node. From Node 22 on it would take the built-in WebSocket, which
 * cannot be paused: without that a slow event log would fill memory.
 *
 * tmi.js chooses once, while its module is evaluated; only then is the built-in one replaced. One load for all: of two
 * at once, the second would take the first's for the built-in one and leave that behind.
 */
export function loadTmi(): Promise<Tmi> {
  return (loading ??= loadOverWs());
}

async function loadOverWs(): Promise<Tmi> {
  const builtIn = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Object.defineProperty(globalThis, 'WebSocket', { value: PlainWebSocket, configurable: true });
  try {
    const { default: tmi } = await import('tmi.js');
    const { default: parser } = await import('tmi.js/lib/parser.js');
    return { Client: (tmi as TmiModule).Client, parseLine: (parser as TmiParser).msg };
  } finally {
    if (builtIn === undefined) Reflect.deleteProperty(globalThis, 'WebSocket');
    else Object.defineProperty(globalThis, 'WebSocket', builtIn);
  }
}
