import { counter, gauge, histogram, type Counter, type Histogram, type Registry } from '@emotide/service-kit';
import type { EventStreams } from './event-streams';
import type { LiveFeed } from './live-feed';
import type { LiveHub } from './live-hub';
import type { SubscriptionServer } from './subscription-server';

/** What an operator sees of the live side; gauges are read when scraped. */
export interface LiveMetrics {
  readonly pushes: Counter;
  readonly skipped: Counter;
  readonly droppedUses: Counter;
  readonly tickSeconds: Histogram;
  readonly hydrationSeconds: Histogram;
  readonly rows: Counter;
  readonly foldSeconds: Histogram;
  readonly refused: Counter<'reason'>;
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  return {
    pushes: counter(registry, 'emotide_api_live_pushes_total', 'Answers written to subscribers'),
    skipped: counter(
      registry,
      'emotide_api_live_skipped_pushes_total',
      'Answers that a subscriber was too slow for; it gets the latest when it has room',
    ),
    droppedUses: counter(
      registry,
      'emotide_api_live_dropped_uses_total',
      'Single uses that an answer of emoteEvents had no room for; its reader is told how many',
    ),
    tickSeconds: histogram(
      registry,
      'emotide_api_live_tick_seconds',
      'Time that a tick held the process: all evaluations, executions and the first writes',
      [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    ),
    hydrationSeconds: histogram(
      registry,
      'emotide_api_live_hydration_seconds',
      'Time to read the last hour from the warehouse',
      [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
    ),
    rows: counter(registry, 'emotide_api_live_rows_total', 'Rows of the log folded into the live windows'),
    foldSeconds: histogram(
      registry,
      'emotide_api_live_fold_seconds',
      'From the newest message of a batch, by Twitch time, to its being counted in the live windows',
      [0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 5, 60],
    ),
    refused: counter(
      registry,
      'emotide_api_live_refused_batches_total',
      'Batches of the log left out: duplicates, and those that the sink puts aside too',
      ['reason'],
    ),
  };
}

/** Gauges of what is there at the moment. */
export function createLiveGauges(
  registry: Registry,
  parts: {
    feed: LiveFeed;
    hub: LiveHub;
    subscriptions: SubscriptionServer;
    eventStreams: EventStreams;
    clock: () => number;
  },
): void {
  const { feed, hub, subscriptions, eventStreams, clock } = parts;
  const show = (name: string, help: string, read: () => number): void => {
    gauge(registry, name, help, { collect: (shown) => shown.set(read()) });
  };
  show('emotide_api_live_subscribers', 'Running subscriptions', () => hub.subscribers);
  show('emotide_api_live_groups', 'Distinct operations that they share', () => hub.groups);
  show('emotide_api_live_sockets', 'WebSocket connections', () => subscriptions.sockets);
  show('emotide_api_live_streams', 'Event streams over HTTP', () => eventStreams.streams);
  show(
    'emotide_api_live_lag_seconds',
    'Now minus the end of the closed seconds: 2 to 3 when all is well, NaN while nothing is known',
    () => {
      const { known } = feed.moment();
      return known ? (clock() - known.endMs) / 1_000 : NaN;
    },
  );
  show('emotide_api_live_stale', '1 while answers are marked stale', () =>
    Number(feed.moment().stale !== null),
  );
}
