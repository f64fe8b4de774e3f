import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** One connection as the server sees it. */
export interface ScriptedConnection {
  readonly socket: WebSocket;
  /** Lines that the client sent, in order. */
  readonly heard: readonly string[];
  /** Channels that it is in now. */
  readonly channels: ReadonlySet<string>;
  /** JOINs, one entry a channel, in order. */
  readonly joins: readonly { readonly login: string; readonly atMs: number }[];
  readonly isClosed: boolean;
}

export interface ScriptedTwitch {
  readonly url: URL;
  /** When each attempt to connect came, accepted or not; performance.now(). */
  readonly attemptsAtMs: readonly number[];
  /** What each of them asked for in `Sec-WebSocket-Extensions`; empty where nothing. */
  readonly extensionsAsked: readonly string[];
  /** All that ever logged in, in order. */
  readonly connections: readonly ScriptedConnection[];
  /** What the next connections and joins meet. Change it at any time. */
  readonly script: {
    /** Answers 503 instead of opening. */
    refuse: boolean;
    /** Opens and never answers the login; or answers it with this notice. */
    login: 'ok' | 'mute' | { notice: string };
    /** Frames sent when a channel is joined. Default: the echo and ROOMSTATE. */
    onJoin: (login: string) => readonly string[];
    answersPing: boolean;
  };
  /** Sends lines as one frame to every connection that is in the channel. */
  say(login: string, lines: readonly string[]): void;
  stop(): Promise<void>;
}

const LOGIN_ANSWER = ['001', '002', '003', '004', '375', '372', '376']
  .map((numeric) => `:tmi.twitch.tv ${numeric} justinfan1 :…`)
  .join('\r\n');

export const roomState = (login: string, roomId: string): string =>
  `@emote-only=0;room-id=${roomId};slow=0 :tmi.twitch.tv ROOMSTATE #${login}`;

/** The id that this Twitch gives a channel unless told otherwise. */
export const roomIdOf = (login: string): string =>
  String(1_000_000 + [...login].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900_000, 7));

const greeting = (login: string): readonly string[] => [
  `:justinfan1!justinfan1@justinfan1.tmi.twitch.tv JOIN #${login}`,
  roomState(login, roomIdOf(login)),
];

/**
 * As much of Twitch's IRC over WebSocket as a client needs, on a free port of 127.0.0.1, doing what a test scripts.
 * For specs only.
 */
export async function startScriptedTwitch(): Promise<ScriptedTwitch> {
  const attemptsAtMs: number[] = [];
  const extensionsAsked: string[] = [];
  const connections: ScriptedConnection[] = [];
  const script: ScriptedTwitch['script'] = {
    refuse: false,
    login: 'ok',
    onJoin: greeting,
    answersPing: true,
  };

  const onSocket = (socket: WebSocket): void => {
    const heard: string[] = [];
    const channels = new Set<string>();
    const joins: { login: string; atMs: number }[] = [];
    let isClosed = false;
    connections.push({
      socket,
      heard,
      channels,
      joins,
      get isClosed() {
        return isClosed;
      },
    });
    socket.on('close', () => (isClosed = true)).on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const line = data.toString();
      heard.push(line);
      const [command, target = ''] = line.split(' ');
      if (command === 'NICK') {
        if (script.login === 'ok') socket.send(`${LOGIN_ANSWER}\r\n`);
        else if (script.login !== 'mute') socket.send(`:tmi.twitch.tv NOTICE * :${script.login.notice}\r\n`);
      } else if (command === 'PING') {
        if (script.answersPing) socket.send(`:tmi.twitch.tv PONG tmi.twitch.tv ${target}\r\n`);
      } else if (command === 'JOIN') {
        for (const login of target.split(',').map((name) => name.slice(1))) {
          joins.push({ login, atMs: performance.now() });
          channels.add(login);
          for (const frame of script.onJoin(login)) socket.send(`${frame}\r\n`);
        }
      } else if (command === 'PART' && channels.delete(target.slice(1)))
        socket.send(`:justinfan1!justinfan1@justinfan1.tmi.twitch.tv PART ${target}\r\n`);
    });
  };

  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    attemptsAtMs.push(performance.now());
    extensionsAsked.push(request.headers['sec-websocket-extensions'] ?? '');
    // Who is refused may be gone before it has heard so.
    socket.on('error', () => undefined);
    if (script.refuse) socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, onSocket);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`),
    attemptsAtMs,
    extensionsAsked,
    connections,
    script,
    say(login, lines) {
      const frame = `${lines.join('\r\n')}\r\n`;
      for (const { channels, socket } of connections) if (channels.has(login)) socket.send(frame);
    },
    stop: () =>
      new Promise((resolve) => {
        for (const { socket } of connections) socket.terminate();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
