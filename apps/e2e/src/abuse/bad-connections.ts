import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';

/** Connections that do harm by being there. */
export interface BadConnections {
  close(): void;
}

/** Whoever reads nothing else sees the end of the connection. */
export interface HalfRequests extends BadConnections {
  /** How many the server has not cut. */
  open(): number;
}

const AT_ONCE = 100;
const SUBSCRIPTION = JSON.stringify({
  id: 'a',
  type: 'subscribe',
  payload: { query: 'subscription { topEmotes(every: "PT0.1S") { asOf emotes { uses } stale { since } } }' },
});

/** Requests of which only half a header ever comes. */
export async function openHalfRequests(port: number, count: number): Promise<HalfRequests> {
  const sockets: Socket[] = [];
  await inParts(count, async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect').catch(() => undefined);
    socket.write('POST /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    socket.resume();
  });
  return {
    open: () => sockets.filter(({ destroyed }) => !destroyed).length,
    close: () => sockets.forEach((socket) => void socket.destroy()),
  };
}

/** Subscribers that never read what they asked for; not that they were cut either, which only the server knows. */
export async function openDeafSubscribers(port: number, count: number): Promise<BadConnections> {
  const sockets: WebSocket[] = [];
  await inParts(count, async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    sockets.push(socket);
    if ((await once(socket, 'open').catch(() => undefined)) === undefined) return;
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message').catch(() => undefined);
    socket.send(SUBSCRIPTION);
    socket.pause();
  });
  return {
    close: () => sockets.forEach((socket) => socket.terminate()),
  };
}

/** A server's queue of connections is short: more at once would be lost by the kernel. */
async function inParts(count: number, open: () => Promise<void>): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, open));
}
