import type { AddressInfo, Server } from 'node:net';

/** Listens on 127.0.0.1, shared with nobody. @returns the port: the one asked for, a free one for 0 */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
