/** What one query of `bi` may take; a query may ask for less. Zero means "no limit" to ClickHouse, so each has a floor. */
const LIMITS = {
  /** Seconds. */
  max_execution_time: 10,
  max_memory_usage: 500_000_000,
  max_rows_to_read: 2_000_000_000,
  max_result_rows: 1_000_000,
  max_result_bytes: 500_000_000,
  max_threads: 2,
  max_query_size: 1_048_576,
} as const;

/** What all queries of `bi` may take together. */
const SHARED_LIMITS = {
  max_memory_usage_for_user: 800_000_000,
  max_temporary_data_on_disk_size_for_user: 1_000_000_000,
  max_concurrent_queries_for_user: 8,
  max_sessions_for_user: 64,
} as const;

/**
 * What `bi` may not change: who could, would get round a limit, or reach what is not theirs. The embedded engine takes
 * itself for a tool on its user's own machine, so paths in settings mean any file, where a server knows one folder.
 */
const FIXED = {
  // Limits that answer with an error and not with a part of the truth.
  timeout_overflow_mode: 'throw',
  read_overflow_mode: 'throw',
  result_overflow_mode: 'throw',
  // Round the memory limit: what a thread takes before it is counted.
  max_untracked_memory: 4_194_304,
  // Round the time limit: a sleep is not interrupted.
  function_sleep_max_microseconds_per_block: 3_000_000,
  sleep_in_send_tables_status_ms: 0,
  sleep_in_send_data_ms: 0,
  sleep_after_receiving_query_ms: 0,
  // Files that formats read, or write.
  format_schema: '',
  format_schema_source: 'file',
  format_template_resultset: '',
  format_template_row: '',
  output_format_schema: '',
  input_format_record_errors_file_path: '',
  format_avro_schema_registry_url: '',
  // What came with the request on its way here is the door's secret.
  allow_get_client_http_header: 0,
  // The server's own log, memory and insides.
  send_logs_level: 'fatal',
  allow_introspection_functions: 0,
  query_profiler_real_time_period_ns: 0,
  query_profiler_cpu_time_period_ns: 0,
  memory_profiler_sample_probability: 0,
  trace_profile_events: 0,
  jemalloc_enable_profiler: 0,
  jemalloc_collect_profile_samples_in_trace_log: 0,
  log_queries: 1,
  log_queries_probability: 1,
  // Things outside.
  allow_experimental_ai_functions: 0,
  // Deep nesting is refused before it fills a thread's stack.
  max_parser_depth: 1_000,
  max_parser_backtracks: 1_000_000,
  max_ast_depth: 1_000,
  max_ast_elements: 50_000,
  max_expanded_ast_elements: 500_000,
  // Reading goes on for as long as the one who asked is there.
  cancel_http_readonly_queries_on_client_close: 1,
  // Whoever counts and stores comes first: nice, as `nice` has it.
  os_threads_nice_value_query: 10,
} as const;

/** What only the engine inside a process of ours knows; a server would not start with it. */
const FIXED_EMBEDDED = { allow_python_table_function: 0 } as const;

/** The profile of `bi` as XML: it reads, within limits, and cannot lift them. */
export function renderBiProfile({ isEmbedded = true }: { readonly isEmbedded?: boolean } = {}): string {
  const fixed = { ...FIXED, ...(isEmbedded && FIXED_EMBEDDED) };
  const values = { readonly: 2, ...LIMITS, ...SHARED_LIMITS, ...fixed };
  const settings = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  const constraints = [
    ...Object.entries(LIMITS).map(([name, most]) => `<${name}><min>1</min><max>${most}</max></${name}>`),
    ...Object.keys({ ...SHARED_LIMITS, ...fixed }).map((name) => `<${name}><const/></${name}>`),
  ];
  return `    <bi>
      <profile>default</profile>
      ${settings.join('\n      ')}
      <constraints>
        ${constraints.join('\n        ')}
      </constraints>
    </bi>
`;
}
