import { EventLog } from '@emotide/event-log';
import type { Service, ServiceContext } from '@emotide/service-kit';
import { createStore } from '@emotide/store';
import type { z } from 'zod';
import type { sinkEnv } from './config';
import { PartitionSink } from './partition-sink';
import { createSinkMetrics } from './sink-metrics';

/** Moves the log into the warehouse: one sink per partition. */
export async function startSink(context: ServiceContext<z.output<typeof sinkEnv>>): Promise<Service> {
  const { config, log, registry, fail } = context;
  const eventLog = await EventLog.connect({
    servers: config.EMOTIDE_NATS_SERVERS,
    ...(config.EMOTIDE_NATS_USER !== undefined && { user: config.EMOTIDE_NATS_USER }),
    ...(config.EMOTIDE_NATS_PASSWORD !== undefined && { password: config.EMOTIDE_NATS_PASSWORD }),
    ...(config.EMOTIDE_NATS_TLS_CA_FILE !== undefined && { tlsCaFile: config.EMOTIDE_NATS_TLS_CA_FILE }),
    name: 'sink',
    log,
  });
  const store = createStore({
    url: config.EMOTIDE_CLICKHOUSE_URL,
    username: config.EMOTIDE_CLICKHOUSE_USER,
    password: config.EMOTIDE_CLICKHOUSE_PASSWORD,
    log,
  });
  const metrics = createSinkMetrics(registry);
  const sinks = Array.from(
    { length: config.EMOTIDE_PARTITIONS },
    (_, partition) =>
      new PartitionSink({
        partition,
        eventLog,
        store,
        runMs: config.EMOTIDE_RUN_MS,
        runRows: config.EMOTIDE_RUN_ROWS,
        log,
        metrics,
      }),
  );
  const running = Promise.all(sinks.map((sink) => sink.run()));
  running.catch(fail);

  return {
    about: { partitions: sinks.length },
    readiness: () => {
      const stuck = sinks.findIndex(({ state }) => state === 'needs-repair');
      if (stuck >= 0) return { ready: false, reason: `partition ${stuck} needs repair` };
      const waiting = sinks.find(({ state }) => state === 'waiting-for-store');
      return waiting === undefined ? { ready: true } : { ready: false, reason: 'the store is away' };
    },
    stop: async () => {
      for (const sink of sinks) sink.stop();
      await running.catch(() => undefined);
      await store.close();
      await eventLog.close();
    },
  };
}
