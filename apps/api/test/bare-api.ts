import { createMetrics } from '@emotide/service-kit';
import { createStore } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { startApiServer, type ApiServer } from '../src/api-server';
import { JobBoard } from '../src/job-board';
import type { LiveMoment } from '../src/live/live-feed';
import { createLiveMetrics } from '../src/live/live-metrics';
import { ThemeCatalogue } from '../src/theme-catalogue';

export interface BareApi extends ApiServer {
  /** Gives every live answer another content: stale since then. */
  changeLive(sinceMs: number): void;
  /** Stops it as SIGTERM would. */
  drain(hurry: AbortSignal): Promise<void>;
}

/** The server by itself: without a log, and with a warehouse that is away. */
export async function startBareApi(
  options: Partial<Parameters<typeof startApiServer>[0]> = {},
): Promise<BareApi> {
  const registry = createMetrics('test');
  let moment: LiveMoment = { known: undefined, stale: { reason: 'HYDRATING', sinceMs: 1_000 }, version: 1 };
  const store = createStore({ url: 'http://127.0.0.1:1', username: 'app', password: '' });
  const server = await startApiServer({
    host: '127.0.0.1',
    port: 0,
    store,
    themes: new ThemeCatalogue(quietLog),
    jobs: new JobBoard(),
    feed: { moment: () => moment, listen: () => () => undefined, stop: () => Promise.resolve() },
    metrics: createLiveMetrics(registry),
    mostSockets: 10,
    log: quietLog,
    registry,
    clock: Date.now,
    ...options,
  });
  let stopping: Promise<void> | undefined;
  return {
    ...server,
    drain: (hurry) => (stopping ??= server.stop(hurry)),
    changeLive(sinceMs) {
      moment = { known: undefined, stale: { reason: 'HYDRATING', sinceMs }, version: moment.version + 1 };
    },
    async stop() {
      await (stopping ??= server.stop());
      await store.close();
    },
  };
}
