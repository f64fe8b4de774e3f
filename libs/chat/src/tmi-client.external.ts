/**
 * The part of tmi.js 1.8.5 that this room stands on, private members included. The version is pinned; a test fails
 * when one of these is gone.
 */
export interface TmiClient {
  /** Called with each WebSocket message; bound when the connection opens, so it must be replaced before. */
  _onMessage(event: { data: unknown }): void;
  /** What tmi.js does with a parsed line: login, PING, PONG. */
  handleMessage(message: TmiMessage): void;
  connect(): Promise<[server: string, port: number]>;
  disconnect(): Promise<[server: string, port: number]>;
  on(event: 'connected', listener: (server: string, port: number) => void): void;
  on(event: 'disconnected', listener: (reason: string) => void): void;
  readonly ws: TmiSocket | null;
}

/** npm `ws`'s WebSocket, in what is used here. */
export interface TmiSocket {
  readonly readyState: number;
  send(data: string): void;
  pause(): void;
  resume(): void;
  /** Ends the connection at once, without the closing handshake. */
  terminate(): void;
}

/** tmi.js's parser's result. Tag values are text, or `true` where a tag has none. */
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

/**
 * Loads tmi.js so that it takes npm `ws` on every Node. From Node 22 on it would take the built-in WebSocket, which
 * cannot be paused: without that a slow event log would fill memory.
 */
export async function loadTmi(): Promise<{
  Client: TmiModule['Client'];
  parseLine: (line: string) => TmiMessage | null;
}> {
  const scope = globalThis as { WebSocket?: unknown };
  const builtIn = scope.WebSocket;
  scope.WebSocket = undefined;
  try {
    const { default: tmi } = await import('tmi.js');
    const { default: parser } = await import('tmi.js/lib/parser.js');
    return { Client: (tmi as TmiModule).Client, parseLine: (parser as TmiParser).msg };
  } finally {
    if (builtIn === undefined) delete scope.WebSocket;
    else scope.WebSocket = builtIn;
  }
}
