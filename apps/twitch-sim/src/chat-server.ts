import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '@emotide/service-kit';
import { WebSocketServer, type WebSocket } from 'ws';
import { createIrcSession } from './irc-session';
import type { Reader, Rooms } from './rooms';

export interface ChatServer {
  readonly port: number;
  connections(): readonly ConnectionState[];
  /** Cuts a connection off without a closing handshake. @returns false where there is none of that number. */
  drop(connection: number): boolean;
  stop(): Promise<void>;
}

export interface ConnectionState {
  readonly connection: number;
  readonly backlogBytes: number;
}

const HOST = '127.0.0.1';
/** A reader says little: the longest is a comma list of channels. */
const MAX_FRAME_BYTES = 16 * 1024;
const TICK_MS = 1_000;
/** How long a closing handshake may take at the end. */
const GOODBYE_MS = 300;

/**
 * IRC over WebSocket on loopback, with `onRequest` for everything else that is asked over HTTP.
 *
 * @throws UsageError when the port is taken.
 */
export async function startChatServer(options: {
  /** 0 takes a free one. */
  port: number;
  /** Number of the first connection. */
  firstConnection: number;
  rooms: Rooms;
  roomIdOf: (login: string) => string;
  nowMs: () => number;
  onRequest: (request: IncomingMessage, response: ServerResponse) => void;
}): Promise<ChatServer> {
  const { port, firstConnection, rooms, roomIdOf, nowMs, onRequest } = options;
  let nextConnection = firstConnection;
  const open = new Map<number, { socket: WebSocket; reader: Reader; tick: (nowMs: number) => void }>();

  const onSocket = (socket: WebSocket, request: IncomingMessage): void => {
    const connection = nextConnection++;
    const session = createIrcSession({
      socket: {
        send: (text) => socket.send(text),
        close() {
          rooms.leave(reader);
          socket.close();
        },
        isBackedUp: () => socket.bufferedAmount > 0,
      },
      world: {
        roomIdOf,
        joined: (login) => rooms.join(login, reader),
        parted: (login) => rooms.part(login, reader),
      },
      nowMs: nowMs(),
    });
    const reader: Reader = {
      connection,
      caps: session.caps,
      deliver: (frame) => socket.send(frame, { binary: false }),
      backlogBytes: () => socket.bufferedAmount,
      drained: () => drained(socket, request),
    };
    open.set(connection, { socket, reader, tick: session.tick });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) session.receive((data as Buffer).toString());
    });
    // A frame that is too long or no UTF-8 comes as an error; ws closes the socket by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      rooms.leave(reader);
      open.delete(connection);
    });
  };

  const http = createServer(onRequest);
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  sockets.on('connection', onSocket);
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? new UsageError(`port ${port} is taken`) : error);
    sockets.once('error', refuse);
    http.listen(port, HOST, () => {
      sockets.off('error', refuse);
      resolve();
    });
  });
  const ticking = setInterval(() => {
    for (const { tick } of open.values()) tick(nowMs());
  }, TICK_MS);

  return {
    port: (http.address() as AddressInfo).port,
    connections: () =>
      [...open].map(([connection, { socket }]) => ({ connection, backlogBytes: socket.bufferedAmount })),
    drop(connection) {
      const found = open.get(connection);
      if (found === undefined) return false;
      rooms.leave(found.reader);
      found.socket.terminate();
      return true;
    },
    async stop() {
      clearInterval(ticking);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const { socket, reader } of open.values()) {
        rooms.leave(reader);
        socket.close(1001);
      }
      const cutOff = setTimeout(() => {
        for (const { socket } of open.values()) socket.terminate();
        http.closeAllConnections();
      }, GOODBYE_MS);
      sockets.close();
      http.closeIdleConnections();
      await closed;
      clearTimeout(cutOff);
    },
  };
}

/** `drain` comes when the kernel took everything; Node promises it after any write that filled the buffer. */
function drained(socket: WebSocket, { socket: tcp }: IncomingMessage): Promise<void> {
  if (socket.readyState !== socket.OPEN || socket.bufferedAmount === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      tcp.off('drain', end).off('close', end);
      resolve();
    };
    tcp.on('drain', end).on('close', end);
  });
}
