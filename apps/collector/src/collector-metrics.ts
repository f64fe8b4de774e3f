import type { OptOutList } from '@emotide/domain';
import type { BatchPublisher, SlotGroup } from '@emotide/event-log';
import { counter, gauge, type Counter, type Registry } from '@emotide/service-kit';
import type { ChannelRegistry } from './channel-registry';

/** What is counted of the chat that is read. */
export interface CollectorMetrics {
  readonly counted: Counter;
  readonly dropped: Counter<'reason'>;
  readonly moderated: Counter<'action'>;
  readonly unreadable: Counter;
  readonly excess: Counter;
  readonly repaired: Counter;
  readonly interrupted: Counter;
  readonly resting: Counter;
}

export function createCollectorMetrics(registry: Registry): CollectorMetrics {
  return {
    counted: counter(registry, 'emotide_messages_total', 'Messages that count'),
    dropped: counter(
      registry,
      'emotide_messages_dropped_total',
      'Messages, and acts of moderators (act-…), that do not count, by reason',
      ['reason'],
    ),
    moderated: counter(registry, 'emotide_moderation_total', 'Acts of moderators that count', ['action']),
    unreadable: counter(registry, 'emotide_unreadable_ranges_total', 'Emote ranges that could not be read'),
    excess: counter(
      registry,
      'emotide_excess_emotes_total',
      'Distinct emotes left out of messages that had too many',
    ),
    repaired: counter(
      registry,
      'emotide_repaired_messages_total',
      'Messages of gaps that were found later and count',
    ),
    interrupted: counter(registry, 'emotide_reading_interrupted_total', 'Joins that failed or ended'),
    resting: counter(
      registry,
      'emotide_reading_rested_total',
      'Times that a channel was left alone for long, as its readings ended again and again',
    ),
  };
}

/** Channels that have a metric of their own, the busiest; the page `/channels` has all. */
const MEASURED_CHANNELS = 20;

/** Gauges of what is there at the moment, read when scraped. */
export function createCollectorGauges(
  registry: Registry,
  parts: {
    readonly optOuts: OptOutList;
    readonly publisher: BatchPublisher;
    readonly channels: ChannelRegistry;
    readonly group: SlotGroup;
  },
): void {
  const { optOuts, publisher, channels, group } = parts;
  const show = (name: string, help: string, read: () => number): void => {
    gauge(registry, name, help, { collect: (shown) => shown.set(read()) });
  };
  show(
    'emotide_opt_outs',
    'Chatters who are to be nobody, or once were, by each number of theirs',
    () => optOuts.size,
  );
  show(
    'emotide_opt_outs_unusable',
    'Those made under a key that is not configured: they do not hold',
    () => optOuts.unusable,
  );
  for (const name of ['acked', 'resent', 'duplicates', 'refused', 'dropped'] as const)
    show(`emotide_publish_${name}`, `Batches ${name} since start`, () => publisher.counts[name]);
  show(
    'emotide_publish_pending_bytes',
    'Bytes waiting for the log or for its answer',
    () => publisher.pendingBytes,
  );
  gauge(registry, 'emotide_channel_lines_per_second', 'The busiest channels of this process', {
    labelNames: ['channel'],
    collect: (shown) => {
      shown.reset();
      for (const { login, linesPerSecond } of channels.view().slice(0, MEASURED_CHANNELS))
        shown.set({ channel: login }, linesPerSecond);
    },
  });
  show('emotide_lease_valid', 'Whether this process may act upon what it holds', () => Number(group.isValid));
  show(
    'emotide_lease_members',
    'Processes that share the work, this one included',
    () => group.state().members,
  );
  show('emotide_lease_slots', 'Slots that this process holds', () => group.state().held.length);
  show(
    'emotide_lease_moving',
    'Slots on their way between two processes, as last read',
    () => group.state().moving,
  );
}
