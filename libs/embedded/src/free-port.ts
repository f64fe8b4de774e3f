import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Whether a server could listen on this port of 127.0.0.1 now. A moment later another process may have it. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/** A port of 127.0.0.1 that was free a moment ago, for servers that can't choose and tell one themselves. */
export async function takeFreePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new Error('the system gave no free port on 127.0.0.1');
  return port;
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
