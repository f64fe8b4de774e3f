import { counter, gauge, type Registry } from '@emotide/service-kit';

/** What a scout counts. */
export function createScoutMetrics(registry: Registry) {
  const job = ['job'] as const;
  const source = ['source'] as const;
  const ofJob = (name: string, help: string) => gauge(registry, name, help, { labelNames: job });
  const ofSource = (name: string, help: string) => gauge(registry, name, help, { labelNames: source });
  return {
    jobRuns: counter(registry, 'emotide_scout_job_runs_total', 'Runs of each job, by outcome', [
      'job',
      'outcome',
    ]),
    jobSeconds: ofJob('emotide_scout_job_last_seconds', 'How long the last run of each job took'),
    jobLastOk: ofJob(
      'emotide_scout_job_last_success_timestamp_seconds',
      'When a run of each job last ended well (Unix time)',
    ),
    jobNext: ofJob('emotide_scout_job_next_run_timestamp_seconds', 'When each job is run next (Unix time)'),
    jobFailing: ofJob(
      'emotide_scout_job_failing',
      '1 while the last run of a job failed, in whole or in part',
    ),
    readings: counter(
      registry,
      'emotide_scout_readings_total',
      "Readings of channels' emotes, by source: changed, same or failed",
      ['source', 'outcome'],
    ),
    readingsDue: ofSource('emotide_scout_readings_due', 'Readings that wait for their turn'),
    readingsUnread: ofSource('emotide_scout_channels_unread', 'Known channels that were never read'),
    oldestReading: ofSource('emotide_scout_oldest_reading_seconds', 'Age of the oldest reading'),
    liveChanges: counter(
      registry,
      'emotide_scout_live_changes_total',
      'Live changes of sets that were put in force',
    ),
    cutEmotes: counter(
      registry,
      'emotide_scout_cut_emotes_total',
      'Emotes left out of a value that was full',
    ),
    unreadableValues: counter(
      registry,
      'emotide_scout_unreadable_values_total',
      'Values found at the start that could not be used',
    ),
    valuesWritten: counter(
      registry,
      'emotide_scout_values_written_total',
      'Values brought into each bucket',
      ['bucket'],
    ),
    catalogueRecorded: counter(
      registry,
      'emotide_scout_catalogue_recorded_total',
      "Emotes put into the warehouse's catalogue, again when something about them changed",
    ),
    catalogueDropped: counter(
      registry,
      'emotide_scout_catalogue_dropped_total',
      'Emotes given up because too many waited for the warehouse; they are offered again when they are next read',
    ),
    planChanges: counter(registry, 'emotide_scout_plan_changes_total', 'Channels that came or went', [
      'change',
    ]),
    streamChanges: counter(
      registry,
      'emotide_scout_stream_changes_total',
      'Changes of what channels stream that were recorded',
    ),
  };
}

export type ScoutMetrics = ReturnType<typeof createScoutMetrics>;
