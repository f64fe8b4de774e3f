import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** One connection as the server sees it. */
export interface LiveServerConnection {
  readonly socket: WebSocket;
  /** Messages that the client sent, parsed, in order. */
  readonly heard: readonly Readonly<Record<string, unknown>>[];
  readonly openedAtMs: number;
  readonly isClosed: boolean;
  say(message: unknown): void;
}

export interface LiveServer {
  readonly url: URL;
  /** All that were ever opened, in order. */
  readonly connections: readonly LiveServerConnection[];
  /** Attempts to connect, accepted or not. */
  readonly attempts: number;
  readonly script: {
    /** Answers 503 instead of opening. */
    refuse: boolean;
    onOpen: (connection: LiveServerConnection) => void;
    onMessage: (connection: LiveServerConnection, message: Readonly<Record<string, unknown>>) => void;
  };
  stop(): Promise<void>;
}

/** A WebSocket server on a free port of 127.0.0.1 that does what a test scripts. */
export async function startLiveServer(): Promise<LiveServer> {
  const connections: LiveServerConnection[] = [];
  const script: LiveServer['script'] = { refuse: false, onOpen: () => undefined, onMessage: () => undefined };
  let attempts = 0;
  const webSockets = new WebSocketServer({ noServer: true });
  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    attempts++;
    socket.on('error', () => undefined);
    if (script.refuse)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const heard: Readonly<Record<string, unknown>>[] = [];
      let isClosed = false;
      const connection: LiveServerConnection = {
        socket: webSocket,
        heard,
        openedAtMs: performance.now(),
        get isClosed() {
          return isClosed;
        },
        say: (message) => webSocket.send(typeof message === 'string' ? message : JSON.stringify(message)),
      };
      connections.push(connection);
      webSocket.on('error', () => undefined).on('close', () => (isClosed = true));
      webSocket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Readonly<Record<string, unknown>>;
        heard.push(message);
        script.onMessage(connection, message);
      });
      script.onOpen(connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`ws://127.0.0.1:${port}/`),
    connections,
    get attempts() {
      return attempts;
    },
    script,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of webSockets.clients) socket.terminate();
        webSockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
