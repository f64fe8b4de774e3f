import {
  EventLog,
  createEpoch,
  toEventLogAddress,
  toLeaseTerms,
  type SlotGroupState,
} from '@emotide/event-log';
import type { Readiness, Service, ServiceContext } from '@emotide/service-kit';
import { createStore, toStoreAddress } from '@emotide/store';
import type { z } from 'zod';
import type { sinkEnv } from './config';
import type { PartitionSink } from './partition-sink';
import { createSinkGauges } from './sink-gauges';
import { createSinkMetrics } from './sink-metrics';
import { SinkPartitions, type HeldPartition } from './sink-partitions';

/** Moves the log into the warehouse: a sink for each partition that this process is granted among all that run. */
export async function startSink(context: ServiceContext<z.output<typeof sinkEnv>>): Promise<Service> {
  const { config, log, registry, fail } = context;
  const lease = toLeaseTerms(config);
  const { instance } = lease;
  const eventLog = await EventLog.connect({ ...toEventLogAddress(config), name: `sink ${instance}`, log });
  const store = createStore({ ...toStoreAddress(config), log });
  const epoch = createEpoch(Date.now(), Math.random);

  const partitions = new SinkPartitions({
    eventLog,
    store,
    owner: epoch,
    isLeaseValid: () => group.isValid,
    proofMs: lease.termMs / 2,
    runMs: config.EMOTIDE_RUN_MS,
    runRows: config.EMOTIDE_RUN_ROWS,
    log,
    metrics: createSinkMetrics(registry),
    onFailed: fail,
  });
  const group = eventLog.joinGroup({
    group: 'sinks',
    slots: config.EMOTIDE_PARTITIONS,
    ...lease,
    epoch,
    onGranted: (partition) => partitions.grant(partition),
    onRevoked: (partition) => partitions.revoke(partition),
    onEvicted: () => {
      partitions.abort();
      fail(new Error('other sinks took over the partitions of this one'));
    },
  });
  createSinkGauges(registry, partitions.held, () => group.state());

  return {
    about: { instance, partitions: config.EMOTIDE_PARTITIONS },
    readiness: () =>
      eventLog.isConnected ? readinessOf(group.state(), partitions.held) : unready('the event log is away'),
    stop: async () => {
      await group.leave();
      await partitions.stop();
      await store.close();
      await eventLog.close();
    },
  };
}

/**
 * The first partition that does not write decides. A member that has none stands by, and is ready, unless there are some
 * that nobody has.
 */
function readinessOf(group: SlotGroupState, held: ReadonlyMap<number, HeldPartition>): Readiness {
  for (const [partition, { sink }] of [...held].sort(([a], [b]) => a - b)) {
    const why = troubleOf(partition, sink);
    if (why !== undefined) return unready(why);
  }
  if (!group.isValid) return unready(group.trouble ?? 'not a member of the group of sinks');
  return held.size === 0 && group.unowned > 0
    ? unready('waits for partitions that nobody has')
    : { ready: true };
}

function troubleOf(partition: number, { state, trouble }: PartitionSink): string | undefined {
  switch (state) {
    case 'running':
      return undefined;
    case 'needs-repair':
      return `partition ${partition} needs repair: ${trouble}`;
    case 'waiting-for-store':
      return 'the store is away';
    case 'waiting-for-log':
      return 'the event log is away';
    case 'starting':
      return `partition ${partition} is finishing its last run`;
    case 'stopped':
      return `partition ${partition} has stopped`;
  }
}

const unready = (reason: string): Readiness => ({ ready: false, reason });
