import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@emotide/service-kit';
import { GraphQLError, getOperationAST, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { handleProtocols, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { toApiError } from '../api-error';
import { scopeOf, type Caller } from '../door/caller';
import type { Door } from '../door/create-door';
import { isRefusal, tooMany } from '../door/identify';
import { isForeignPage } from '../door/origins';
import type { Frame, LiveHub, RunOperation, SilentSubscription, Subscriber } from './live-hub';
import { toOperationKey } from './operation-key';
import type { OperationParams, PreparedOperation } from './prepare-operation';

/** Prepares an operation of somebody. */
export type PrepareFor = (
  params: OperationParams,
  caller: Caller,
) => Promise<PreparedOperation | readonly GraphQLError[]>;

export interface SubscriptionServerOptions {
  /** Whose upgrades it takes; requests of other kinds are not touched. */
  readonly server: Server;
  readonly path: string;
  readonly hub: LiveHub;
  /** Parses and validates as queries are. Gives what is to be executed, or the errors to show. */
  readonly prepare: PrepareFor;
  /** Whose pages may connect, who somebody is, how often one may ask. */
  readonly door: Pick<Door, 'origins' | 'identify' | 'limits' | 'onKeyWithdrawn'>;
  /** Connections at a time; more are answered with 503. */
  readonly mostSockets: number;
  /** Subscriptions at a time over all of them; more get an error. */
  readonly mostSubscriptions: number;
  readonly log: Logger;
  /** How often a connection has to show that it still reads. Default 12,000. */
  readonly heartbeatMs?: number;
  /** How long a connection may take to introduce itself. Default 3,000. */
  readonly initWithinMs?: number;
}

export interface SubscriptionServer {
  readonly sockets: number;
  /** Takes no new connection and no new subscription any more; who begins one is told to connect again, elsewhere. */
  leave(): void;
  /** Those that are open, each with what ends it so that its client connects again. */
  open(): (() => void)[];
  /** Says goodbye to every connection, and cuts those that do not answer. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 12_000;
const INIT_MS = 3_000;
const MOST_MESSAGE_BYTES = 64 * 1024;
const MOST_SUBSCRIPTIONS = 100;
/** graphql-ws's client makes UUIDs; the id goes into every message. */
const LONGEST_ID = 128;
/** Answers that a connection may leave unread while it goes on asking. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** Messages that a connection may send between two heartbeats: a hundred subscriptions, begun and ended four times. */
const MOST_MESSAGES = 1_000;
const GOODBYE_MS = 500;

/** Close codes: RFC 6455's, and of graphql-transport-ws. */
const CLOSE = {
  goingAway: 1001,
  restart: 1012,
  tryLater: 1013,
  forbidden: 4403,
  internal: 4500,
  tooManyMessages: 4429,
} as const;

interface Connection {
  readonly socket: WebSocket;
  /** Whether it answered the last ping. */
  isAlive: boolean;
  messages: number;
  /** Who it is, once it has introduced itself. */
  caller: Caller | undefined;
}

interface Extra {
  readonly subscriber: Subscriber;
  readonly connection: Connection;
  readonly request: IncomingMessage;
}

type LiveArgs = ExecutionArgs & {
  readonly live: {
    readonly id: string;
    readonly subscriber: Subscriber;
    readonly run: RunOperation;
    readonly scope: string;
  };
};

/**
 * GraphQL subscriptions over WebSocket, protocol graphql-transport-ws. graphql-ws keeps the protocol; what is subscribed
 * to is run by the hub, which also writes the answers.
 *
 * Made on graphql-ws's own core: its adapter for `ws` has a timer per connection, and prints what a stranger's broken
 * frame says.
 */
export function createSubscriptionServer(options: SubscriptionServerOptions): SubscriptionServer {
  const { server, path, hub, prepare, door, mostSockets, mostSubscriptions, log } = options;
  const { heartbeatMs = HEARTBEAT_MS, initWithinMs = INIT_MS } = options;
  const connections = new Map<WebSocket, Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  });

  const onSubscribe = async (
    { extra, subscriptions }: Context<Record<string, unknown>, Extra>,
    id: string,
    params: { query: string; operationName?: unknown; variables?: unknown; extensions?: unknown },
  ): Promise<LiveArgs | readonly GraphQLError[]> => {
    if (isLeaving) {
      // An error would end this subscription for good; a connection that ends is made again, with all that it had.
      askToComeBack(extra.connection.socket);
      return [toApiError('UNAVAILABLE', 'this server is about to stop')];
    }
    if (id.length > LONGEST_ID)
      return [toApiError('BAD_ARGUMENT', `an id has at most ${LONGEST_ID} characters`)];
    if (Object.keys(subscriptions).length > MOST_SUBSCRIPTIONS)
      return [toApiError('TOO_MANY', `more than ${MOST_SUBSCRIPTIONS} subscriptions on this connection`)];
    if (hub.subscribers >= mostSubscriptions)
      return [toApiError('TOO_MANY', 'the server has as many subscriptions as it can have; try again later')];
    // graphql-ws has acknowledged the connection, so it has introduced itself.
    const caller = extra.connection.caller!;
    const waitSeconds = await door.limits.take(caller);
    if (waitSeconds > 0) return [toApiError('TOO_MANY', tooMany(waitSeconds).message)];
    const operationName = typeof params.operationName === 'string' ? params.operationName : null;
    const variables = isRecord(params.variables) ? params.variables : null;
    const extensions = isRecord(params.extensions) ? params.extensions : null;
    const prepared = await prepare({ query: params.query, operationName, variables, extensions }, caller);
    if (!('args' in prepared)) return prepared;
    const { args, run } = prepared;
    const operation = getOperationAST(args.document, args.operationName);
    if (operation && operation.operation !== 'subscription')
      return [toApiError('WRONG_TRANSPORT', 'only subscriptions go over WebSocket: send it over HTTP')];
    return { ...args, live: { id, subscriber: extra.subscriber, run, scope: scopeOf(caller) } };
  };

  const subscribe = async (args: LiveArgs): Promise<ExecutionResult | SilentSubscription> => {
    const { live, ...operation } = args;
    try {
      // Nobody else can have the same misfit of variables, so it has a key of its own.
      const key = toOperationKey(operation, live.scope) ?? `misfit ${(misfits += 1)}`;
      return await hub.attach(key, live.run, toFrame(live.id), live.subscriber);
    } catch (error) {
      // What is thrown here would end the connection with all its subscriptions.
      if (error instanceof GraphQLError) return { errors: [error] };
      log.error({ err: error }, 'subscription failed');
      return { errors: [toApiError('INTERNAL_SERVER_ERROR', 'unexpected error')] };
    }
  };
  let misfits = 0;

  /** Whoever shows a key shows it in the first message, as a page can send no header; others may send the header. */
  const onConnect = async ({ connectionParams, extra }: Context<Record<string, unknown>, Extra>) => {
    const { request, connection } = extra;
    const shown = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
    const authorization = typeof shown === 'string' ? shown : request.headers.authorization;
    const given = await door.identify(request, authorization);
    if (isRefusal(given)) {
      if (given.status === 503) connection.socket.close(CLOSE.tryLater, given.message);
      return false;
    }
    connection.caller = given;
    return given.roles.size > 0;
  };

  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: initWithinMs,
    onConnect,
    onSubscribe: async (context, id, payload) => {
      const prepared = await onSubscribe(context, id, payload);
      return 'live' in prepared ? prepared : [...prepared];
    },
    subscribe: (args) => subscribe(args as LiveArgs),
  });

  const accept = (socket: WebSocket, request: IncomingMessage): void => {
    const connection: Connection = { socket, isAlive: true, messages: 0, caller: undefined };
    connections.set(socket, connection);
    const send = (text: string): Promise<void> => {
      if (socket.readyState === socket.OPEN) socket.send(text);
      return Promise.resolve();
    };
    const subscriber: Subscriber = {
      get isOpen() {
        return socket.readyState === socket.OPEN;
      },
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      send: (text) => socket.send(text),
    };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            if (socket.readyState !== socket.OPEN) return;
            if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate();
            if (++connection.messages > MOST_MESSAGES)
              return socket.close(CLOSE.tooManyMessages, 'Too many messages');
            // Frames come as one Buffer: the default of `ws`.
            handle((data as Buffer).toString()).catch((error: unknown) => {
              log.error({ err: error }, 'a message of a subscriber could not be handled');
              socket.close(CLOSE.internal, 'Internal server error');
            });
          }),
      },
      { subscriber, connection, request },
    );
    socket.on('pong', () => {
      connection.isAlive = true;
    });
    // A broken or too large frame: `ws` closes the connection with the code that it deserves.
    socket.on('error', (error) => log.debug({ reason: error.message }, 'a subscriber sent a bad frame'));
    socket.once('close', (code, reason) => {
      connections.delete(socket);
      closed(code, reason.toString()).catch((error: unknown) => {
        log.error({ err: error }, 'a subscriber could not be forgotten');
      });
    });
  };

  let isLeaving = false;
  const askToComeBack = (socket: WebSocket): void => socket.close(CLOSE.restart, 'Service restart');

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', (error) => log.debug({ reason: error.message }, 'a connection broke off'));
    if (request.url?.split('?', 1)[0] !== path) return refuse(socket, 404);
    if (isForeignPage(request.headers, door.origins)) return refuse(socket, 403);
    if (isLeaving || connections.size >= mostSockets) return refuse(socket, 503);
    sockets.handleUpgrade(request, socket, head, accept);
  };

  const heartbeat = setInterval(() => {
    for (const connection of connections.values()) {
      // One that does not read does not see the ping either.
      if (!connection.isAlive) connection.socket.terminate();
      else if (connection.socket.readyState === connection.socket.OPEN) connection.socket.ping();
      connection.isAlive = false;
      connection.messages = 0;
    }
  }, heartbeatMs);

  const stopListening = door.onKeyWithdrawn((keyId) => {
    for (const { caller, socket } of connections.values())
      if (caller?.keyId === keyId) socket.close(CLOSE.forbidden, 'the key was withdrawn');
  });

  server.on('upgrade', onUpgrade);
  return {
    get sockets() {
      return connections.size;
    },
    leave() {
      isLeaving = true;
    },
    open: () => [...connections.keys()].map((socket) => () => askToComeBack(socket)),
    async stop() {
      server.off('upgrade', onUpgrade);
      stopListening();
      clearInterval(heartbeat);
      for (const socket of connections.keys()) socket.close(CLOSE.goingAway, 'Going away');
      const until = performance.now() + GOODBYE_MS;
      while (connections.size > 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of connections.keys()) socket.terminate();
      sockets.close();
    },
  };
}

/** A message of the protocol around an answer. */
const toFrame = (id: string): Frame => ({
  head: `{"id":${JSON.stringify(id)},"type":"next","payload":`,
  tail: '}',
});

function refuse(socket: Duplex, status: 403 | 404 | 503): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${status === 503 ? 'Retry-After: 1\r\n' : ''}Content-Length: 0\r\n\r\n`,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
