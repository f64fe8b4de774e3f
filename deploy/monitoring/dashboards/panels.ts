/** One graph: what it asks Prometheus, and how its lines are called. */
export interface PanelSpec {
  readonly title: string;
  /** Grafana's name of the unit: `s`, `reqps`, `bytes`, `short`, `percentunit`, … */
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** What a line of it means, where the title does not say it. */
  readonly description?: string;
  /** It asks of what only a cluster has (volumes, certificates): no test here can show it data. */
  readonly needsCluster?: boolean;
  /** It shows what goes wrong: without anything wrong there may be no line. */
  readonly mayBeEmpty?: boolean;
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelSpec[] }[];
}

const one = (expr: string, legend: string) => [{ expr, legend }];

/** What everybody wants to know first: is chat read, is it counted, is it answered, how late. */
export const OVERVIEW: DashboardSpec = {
  uid: 'emotide-overview',
  title: 'Emotide: overview',
  rows: [
    {
      title: 'Is it well?',
      panels: [
        {
          title: 'Messages counted',
          unit: 'cps',
          queries: one('sum(rate(emotide_messages_total[$__rate_interval]))', 'messages'),
        },
        {
          title: 'Channels',
          unit: 'short',
          queries: [
            { expr: 'max(emotide_channels_wanted)', legend: 'wanted' },
            { expr: 'sum by (state) (emotide_chat_channels)', legend: '{{state}}' },
          ],
        },
        {
          title: 'Warehouse behind the log',
          unit: 's',
          description:
            'Age of the oldest record that is not in the warehouse, of the partition that is furthest behind.',
          queries: one('max(emotide_sink_lag_seconds)', 'lag'),
        },
        {
          title: 'Live answers: end of the closed seconds',
          unit: 's',
          description: '2 to 3 s when all is well: answers are of closed seconds.',
          queries: one('max(emotide_api_live_lag_seconds)', 'age'),
        },
      ],
    },
    {
      title: 'For whom?',
      panels: [
        {
          title: 'GraphQL operations',
          unit: 'reqps',
          queries: one(
            'sum by (field) (rate(emotide_api_operation_seconds_count[$__rate_interval]))',
            '{{field}}',
          ),
        },
        {
          title: 'GraphQL operations, p99',
          unit: 's',
          queries: one(
            'histogram_quantile(0.99, sum by (le, field) (rate(emotide_api_operation_seconds_bucket[$__rate_interval])))',
            '{{field}}',
          ),
        },
        {
          title: 'Subscribers',
          unit: 'short',
          queries: [
            { expr: 'sum(emotide_api_live_sockets)', legend: 'sockets' },
            { expr: 'sum(emotide_api_live_subscribers)', legend: 'subscriptions' },
            { expr: 'sum(emotide_api_live_groups)', legend: 'distinct' },
          ],
        },
        {
          title: 'Batches counted live within',
          unit: 's',
          queries: [0.5, 0.99].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le) (rate(emotide_api_live_fold_seconds_bucket[$__rate_interval])))`,
            legend: `p${quantile * 100}`,
          })),
        },
      ],
    },
    {
      title: 'What is wrong?',
      panels: [
        {
          title: 'Alerts that fire',
          unit: 'short',
          mayBeEmpty: true,
          queries: one('sum by (alertname) (ALERTS{alertstate="firing"})', '{{alertname}}'),
        },
        {
          title: 'Put into quarantine, an hour',
          unit: 'short',
          mayBeEmpty: true,
          queries: one('sum by (reason) (increase(emotide_sink_quarantined_total[1h]))', '{{reason}}'),
        },
        {
          title: 'Readings interrupted, an hour',
          unit: 'short',
          queries: one('sum(increase(emotide_reading_interrupted_total[1h]))', 'interrupted'),
        },
        {
          title: 'Free space of volumes',
          unit: 'percentunit',
          needsCluster: true,
          queries: one(
            'min by (persistentvolumeclaim) (kubelet_volume_stats_available_bytes{namespace="emotide-data"} / kubelet_volume_stats_capacity_bytes{namespace="emotide-data"})',
            '{{persistentvolumeclaim}}',
          ),
        },
      ],
    },
  ],
};

/** Each kind of process, for who looks for a cause. */
export const PARTS: DashboardSpec = {
  uid: 'emotide-parts',
  title: 'Emotide: parts',
  rows: [
    {
      title: 'Processes',
      panels: [
        {
          title: 'CPU',
          unit: 'percentunit',
          queries: one(
            'rate(process_cpu_seconds_total{service!=""}[$__rate_interval])',
            '{{service}} {{pod}}',
          ),
        },
        {
          title: 'Memory',
          unit: 'bytes',
          queries: one('process_resident_memory_bytes{service!=""}', '{{service}} {{pod}}'),
        },
        {
          title: 'Event loop, p99 of its delay',
          unit: 's',
          queries: one('nodejs_eventloop_lag_p99_seconds', '{{service}} {{pod}}'),
        },
        { title: 'Answers for metrics', unit: 'short', queries: one('up', '{{job}} {{pod}}') },
      ],
    },
    {
      title: 'Collectors',
      panels: [
        {
          title: 'Connections',
          unit: 'short',
          queries: one('emotide_chat_connections', '{{pod}}'),
        },
        { title: 'Slots held', unit: 'short', queries: one('emotide_lease_slots', '{{pod}}') },
        {
          title: 'Waiting for the log',
          unit: 'bytes',
          queries: one('emotide_publish_pending_bytes', '{{pod}}'),
        },
        {
          title: 'Messages that do not count',
          unit: 'cps',
          mayBeEmpty: true,
          queries: one(
            'sum by (reason) (rate(emotide_messages_dropped_total[$__rate_interval]))',
            '{{reason}}',
          ),
        },
      ],
    },
    {
      title: 'Sinks',
      panels: [
        {
          title: 'Rows',
          unit: 'cps',
          queries: one(
            'sum by (partition) (rate(emotide_sink_rows_total[$__rate_interval]))',
            'partition {{partition}}',
          ),
        },
        {
          title: 'Inserts, p99',
          unit: 's',
          queries: one(
            'histogram_quantile(0.99, sum by (le) (rate(emotide_sink_insert_seconds_bucket[$__rate_interval])))',
            'insert',
          ),
        },
        {
          title: 'Records behind',
          unit: 'short',
          queries: one('max by (partition) (emotide_sink_lag_records)', 'partition {{partition}}'),
        },
        {
          title: 'Partitions held',
          unit: 'short',
          queries: one('emotide_sink_partitions_held', '{{pod}}'),
        },
      ],
    },
    {
      title: 'Scout',
      panels: [
        {
          title: 'Requests to providers',
          unit: 'reqps',
          queries: one(
            'sum by (provider, outcome) (rate(emotide_provider_requests_total[$__rate_interval]))',
            '{{provider}} {{outcome}}',
          ),
        },
        {
          title: 'Oldest reading of a channel',
          unit: 's',
          queries: one('max by (source) (emotide_scout_oldest_reading_seconds)', '{{source}}'),
        },
        {
          title: 'Jobs that fail',
          unit: 'short',
          queries: one('max by (job) (emotide_scout_job_failing)', '{{job}}'),
        },
        {
          title: 'Live-update sockets',
          unit: 'short',
          queries: one('sum by (provider) (emotide_provider_live_sockets)', '{{provider}}'),
        },
      ],
    },
  ],
};
