import { counter, gauge, histogram, type Registry } from '@emotide/service-kit';

/** What a sink counts, by partition. */
export function createSinkMetrics(registry: Registry) {
  const partition = ['partition'] as const;
  return {
    rows: counter(registry, 'emotide_sink_rows_total', 'Rows inserted', partition),
    runs: counter(registry, 'emotide_sink_runs_total', 'Runs committed', partition),
    retries: counter(
      registry,
      'emotide_sink_retries_total',
      'Requests tried again because the store or the log was away',
      ['waiting_for'],
    ),
    duplicates: counter(
      registry,
      'emotide_sink_duplicate_batches_total',
      'Batches published twice',
      partition,
    ),
    fenced: counter(
      registry,
      'emotide_sink_fenced_batches_total',
      'Batches of publishers that had lost their lease',
      partition,
    ),
    quarantined: counter(
      registry,
      'emotide_sink_quarantined_total',
      'Records that nobody can use, by reason',
      ['partition', 'reason'],
    ),
    lostRecords: counter(
      registry,
      'emotide_sink_lost_records_total',
      'Records that the log dropped before they were read, at most: those of other partitions count too',
      partition,
    ),
    committed: gauge(registry, 'emotide_sink_committed_seq', 'Last sequence in the warehouse', {
      labelNames: partition,
    }),
    newestSentAtSeconds: gauge(
      registry,
      'emotide_sink_newest_sent_at_seconds',
      "Twitch's time of the newest message in the warehouse",
      { labelNames: partition },
    ),
    insertSeconds: histogram(
      registry,
      'emotide_sink_insert_seconds',
      'How long one insert took',
      [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    ),
  };
}

export type SinkMetrics = ReturnType<typeof createSinkMetrics>;
