import { createStore } from '@emotide/store';
import { runService } from '@emotide/service-kit';
import { startApiServer } from './api-server';
import { apiConfig } from './config';
import { createReadinessProbe } from './readiness-probe';

await runService({
  name: 'api',
  env: process.env,
  schema: apiConfig,
  async start({ config, log, registry }) {
    const store = createStore({
      url: config.EMOTIDE_CLICKHOUSE_URL,
      username: config.EMOTIDE_CLICKHOUSE_USER,
      password: config.EMOTIDE_CLICKHOUSE_PASSWORD,
      requestTimeoutMs: 10_000,
      log,
    });
    const probe = createReadinessProbe({ ping: () => store.ping(), everyMs: 2_000 });
    const server = await startApiServer({
      host: config.EMOTIDE_API_HOST,
      port: config.EMOTIDE_API_PORT,
      store,
      log,
      registry,
      clock: Date.now,
    });
    return {
      readiness: () =>
        probe.answers() ? { ready: true } : { ready: false, reason: 'warehouse unavailable' },
      async stop() {
        probe.stop();
        await server.stop();
        await store.close();
      },
      about: { graphql: server.url },
    };
  },
});
