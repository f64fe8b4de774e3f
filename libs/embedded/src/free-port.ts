import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Whether a server could listen on this port of 127.0.0.1 now. A moment later another process may have it. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/**
 * Ports below those that systems give to outgoing connections (IANA: 49152 to 65535, Linux: from 32768): one that was
 * free a moment ago is taken by a client's connection before a server can have it, sooner or later.
 */
const LOWEST_PORT = 20_000;
const PORTS = 12_768;
const TRIES = 200;

/**
 * A port of 127.0.0.1 that was free a moment ago, for servers that can't choose and tell one themselves. By chance, so
 * that two who ask at once hardly get the same.
 */
export async function takeFreePort(): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = await tryListen(LOWEST_PORT + Math.floor(Math.random() * PORTS));
    if (port !== undefined) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Whoever connects meanwhile (a client that waits for its server to return) must not hold the port.
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}
