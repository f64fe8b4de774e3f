import { EventLog, toEventLogAddress } from '@emotide/event-log';
import type { Readiness, Service, ServiceContext } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import type { z } from 'zod';
import type { sinkEnv } from './config';
import { PartitionSink } from './partition-sink';
import { createSinkMetrics } from './sink-metrics';

/** Moves the log into the warehouse: one sink per partition. */
export async function startSink(context: ServiceContext<z.output<typeof sinkEnv>>): Promise<Service> {
  const { config, log, registry, fail } = context;
  const eventLog = await EventLog.connect({
    ...toEventLogAddress(config),
    name: 'sink',
    log,
  });
  const store = createStore({
    ...toStoreAddress(config),
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
  const running = sinks.map((sink) => sink.run());
  for (const run of running) run.catch(fail);

  return {
    about: { partitions: sinks.length },
    readiness: () => (eventLog.isConnected ? readinessOf(sinks) : unready('the event log is away')),
    stop: async () => {
      for (const sink of sinks) sink.stop();
      await Promise.allSettled(running);
      await store.close();
      await eventLog.close();
    },
  };
}

/** The first partition that does not write decides. */
function readinessOf(sinks: readonly PartitionSink[]): Readiness {
  for (const [partition, { state, trouble }] of sinks.entries()) {
    switch (state) {
      case 'running':
        continue;
      case 'needs-repair':
        return unready(`partition ${partition} needs repair: ${trouble}`);
      case 'waiting-for-store':
        return unready('the store is away');
      case 'waiting-for-log':
        return unready('the event log is away');
      case 'starting':
        return unready(`partition ${partition} is finishing its last run`);
      case 'stopped':
        return unready(`partition ${partition} has stopped`);
    }
  }
  return { ready: true };
}

const unready = (reason: string): Readiness => ({ ready: false, reason });
