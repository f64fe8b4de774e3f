import {
  counter,
  gauge,
  histogram,
  type Counter,
  type Gauge,
  type Histogram,
  type Registry,
} from '@emotide/service-kit';

/** What all clients of a process count together, by provider. */
export interface ProviderMetrics {
  /** Outcomes: `ok`, `unknown` (the provider does not know the channel) or a `ProviderFailure`. */
  readonly requests: Counter<'provider' | 'outcome'>;
  readonly requestSeconds: Histogram<'provider'>;
  readonly lastSuccess: Gauge<'provider'>;
  readonly circuitOpen: Gauge<'provider'>;
  /** Entries of sound answers that could not be used. */
  readonly rejected: Counter<'provider'>;
  readonly liveSockets: Gauge<'provider'>;
  readonly liveTopics: Gauge<'provider'>;
  /** Kinds of `LiveEvent`, and `garbage` for messages that nobody can read. */
  readonly liveEvents: Counter<'provider' | 'kind'>;
  readonly liveEnds: Counter<'provider' | 'why'>;
}

/** Registers the metrics; once for each registry, shared by every client that it is given to. */
export function createProviderMetrics(registry: Registry): ProviderMetrics {
  const provider = ['provider'] as const;
  return {
    requests: counter(
      registry,
      'emotide_provider_requests_total',
      'Requests sent to emote providers and Twitch, by outcome',
      ['provider', 'outcome'],
    ),
    requestSeconds: histogram(
      registry,
      'emotide_provider_request_seconds',
      'Time from sending a request to its last byte or failure',
      [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
      provider,
    ),
    lastSuccess: gauge(
      registry,
      'emotide_provider_last_success_timestamp_seconds',
      'When the provider last gave a usable answer (Unix time)',
      { labelNames: provider },
    ),
    circuitOpen: gauge(
      registry,
      'emotide_provider_circuit_open',
      '1 while a failing provider is left alone',
      { labelNames: provider },
    ),
    rejected: counter(
      registry,
      'emotide_provider_rejected_entries_total',
      'Entries of sound answers that were left out',
      provider,
    ),
    liveSockets: gauge(registry, 'emotide_provider_live_sockets', 'Live-update sockets open now', {
      labelNames: provider,
    }),
    liveTopics: gauge(registry, 'emotide_provider_live_topics', 'Sets, users or channels watched live', {
      labelNames: provider,
    }),
    liveEvents: counter(registry, 'emotide_provider_live_events_total', 'What live updates said, by kind', [
      'provider',
      'kind',
    ]),
    liveEnds: counter(
      registry,
      'emotide_provider_live_ends_total',
      'Ends of live-update sockets, by reason',
      ['provider', 'why'],
    ),
  };
}
