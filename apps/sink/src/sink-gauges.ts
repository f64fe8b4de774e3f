import type { SlotGroupState } from '@emotide/event-log';
import { gauge, type Registry } from '@emotide/service-kit';
import type { HeldPartition } from './sink-partitions';

/** What a sink's state is when it is asked: of the partitions that it holds, and of the group that shares them. */
export function createSinkGauges(
  registry: Registry,
  held: ReadonlyMap<number, HeldPartition>,
  groupState: () => SlotGroupState,
): void {
  const ofPartitions = (name: string, help: string, valueOf: (one: HeldPartition) => number): void => {
    gauge(registry, name, help, {
      labelNames: ['partition'],
      collect: (all) => {
        all.reset();
        for (const [partition, one] of held) all.set({ partition }, valueOf(one));
      },
    });
  };
  ofPartitions(
    'emotide_sink_lag_records',
    'Records that the log holds and the warehouse does not',
    ({ lag }) => lag.now().records,
  );
  ofPartitions(
    'emotide_sink_lag_seconds',
    'Age of the oldest record that the warehouse does not have; while the log does not answer, how long it has not',
    ({ lag }) => lag.now().seconds,
  );
  ofPartitions(
    'emotide_sink_held_bytes',
    'Bytes that were read and are not in the warehouse yet',
    ({ sink }) => sink.inHand.bytes,
  );
  ofPartitions(
    'emotide_sink_needs_repair',
    '1 while nothing of the partition is written until a person has mended something',
    ({ sink }) => Number(sink.state === 'needs-repair'),
  );
  ofPartitions(
    'emotide_sink_missing_batches',
    'Batches that the log did not give though it gave later ones of the same publisher',
    ({ sink }) => sink.missingBatches,
  );

  const ofGroup = (name: string, help: string, valueOf: (state: SlotGroupState) => number): void => {
    gauge(registry, name, help, { collect: (one) => one.set(valueOf(groupState())) });
  };
  ofGroup('emotide_sink_partitions_held', 'Partitions that this sink writes', (state) => state.held.length);
  ofGroup('emotide_sink_partitions_unowned', 'Partitions that no sink writes', ({ unowned }) => unowned);
  ofGroup('emotide_sink_members', 'Sinks that share the partitions', ({ members }) => members);
  ofGroup('emotide_sink_lease_valid', '1 while the lease of this sink is surely its own', ({ isValid }) =>
    Number(isValid),
  );
}
