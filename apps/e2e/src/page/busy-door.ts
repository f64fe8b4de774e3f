import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

/** A way to the page on which live answers come more often than chat changes. */
export interface BusyDoor {
  /** The page's address. */
  readonly url: string;
  stop(): Promise<void>;
}

const PROTOCOL = 'graphql-transport-ws';
const CHANGING = /"(uses|freeUses|paidUses|messages)":(\d+)/g;

/**
 * Opens it in front of the api. Everything goes through as it is; besides, the latest answer of each subscription is sent
 * again and again, with other numbers. Outside of the browser, so that what it does is none of the page's work.
 */
export async function openBusyDoor(apiUrl: string, updatesPerSecond: number): Promise<BusyDoor> {
  const target = new URL(apiUrl);
  const server = createServer((incoming, answer) => {
    const { method, headers, url } = incoming;
    const onward = request(
      new URL(url!, target),
      { method: method!, headers: toOwn(headers) },
      (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  const sockets = new WebSocketServer({ server, handleProtocols: () => PROTOCOL });
  sockets.on('connection', (socket) => busy(socket, target, updatesPerSecond));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((closed) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** The api looks at whose page asks; asked through the door it is its own. */
function toOwn({ origin: _, host: __, ...headers }: NodeJS.Dict<string | string[]>) {
  return headers;
}

function busy(socket: WebSocket, target: URL, updatesPerSecond: number): void {
  const api = new WebSocket(new URL('/graphql', target.href.replace('http', 'ws')), PROTOCOL);
  const latest = new Map<string, string>();
  const early: string[] = [];
  socket.on('message', (data) => {
    const text = String(data);
    const { id, type } = JSON.parse(text) as { id?: string; type: string };
    if (type === 'complete' && id !== undefined) latest.delete(id);
    if (api.readyState === WebSocket.OPEN) api.send(text);
    else early.push(text);
  });
  api.on('open', () => early.forEach((text) => api.send(text)));
  api.on('message', (data) => {
    const text = String(data);
    const { id, type } = JSON.parse(text) as { id?: string; type: string };
    if (type === 'next') latest.set(id!, text);
    if (type === 'complete' || type === 'error') latest.delete(id!);
    socket.send(text);
  });
  const timer = setInterval(() => {
    for (const text of latest.values())
      socket.send(
        text.replace(
          CHANGING,
          (_, name: string, value: string) => `"${name}":${Number(value) + Math.floor(Math.random() * 50)}`,
        ),
      );
  }, 1_000 / updatesPerSecond);
  const end = (): void => {
    clearInterval(timer);
    socket.close();
    api.close();
  };
  socket.on('close', end).on('error', end);
  api.on('close', end).on('error', end);
}
