import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { roomIdOf } from './scripted-twitch';

export interface ScriptedSubscription {
  readonly id: string;
  readonly type: string;
  readonly channelId: string;
  readonly userId: string;
}

/** One socket as the server sees it. */
export interface ScriptedSocket {
  readonly socket: WebSocket;
  /** With the query. */
  readonly path: string;
  sessionId: string;
  isClosed: boolean;
}

export interface ScriptedEventSub {
  /** Of the WebSocket. */
  readonly url: URL;
  readonly helixUrl: URL;
  readonly authUrl: URL;
  /** All that were ever opened, in order. */
  readonly sockets: readonly ScriptedSocket[];
  /** By id; a session's end and DELETE remove them. */
  readonly subscriptions: ReadonlyMap<string, ScriptedSubscription>;
  /** Method and path of each call, in order. */
  readonly calls: readonly string[];
  /** What the next ones meet. Change it at any time. */
  readonly script: {
    /** Opens and says nothing. */
    isMute: boolean;
    keepaliveSeconds: number;
    /** The only token that is taken. */
    token: string;
    scopes: readonly string[];
    /** Answers a subscription with this status instead of making it. */
    refuseWith: (type: string, channelId: string) => number | undefined;
    /** Logins that exist. */
    exists: (login: string) => boolean;
  };
  /** Sends a message over a socket; over the latest one that is open unless told otherwise. */
  send(type: string, payload: unknown, options?: { to?: ScriptedSocket; id?: string; atMs?: number }): void;
  /** Sends an event to the session that subscribed to it. */
  notify(
    type: string,
    login: string,
    event: object,
    options?: { to?: ScriptedSocket; id?: string; atMs?: number },
  ): void;
  stop(): Promise<void>;
}

/**
 * As much of EventSub over WebSocket and of the calls around it as a client needs, on a free port of 127.0.0.1, doing what
 * a test scripts. A channel's id is that of the scripted Twitch. For specs only.
 */
export async function startScriptedEventSub(): Promise<ScriptedEventSub> {
  const sockets: ScriptedSocket[] = [];
  const subscriptions = new Map<string, ScriptedSubscription>();
  const calls: string[] = [];
  const script: ScriptedEventSub['script'] = {
    isMute: false,
    keepaliveSeconds: 10,
    token: 'secret',
    scopes: ['user:read:chat'],
    refuseWith: () => undefined,
    exists: () => true,
  };
  const latest = (): ScriptedSocket => sockets.findLast(({ isClosed }) => !isClosed)!;
  const send: ScriptedEventSub['send'] = (
    type,
    payload,
    { to = latest(), id = randomUUID(), atMs = Date.now() } = {},
  ) =>
    to.socket.send(
      JSON.stringify({
        metadata: { message_id: id, message_type: type, message_timestamp: new Date(atMs).toISOString() },
        payload,
      }),
    );

  const onSocket = (socket: WebSocket, path: string): void => {
    const entry: ScriptedSocket = { socket, path, sessionId: randomUUID(), isClosed: false };
    // A reconnect takes the session along.
    const before = new URL(path, 'ws://x').searchParams.get('session');
    if (before !== null) entry.sessionId = before;
    sockets.push(entry);
    socket.on('error', () => undefined).on('close', () => (entry.isClosed = true));
    if (script.isMute) return;
    const { keepaliveSeconds } = script;
    send(
      'session_welcome',
      {
        session: {
          id: entry.sessionId,
          status: 'connected',
          connected_at: new Date().toISOString(),
          keepalive_timeout_seconds: keepaliveSeconds,
          reconnect_url: null,
        },
      },
      { to: entry },
    );
  };

  const onCall = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const url = new URL(request.url!, 'http://x');
    calls.push(`${request.method} ${url.pathname}${url.search}`);
    const answer = (status: number, json: unknown): void =>
      void response.writeHead(status).end(JSON.stringify(json));
    const isValidation = url.pathname === '/oauth2/validate';
    const token = isValidation ? `OAuth ${script.token}` : `Bearer ${script.token}`;
    if (request.headers.authorization !== token)
      return answer(401, { status: 401, message: 'invalid access token' });
    if (isValidation)
      return answer(200, {
        client_id: 'client',
        login: 'reader',
        scopes: script.scopes,
        user_id: '99',
        expires_in: 9_000,
      });
    if (request.headers['client-id'] !== 'client')
      return answer(401, { status: 401, message: 'no client id' });
    if (url.pathname === '/helix/users') {
      const login = url.searchParams.get('login')!;
      return answer(200, { data: script.exists(login) ? [{ id: roomIdOf(login), login }] : [] });
    }
    if (request.method === 'DELETE') {
      subscriptions.delete(url.searchParams.get('id')!);
      return void response.writeHead(204).end();
    }
    const { type, condition, transport } = JSON.parse(body) as {
      type: string;
      condition: { broadcaster_user_id: string; user_id: string };
      transport: { session_id: string };
    };
    const channelId = condition.broadcaster_user_id;
    const status = script.refuseWith(type, channelId);
    if (status !== undefined) return answer(status, { status, message: 'refused' });
    if (!sockets.some(({ sessionId, isClosed }) => sessionId === transport.session_id && !isClosed))
      return answer(400, { status: 400, message: 'no such session' });
    const id = randomUUID();
    subscriptions.set(id, { id, type, channelId, userId: condition.user_id });
    answer(202, { data: [{ id, status: 'enabled' }], total: 1, total_cost: 0, max_total_cost: 10 });
  };

  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => onCall(request, response, Buffer.concat(chunks).toString()));
  });
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    webSockets.handleUpgrade(request, socket, head, (opened) => onSocket(opened, request.url!));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: new URL(`ws://127.0.0.1:${port}/ws`),
    helixUrl: new URL(`http://127.0.0.1:${port}/helix/`),
    authUrl: new URL(`http://127.0.0.1:${port}/oauth2`),
    sockets,
    subscriptions,
    calls,
    script,
    send,
    notify(type, login, event, options) {
      const subscription = [...subscriptions.values()].find(
        (one) => one.type === type && one.channelId === roomIdOf(login),
      );
      if (subscription === undefined) throw new Error(`nobody subscribed to ${type} of ${login}`);
      const { id, channelId, userId } = subscription;
      const condition = { broadcaster_user_id: channelId, user_id: userId };
      send(
        'notification',
        { subscription: { id, type, version: '1', status: 'enabled', condition }, event },
        options,
      );
    },
    stop: () =>
      new Promise((resolve) => {
        for (const { socket } of sockets) socket.terminate();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
