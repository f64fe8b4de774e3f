import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger, Registry } from '@emotide/service-kit';
import type { Store } from '@emotide/store';
import { createYoga } from 'graphql-yoga';
import { toApiContext } from './context';
import { createErrorMask, withoutSuggestions } from './plain-errors';
import { createQueryLimits } from './query-limits';
import { createQueryMetrics } from './query-metrics';
import { createReadBudget } from './read-budget';
import { createApiSchema } from './schema';

const GRAPHQL_PATH = '/graphql';
/** A thousand tokens, which a document may have, fit many times. */
const MOST_BODY_BYTES = 100_000;
/** One answer with everything in it takes four. */
const MOST_READS = 40;

export interface ApiServer {
  /** Where to send queries, e.g. `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, answers those in hand, then closes. */
  stop(): Promise<void>;
}

/**
 * GraphQL over HTTP at `/graphql`, and `/healthz`. Everything else is 404.
 *
 * @throws Error as node:http's listen does, e.g. with code EADDRINUSE.
 */
export async function startApiServer(options: {
  host: string;
  /** 0 takes a free one. */
  port: number;
  store: Store;
  log: Logger;
  registry: Registry;
  /** Epoch ms; what "now" means to every window. */
  clock: () => number;
}): Promise<ApiServer> {
  const { host, port, store, log, registry, clock } = options;
  const yoga = createYoga({
    schema: createApiSchema(),
    context: () => toApiContext(createReadBudget(store, MOST_READS), clock()),
    graphqlEndpoint: GRAPHQL_PATH,
    // Its page loads code from elsewhere, which a server that may stand alone must not depend on.
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    cors: false,
    maxRequestBodySize: MOST_BODY_BYTES,
    maskedErrors: { errorMessage: 'unexpected error', maskError: createErrorMask(log) },
    logging: {
      debug: (...parts: unknown[]) => log.trace({ parts }, 'yoga'),
      info: (...parts: unknown[]) => log.debug({ parts }, 'yoga'),
      warn: (...parts: unknown[]) => log.warn({ parts }, 'yoga'),
      error: (...parts: unknown[]) => log.error({ parts }, 'yoga'),
    },
    plugins: [...createQueryLimits(), createQueryMetrics(registry), withoutSuggestions],
  });

  const listener: RequestListener = (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === GRAPHQL_PATH) return void yoga(request, response);
    const [status, text] = path === '/healthz' ? [200, 'ok\n'] : [404, 'not found\n'];
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 30_000 },
    listener,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}${GRAPHQL_PATH}`,
    port: address.port,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await yoga.dispose();
    },
  };
}
