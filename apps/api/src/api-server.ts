import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger, Registry } from '@emotide/service-kit';
import type { Store } from '@emotide/store';
import { GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Changes } from './changes/changes';
import type { Collectors } from './collector-board';
import { toApiContext, type ApiContext } from './context';
import { ANYBODY, type Caller } from './door/caller';
import { createDoor, type DoorOptions } from './door/create-door';
import { GRAPHIQL } from './graphiql';
import { httpCaching } from './http-caching';
import type { Jobs } from './job-board';
import { createEventStreams, wantsEvents } from './live/event-streams';
import { createWarehouseAnswers } from './live/follow-warehouse';
import { createLiveAnswers } from './live/live-answers';
import type { LiveFeed } from './live/live-feed';
import { createLiveHub } from './live/live-hub';
import { createLiveGauges, type LiveMetrics } from './live/live-metrics';
import type { MessageTrace } from './live/message-trace';
import { prepareOperation } from './live/prepare-operation';
import { createSubscriptionServer, type PrepareFor } from './live/subscription-server';
import { spreadOver } from './live/spread-over';
import { createTicker } from './live/ticker';
import { hubOnly } from './live/hub-only';
import { createPersistedOperationsPlugin, type PersistedOperations } from './persisted-operations';
import type { PageFiles } from './page/page-files';
import { servePage } from './page/serve-page';
import { createErrorMask, withoutSuggestions } from './plain-errors';
import type { Quarantine } from './quarantine-watch';
import { createQueryLimits } from './query-limits';
import { createQueryMetrics } from './query-metrics';
import { createReadBudget, type ReadBudget } from './read-budget';
import { createReadCache } from './read-cache';
import { rolesNeeded } from './roles-needed';
import { createApiSchema } from './schema';
import type { Themes } from './theme-catalogue';

const GRAPHQL_PATH = '/graphql';
/** A thousand tokens, which a document may have, fit many times. */
const MOST_BODY_BYTES = 100_000;
/** One answer with everything in it takes four. */
const MOST_READS = 40;
const READ_WITHIN_MS = 15_000;
/** Distinct subscriptions at a time: each costs an evaluation and an execution a tick, some 0.2 ms together. */
const MOST_GROUPS = 5_000;
/** Some seconds of a large answer; what a socket does not take by then is out of date. */
const MOST_BUFFERED_BYTES = 256 * 1024;
const MOST_SUBSCRIPTIONS = 100_000;
/** Distinct subscriptions that the warehouse answers: each asks it up to once a second, one after the other. */
const MOST_ASKING = 50;
const LINGER_MS = 2_000;
const RETRY_MS = 250;

interface ServerContext {
  readonly transport?: ApiContext['transport'];
  readonly caller?: Caller;
}

export interface ApiServer {
  /** Where to send queries, e.g. `http://127.0.0.1:4000/graphql`; subscriptions go to the same with `ws`. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more requests, ends subscriptions spread over the drain's time, answers the requests in hand, then closes.
   *
   * @param hurry aborted, then or later, when nobody is to be waited for. Absent: it is so
   */
  stop(hurry?: AbortSignal): Promise<void>;
}

/**
 * GraphQL at `/graphql`: queries over HTTP, subscriptions over WebSocket; `/healthz`; and the dashboard at `/` and the
 * addresses of its views. Everything else is 404.
 *
 * @throws Error as node:http's listen does, e.g. with code EADDRINUSE.
 */
