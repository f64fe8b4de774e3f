import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { UsageError } from '@emotide/service-kit';
import { WebSocketServer, type WebSocket } from 'ws';
import type { IrcWarden } from './irc-limits';
import { createIrcSession, type IrcSession, type RoomState } from './irc-session';
import type { ConnectionRecord } from './connection-log';
import { createLaggingDelivery, type Lag, type LaggingDelivery } from './lagging-delivery';
import type { Reader, Rooms } from './rooms';
import type { PushSession, PushSocket } from './services/push-socket';

export interface ChatServer {
  readonly port: number;
  connections(): readonly ConnectionState[];
  /** Cuts a connection off without a closing handshake. @returns false where there is none of that number. */
  drop(connection: number): boolean;
  /** Sends RECONNECT, and ends the connection after a while. @returns false where there is none of that number. */
  reconnect(connection: number, closeAfterMs: number): boolean;
  /** As if the other side had vanished: nothing is read or said any more. @returns false where there is none. */
  freeze(connection: number): boolean;
  thaw(connection: number): boolean;
  /** What is put on a connection from now on is under way for so long. @returns false where there is none. */
  lag(connection: number, lag: Lag): boolean;
  /** Numbers of the connections that are in a channel. */
  connectionsIn(login: string): number[];
  /** Cuts all off that came through a door. @returns how many they were. */
  dropDoor(path: string): number;
  /** As if they had vanished: those that came through a door are told nothing more, and not heard. */
  silenceDoor(path: string): number;
  /** Ends everybody's stay in a channel. */
  expel(login: string): void;
  stop(): Promise<void>;
}

export interface ConnectionState {
  readonly connection: number;
  readonly backlogBytes: number;
  /** Only where it is. */
  readonly frozen?: true;
}

/** Another service than chat, which takes WebSockets at a path of its own. */
export interface SocketDoor {
  /** An HTTP status for who is turned away. */
  admit(): number;
  connect(socket: PushSocket): PushSession;
}

