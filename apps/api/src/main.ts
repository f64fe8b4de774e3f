import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KeyRing } from '@emotide/access';
import { EventLog, toChatterForms, toEventLogAddress } from '@emotide/event-log';
import { runService } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import { startApiServer } from './api-server';
import { createChanges, type Changes } from './changes/changes';
import { CollectorBoard } from './collector-board';
import { apiConfig } from './config';
import { DecidedClasses } from './decided-classes';
import { JobBoard } from './job-board';
import { createLiveFeed } from './live/live-feed';
import { createLiveMetrics } from './live/live-metrics';
import { MessageTrace } from './live/message-trace';
import { readPageFiles, type PageFiles } from './page/page-files';
import { readPersistedOperations } from './persisted-operations';
import { QuarantineWatch } from './quarantine-watch';
import { createReadinessProbe } from './readiness-probe';
import { ThemeCatalogue } from './theme-catalogue';
import { toReadiness } from './to-readiness';

/** How soon live answers follow a class that another process was told. */
const DECIDED_EVERY_MS = 5_000;
/** Reads of the most rows that one request may cost. */
const READS_A_REQUEST = 4;
/** Beside the drain: the requests in hand. */
const STOP_MARGIN_MS = 10_000;

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
    // Not waited for: what is in the warehouse can be asked while the log is away.
    const connecting = EventLog.connect({ ...toEventLogAddress(config), name: 'api', log });
    const themes = new ThemeCatalogue(log);
    const jobs = new JobBoard();
    const collectors = new CollectorBoard(Date.now);
    let reached: EventLog | undefined;
    const quarantine = new QuarantineWatch({ eventLog: () => reached, clock: () => performance.now() });
    const decided = new DecidedClasses({ store, everyMs: DECIDED_EVERY_MS, log });
    const keys = new KeyRing(log);
    let changes: Changes | undefined;
    void connecting.then((eventLog) => {
      themes.follow(eventLog.openSharedValues('themes'));
      jobs.follow(eventLog.openSharedValues('jobs'));
      collectors.follow(eventLog.openSharedValues('collectors'));
      reached = eventLog;
      keys.follow(eventLog.openSharedValues('api-keys'));
      changes = createChanges({
        eventLog,
        store,
        chatters: { policy: config.EMOTIDE_USERS, forms: toChatterForms(config) },
        clock: Date.now,
        onThemeEdited: (key, value) => themes.note(key, value),
        onReclassified: (emote, emoteClass) => decided.note(emote, emoteClass),
      });
    });
    const trace = new MessageTrace(log);
    const feed = createLiveFeed({
      connect: () => connecting,
      store,
      partitions: config.EMOTIDE_PARTITIONS,
      classOf: decided.classOf,
      clock: Date.now,
      log,
      metrics,
      trace,
    });
    const page = readPage(config.EMOTIDE_DASHBOARD_DIR);
    const server = await startApiServer({
      host: config.EMOTIDE_API_HOST,
      port: config.EMOTIDE_API_PORT,
      store,
      feed,
      themes,
      jobs,
      collectors,
      quarantine,
      changes: () => changes,
      page,
      metrics,
      trace,
      drainMs: config.EMOTIDE_API_DRAIN_MS,
      mostSockets: config.EMOTIDE_API_MAX_SOCKETS,
      mostSubscriptions: config.EMOTIDE_API_MAX_SUBSCRIPTIONS,
      rows: {
        ofRead: config.EMOTIDE_API_MAX_ROWS_READ,
        ofRequest:
          config.EMOTIDE_API_MAX_ROWS_PER_REQUEST ?? READS_A_REQUEST * config.EMOTIDE_API_MAX_ROWS_READ,
      },
      mostCells: config.EMOTIDE_API_CACHE_VALUES,
      ...(config.EMOTIDE_API_PERSISTED_FILE !== undefined && {
        persisted: await readPersistedOperations(
          config.EMOTIDE_API_PERSISTED_FILE,
          config.EMOTIDE_API_PERSISTED_ONLY,
        ),
      }),
      hasGraphiql: config.EMOTIDE_API_GRAPHIQL,
      door: {
        keys,
        anonymousRoles: config.EMOTIDE_API_ANONYMOUS_ROLES,
        origins: config.EMOTIDE_API_ORIGINS,
        trustedHops: config.EMOTIDE_API_TRUSTED_HOPS,
        ratePerAddress: config.EMOTIDE_API_RATE_PER_ADDRESS,
        ratePerKey: config.EMOTIDE_API_RATE_PER_KEY,
        mostRunning: config.EMOTIDE_API_MAX_RUNNING,
      },
      log,
      registry,
      clock: Date.now,
    });
    return {
      readiness: () => toReadiness(feed.moment(), probe.answers()),
      stopWithinMs: config.EMOTIDE_API_DRAIN_MS + STOP_MARGIN_MS,
      async stop(hurry) {
        probe.stop();
        decided.stop();
        await server.stop(hurry);
        await Promise.all([themes.stop(), jobs.stop(), collectors.stop(), keys.stop(), changes?.stop()]);
        await feed.stop();
        await store.close();
      },
      about: { graphql: server.url, ...(page && { page: new URL('/', server.url).href }) },
    };
  },
});

/** The page where the settings say, which has to be there, or else where the build puts it, if it did. */
function readPage(directory: string | undefined): PageFiles | undefined {
  if (directory === '') return undefined;
  if (directory !== undefined) return readPageFiles(directory);
  const built = fileURLToPath(new URL('./dashboard/', import.meta.url));
  return existsSync(built) ? readPageFiles(built) : undefined;
}