export async function startApiServer(options: {
  host: string;
  /** 0 takes a free one. */
  port: number;
  store: Store;
  /** Where live answers come from; whoever made it stops it. */
  feed: LiveFeed;
  themes: Themes;
  jobs: Jobs;
  /** Default: none is known. */
  collectors?: Collectors;
  /** Default: nothing is known of it. */
  quarantine?: Quarantine;
  /** What mutations work with, once there is a log; without it there are none. */
  changes?: () => Changes | undefined;
  /** The dashboard; without it there is none. */
  page?: PageFiles | undefined;
  metrics: LiveMetrics;
  /** Told when answers go out. */
  trace?: MessageTrace;
  /** WebSocket connections at a time. */
  mostSockets: number;
  /** Subscriptions at a time, over all of them. Default 100,000. */
  mostSubscriptions?: number;
  /** Values of rows that are kept for whoever asks the same. Default 200,000. */
  mostCells?: number;
  /** Rows of the warehouse that one read may cost, and all of one request. Default: any. */
  rows?: ReadBudget['rows'];
  /** Over how long subscribers' connections are ended when it stops. Default: at once. */
  drainMs?: number;
  /** Who is let in, and how much. */
  door?: DoorOptions;
  /** Operations that are asked for by name; without it only documents are. */
  persisted?: PersistedOperations;
  /** Shows a page to try queries on. Default: not. */
  hasGraphiql?: boolean;
  log: Logger;
  registry: Registry;
  /** Epoch ms; what "now" means to every window. */
  clock: () => number;
}): Promise<ApiServer> {
  const {
    host,
    port,
    store,
    feed,
    themes,
    jobs,
    collectors = { list: () => [] },
    quarantine = { state: () => Promise.resolve(undefined) },
    page,
    metrics,
    mostSockets,
    persisted,
    log,
    registry,
    clock,
  } = options;
  const ticker = createTicker({ clock, onTickDone: (tookMs) => metrics.tickSeconds.observe(tookMs / 1_000) });
  const cache = createReadCache({
    store,
    registry,
    clock: () => performance.now(),
    ...(options.mostCells !== undefined && { mostCells: options.mostCells }),
    ...(options.rows && { mostRows: options.rows.ofRead }),
  });
  const live = createLiveAnswers({
    feed,
    ticker,
    warehouse: createWarehouseAnswers({ open: cache.open, ticker, clock, mostQuestions: MOST_ASKING }),
    onDropped: (uses) => metrics.droppedUses.inc(uses),
  });
  const yoga = createYoga<ServerContext>({
    schema: createApiSchema(),
    context: ({ transport = 'http', caller = ANYBODY, request }) => {
      const view = cache.open(request?.signal);
      return toApiContext({
        pipeline: view.pipeline,
        store: createReadBudget(view.store, {
          reads: MOST_READS,
          withinMs: READ_WITHIN_MS,
          signal: request?.signal,
          rows: options.rows,
        }),
        live,
        themes,
        jobs,
        collectors,
        quarantine,
        changes: options.changes?.(),
        log,
        clock,
        transport,
        roles: caller.roles,
        keyId: caller.keyId,
        nowMs: clock(),
      });
    },
    graphqlEndpoint: GRAPHQL_PATH,
    ...(options.hasGraphiql === true ? GRAPHIQL : { graphiql: false }),
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
    plugins: [
      ...(persisted ? [createPersistedOperationsPlugin(persisted), httpCaching] : []),
      ...createQueryLimits(),
      createQueryMetrics(registry),
      withoutSuggestions,
      rolesNeeded,
      hubOnly,
    ],
  });

  let isLeaving = false;
  const door = createDoor({
    ...options.door,
    registry,
    isLeaving: () => isLeaving,
    serve: (request, response, caller) =>
      wantsEvents(request)
        ? eventStreams.serve(request, response, caller)
        : yoga(request, response, { caller }),
  });
  const listener: RequestListener = (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === GRAPHQL_PATH) return door.http(request, response);
    if (page && servePage(page, request, response)) return;
    const [status, text] =
      path !== '/healthz' ? [404, 'not found\n'] : isLeaving ? [503, 'stopping\n'] : [200, 'ok\n'];
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 30_000 },
    listener,
  );
  const hub = createLiveHub({
    mostGroups: MOST_GROUPS,
    mostBufferedBytes: MOST_BUFFERED_BYTES,
    lingerMs: LINGER_MS,
    retryMs: RETRY_MS,
    observer: {
      onAnswer: (subscribers) => options.trace?.answered(subscribers),
      onPush: () => metrics.pushes.inc(),
      onSkip: () => metrics.skipped.inc(),
    },
  });
  const prepare: PrepareFor = (params, caller) => {
    const query = persisted ? persisted.resolve(params) : params.query;
    if (query instanceof GraphQLError) return Promise.resolve([query]);
    return prepareOperation(yoga.getEnveloped({ transport: 'socket', caller }), { ...params, query });
  };
  const mostSubscriptions = options.mostSubscriptions ?? MOST_SUBSCRIPTIONS;
  const eventStreams = createEventStreams({
    hub,
    prepare,
    onKeyWithdrawn: door.onKeyWithdrawn,
    mostStreams: mostSockets,
    mostSubscriptions,
    mostBodyBytes: MOST_BODY_BYTES,
    log,
  });
  const subscriptions = createSubscriptionServer({
    server,
    path: GRAPHQL_PATH,
    hub,
    prepare,
    door,
    mostSockets,
    mostSubscriptions,
    log,
  });
  createLiveGauges(registry, { feed, hub, subscriptions, eventStreams, clock });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}${GRAPHQL_PATH}`,
    port: address.port,
    async stop(hurry = AbortSignal.abort()) {
      isLeaving = true;
      subscriptions.leave();
      const { drainMs = 0 } = options;
      if (drainMs > 0)
        await spreadOver([...subscriptions.open(), ...eventStreams.open()], (close) => close(), {
          withinMs: drainMs,
          hurry,
          random: Math.random,
        });
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      eventStreams.stop();
      await subscriptions.stop();
      hub.stop();
      door.stop();
      ticker.stop();
      await closed;
      await yoga.dispose();
    },
  };
}
