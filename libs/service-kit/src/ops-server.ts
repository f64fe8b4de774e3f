import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Whether a service can do its work now, and if not, why. */
export type Readiness = { ready: true } | { ready: false; reason: string };

export interface OpsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * The internal server of a service: `/healthz` (the event loop answers), `/readyz` (the service says it can
 * work), `/metrics` (Prometheus), and pages of its own. Never meant for the public; it holds nothing secret all the same.
 */
export async function startOpsServer(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness: () => Readiness;
  /** What is shown at a path, as JSON; undefined where there is nothing. */
  page?: (path: string) => (() => unknown) | undefined;
}): Promise<OpsServer> {
  const { host, port, registry, readiness, page } = options;
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const send = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (path === '/healthz') return void send(200, 'ok\n');
    if (path === '/readyz') {
      const state = readiness();
      return void (state.ready ? send(200, 'ok\n') : send(503, `${state.reason}\n`));
    }
    if (path === '/metrics') {
      registry.metrics().then(
        (text) => send(200, text, registry.contentType),
        (error: unknown) => send(500, `${String(error)}\n`),
      );
      return;
    }
    const show = path === undefined ? undefined : page?.(path);
    if (show !== undefined) return void send(200, `${JSON.stringify(show())}\n`, 'application/json');
    send(404, 'not found\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
