import { EventLog, toEventLogAddress } from '@emotide/event-log';
import { runService } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import { startApiServer } from './api-server';
import { apiConfig } from './config';
import { createLiveFeed } from './live/live-feed';
import { createLiveMetrics } from './live/live-metrics';
import { createReadinessProbe } from './readiness-probe';
import { toReadiness } from './to-readiness';

await runService({
  name: 'api',
  env: process.env,
  schema: apiConfig,
  async start({ config, log, registry }) {
    const store = createStore({
      ...toStoreAddress(config),
      requestTimeoutMs: 10_000,
      log,
    });
    const probe = createReadinessProbe({ ping: () => store.ping(), everyMs: 2_000 });
    const metrics = createLiveMetrics(registry);
    const feed = createLiveFeed({
      connect: () =>
        EventLog.connect({
          ...toEventLogAddress(config),
          name: 'api',
          log,
        }),
      store,
      partitions: config.EMOTIDE_PARTITIONS,
      clock: Date.now,
      log,
      metrics,
    });
    const server = await startApiServer({
      host: config.EMOTIDE_API_HOST,
      port: config.EMOTIDE_API_PORT,
      store,
      feed,
      metrics,
      mostSockets: config.EMOTIDE_API_MAX_SOCKETS,
      log,
      registry,
      clock: Date.now,
    });
    return {
      readiness: () => toReadiness(feed.moment(), probe.answers()),
      async stop() {
        probe.stop();
        await server.stop();
        await feed.stop();
        await store.close();
      },
      about: { graphql: server.url },
    };
  },
});
