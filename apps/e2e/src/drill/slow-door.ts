import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to ClickHouse on which inserts take longer. */
export interface SlowDoor {
  readonly url: string;
  /** How long each insert is held back before ClickHouse hears of it. Milliseconds. */
  delayMs: number;
  stop(): Promise<void>;
}

const INSERT = /[?&]query=INSERT/i;

/** Opens it in front of `target`, without delay. */
export async function openSlowDoor(target: string): Promise<SlowDoor> {
  const server = createServer((incoming, answer) => {
    const forward = (): void => {
      const { method, headers, url } = incoming;
      const onward = request(`${target}${url}`, { method: method!, headers }, (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      });
      // Whoever asked is told as ClickHouse itself would tell: by a connection that breaks.
      onward.on('error', () => answer.destroy());
      answer.on('close', () => onward.destroy());
      incoming.pipe(onward);
    };
    if (INSERT.test(incoming.url!)) setTimeout(forward, door.delayMs);
    else forward();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const door: SlowDoor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayMs: 0,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return door;
}