const HOST = '127.0.0.1';
/** A reader says little: the longest is a comma list of channels. */
const MAX_FRAME_BYTES = 16 * 1024;
const TICK_MS = 1_000;
/** A client that does not take what a service pushes is cut off, as it would be by the service. */
const MAX_PUSH_BACKLOG_BYTES = 8 * 1024 * 1024;
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
  /** Without it every channel is open. */
  stateOf?: (login: string) => RoomState;
  /** Without it, nobody keeps to Twitch's pace. */
  warden?: IrcWarden;
  /** Told what becomes of each connection, before anything else is done about it. */
  onConnection?: (record: ConnectionRecord) => void;
  onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** By path; chat is everywhere else. */
  doors?: ReadonlyMap<string, SocketDoor>;
}): Promise<ChatServer> {
  const { port, firstConnection, rooms, roomIdOf, nowMs, stateOf, warden, onRequest, doors } = options;
  const { onConnection = () => undefined } = options;
  let nextConnection = firstConnection;
  const open = new Map<number, Connection>();
  const note = (connection: number, what: ConnectionRecord['what'], lagMs?: number): void =>
    onConnection({ connection, what, atMs: nowMs(), ...(lagMs !== undefined && { lagMs }) });
  /** Notes the end of a connection once, whoever brings it about. */
  const noteEnd = (connection: number, what: 'cut-off' | 'closed' | 'gone'): void => {
    const found = open.get(connection);
    if (found === undefined || found.hasEnded) return;
    found.hasEnded = true;
    found.delivery.stop();
    note(connection, what);
  };

  const onSocket = (socket: WebSocket, request: IncomingMessage): void => {
    const connection = nextConnection++;
    const session = createIrcSession({
      socket: {
        send: (text) => socket.send(text),
        close() {
          noteEnd(connection, 'closed');
          rooms.leave(reader);
          socket.close();
        },
        isBackedUp: () => socket.bufferedAmount > 0,
      },
      world: {
        roomIdOf,
        joined: (login) => rooms.join(login, reader),
        parted: (login) => rooms.part(login, reader),
        ...(stateOf && { stateOf }),
      },
      nowMs: nowMs(),
      clock: nowMs,
      ...(warden && { warden }),
    });
    const delivery = createLaggingDelivery((frame) => socket.send(frame, { binary: false }));
    const reader: Reader = {
      connection,
      caps: session.caps,
      deliver: (frame) => delivery.deliver(frame),
      backlogBytes: () => socket.bufferedAmount,
      drained: () => drained(socket, request),
    };
    open.set(connection, { socket, reader, session, delivery, isFrozen: false, hasEnded: false });
    note(connection, 'opened');
    // Some clients send their lines as binary frames, and Twitch reads them.
    socket.on('message', (data) => session.receive((data as Buffer).toString()));
    // A frame that is too long or no UTF-8 comes as an error; ws closes the socket by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      noteEnd(connection, 'gone');
      rooms.leave(reader);
      open.delete(connection);
    });
  };

  const pushSockets = new Map<WebSocket, { readonly path: string; isSilent: boolean }>();
  const behindDoor = (path: string) => [...pushSockets].filter(([, state]) => state.path === path);

  const http = createServer(onRequest);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  http.on('upgrade', (request, tcp, head) => {
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    const door = doors?.get(path);
    const status = door?.admit() ?? 101;
    if (status !== 101) return turnAway(tcp, status);
    sockets.handleUpgrade(request, tcp, head, (socket) => {
      if (door === undefined) onSocket(socket, request);
      else onPushSocket(socket, door, path);
    });
  });
  const onPushSocket = (socket: WebSocket, door: SocketDoor, path: string): void => {
    const state = { path, isSilent: false };
    pushSockets.set(socket, state);
    const session = door.connect({
      send(text) {
        if (state.isSilent) return;
        if (socket.bufferedAmount > MAX_PUSH_BACKLOG_BYTES) socket.terminate();
        else if (socket.readyState === socket.OPEN) socket.send(text);
      },
      close: (code, reason) => socket.close(code, reason),
    });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) session.receive((data as Buffer).toString());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      pushSockets.delete(socket);
      session.ended();
    });
  };
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? new UsageError(`port ${port} is taken`) : error);
    http.once('error', refuse);
    http.listen(port, HOST, () => {
      http.off('error', refuse);
      resolve();
    });
  });
  const ticking = setInterval(() => {
    for (const { session, isFrozen } of open.values()) if (!isFrozen) session.tick(nowMs());
  }, TICK_MS);

  return {
    port: (http.address() as AddressInfo).port,
    connections: () =>
      [...open].map(([connection, { socket, isFrozen }]) => ({
        connection,
        backlogBytes: socket.bufferedAmount,
        ...(isFrozen && { frozen: true as const }),
      })),
    drop(connection) {
      const found = open.get(connection);
      if (found === undefined) return false;
      noteEnd(connection, 'cut-off');
      rooms.leave(found.reader);
      found.socket.terminate();
      return true;
    },
    reconnect(connection, closeAfterMs) {
      const found = open.get(connection);
      if (found === undefined) return false;
      note(connection, 'asked-to-reconnect');
      found.session.askToReconnect();
      const closing = setTimeout(() => {
        noteEnd(connection, 'closed');
        rooms.leave(found.reader);
        found.socket.close();
      }, closeAfterMs);
      found.socket.once('close', () => clearTimeout(closing));
      return true;
    },
    freeze(connection) {
      const found = open.get(connection);
      if (found === undefined) return false;
      found.isFrozen = true;
      note(connection, 'frozen');
      rooms.holdOut(found.reader, 'frozen');
      found.socket.pause();
      return true;
    },
    thaw(connection) {
      const found = open.get(connection);
      if (found === undefined) return false;
      found.isFrozen = false;
      note(connection, 'thawed');
      found.socket.resume();
      rooms.letIn(found.reader, 'frozen');
      return true;
    },
    lag(connection, lag) {
      const found = open.get(connection);
      if (found === undefined) return false;
      note(connection, 'lagged', lag.ms + lag.jitterMs);
      found.delivery.setLag(lag);
      return true;
    },
    connectionsIn: (login) =>
      [...open].flatMap(([connection, { session }]) => (session.isIn(login) ? connection : [])),
    dropDoor: (path) => {
      const sockets = behindDoor(path);
      for (const [socket] of sockets) socket.terminate();
      return sockets.length;
    },
    silenceDoor: (path) => {
      const sockets = behindDoor(path);
      for (const [socket, state] of sockets) {
        state.isSilent = true;
        socket.pause();
      }
      return sockets.length;
    },
    expel(login) {
      for (const { session } of open.values()) session.expel(login);
    },
    async stop() {
      clearInterval(ticking);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const [connection, { socket, reader }] of open) {
        noteEnd(connection, 'closed');
        rooms.leave(reader);
        socket.close(1001);
      }
      for (const socket of pushSockets.keys()) socket.close(1001);
      const cutOff = setTimeout(() => {
        for (const { socket } of open.values()) socket.terminate();
        for (const socket of pushSockets.keys()) socket.terminate();
        http.closeAllConnections();
      }, GOODBYE_MS);
      sockets.close();
      http.closeIdleConnections();
      await closed;
      clearTimeout(cutOff);
    },
  };
}

interface Connection {
  readonly socket: WebSocket;
  readonly reader: Reader;
  readonly session: IrcSession;
  readonly delivery: LaggingDelivery;
  isFrozen: boolean;
  hasEnded: boolean;
}

function turnAway(tcp: Duplex, status: number): void {
  tcp.on('error', () => undefined);
  tcp.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
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
