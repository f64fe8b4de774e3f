import { UsageError } from '@emotide/service-kit';
import { renderBiProfile } from './bi-profile';
import type { UserHashes } from './server-settings';

/** Header that carries the secret without which the engine's own port answers nothing at all. */
export const DOOR_HEADER = 'X-Emotide-Door';

/** Named collection through which dictionaries of the databases read their source tables. */
export const DICTIONARY_COLLECTION = 'emotide_dictionaries';

/** Name of the user by which the server's own process ends what still runs when it is asked to stop. */
export const SUPERVISOR = 'supervisor';

/** Rows of one block: a run of the log below it is inserted whole or not at all. ClickHouse's own default. */
const BLOCK_ROWS = 1_048_449;
const BLOCK_BYTES = 268_402_944;

export interface ServerConfig {
  readonly usersConfigPath: string;
  readonly logPath: string;
  readonly backupDirectory: string;
  readonly memoryBytes: number;
  /** Secret of {@link DOOR_HEADER}. */
  readonly door: string;
  readonly dictionaryPassword: string;
}

/** The engine's config.xml: one small machine, no caches that outgrow it, nothing open but the one door. */
export function renderServerConfig(config: ServerConfig): string {
  const { usersConfigPath, logPath, backupDirectory, memoryBytes, door, dictionaryPassword } = config;
  const handler = (match: string, handler: string): string =>
    `<rule>${match}<headers><${DOOR_HEADER}>${toXml(door)}</${DOOR_HEADER}></headers><handler>${handler}</handler></rule>`;
  return `<clickhouse>
  <logger><console>0</console><log>${toXml(logPath)}</log><size>10M</size><count>2</count></logger>
  <users_config>${toXml(usersConfigPath)}</users_config>
  <timezone>UTC</timezone>
  <max_server_memory_usage>${memoryBytes}</max_server_memory_usage>
  <!-- Every cache defaults to gigabytes. -->
  <mark_cache_size>67108864</mark_cache_size>
  <primary_index_cache_size>67108864</primary_index_cache_size>
  <index_mark_cache_size>16777216</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <mmap_cache_size>64</mmap_cache_size>
  <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
  <query_condition_cache_size>16777216</query_condition_cache_size>
  <vector_similarity_index_cache_size>0</vector_similarity_index_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_schedule_pool_size>8</background_schedule_pool_size>
  <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
  <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <merge_tree>
    <!-- With a pool of two, the defaults would wait for more free places than there are. -->
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
  <query_log>
    <database>system</database>
    <table>query_log</table>
    <partition_by>event_date</partition_by>
    <ttl>event_date + INTERVAL 1 DAY DELETE</ttl>
    <flush_interval_milliseconds>7500</flush_interval_milliseconds>
  </query_log>
${ACCESS_CONTROL}  <storage_configuration>
    <disks><backups><type>local</type><path>${toXml(backupDirectory)}/</path></backups></disks>
  </storage_configuration>
  <backups><allowed_disk>backups</allowed_disk></backups>
  <max_session_timeout>60</max_session_timeout>
  <default_session_timeout>60</default_session_timeout>
  <named_collections>
    <${DICTIONARY_COLLECTION}><user>dictionaries</user><password>${toXml(dictionaryPassword)}</password></${DICTIONARY_COLLECTION}>
  </named_collections>
  <http_handlers>
    ${handler('<url>/ping</url><methods>GET,HEAD</methods>', '<type>ping</type>')}
    ${handler('<methods>GET,POST</methods>', '<type>dynamic_query_handler</type><query_param_name>query</query_param_name>')}
  </http_handlers>
</clickhouse>
`;
}

/**
 * The engine's users.xml.
 *
 * `default` can't be left out nor given a password: the embedded engine runs its own first query as `default`. It
 * may do what that query does and nothing else, and no request reaches it: the door's secret is the proxy's alone,
 * and the proxy lets `app` and `bi` in, nobody else.
 *
 * @param holdUrl the one address that the engine's first query reads.
 */
export function renderUsersConfig(config: {
  readonly users: UserHashes;
  readonly dictionaryPasswordHash: string;
  readonly supervisorPasswordHash: string;
  readonly holdUrl: string;
}): string {
  const { users, dictionaryPasswordHash, supervisorPasswordHash, holdUrl } = config;
  return `<clickhouse>
  <profiles>
${DEFAULT_PROFILE}${APP_PROFILE}${renderBiProfile()}  </profiles>
  <quotas><default/></quotas>
  <users>
${user('default', '<no_password/>', 'default', ['SYSTEM LISTEN ON *.*', 'CREATE TEMPORARY TABLE ON *.*', 'TABLE ENGINE ON URL', `READ ON URL('${holdUrl}')`])}
${user('dictionaries', sha256(dictionaryPasswordHash), 'default', ['SELECT ON emotide.*'])}
${user(SUPERVISOR, sha256(supervisorPasswordHash), 'default', ['KILL QUERY ON *.*', 'SELECT ON system.processes'])}
${user('app', sha256(users.app), 'app', APP_GRANTS)}
${user('bi', sha256(users.bi), 'bi', ['SHOW, SELECT ON bi.*'], 'bi')}
  </users>
</clickhouse>
`;
}

/** Whoever has no right to something must not get it by a way that ClickHouse leaves open by default. */
export const ACCESS_CONTROL = `  <access_control_improvements>
    <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
    <select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
    <on_cluster_queries_require_cluster_grant>true</on_cluster_queries_require_cluster_grant>
    <settings_constraints_replace_previous>true</settings_constraints_replace_previous>
    <table_engines_require_grant>true</table_engines_require_grant>
  </access_control_improvements>
`;

/** What the other profiles build on: an insert is stored when it is answered, and a reader who leaves ends what he asked. */
export const DEFAULT_PROFILE = `    <default>
      <async_insert>0</async_insert>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
    </default>
`;

/** The settings under which what the product writes counts once. */
export const APP_PROFILE = `    <app>
      <profile>default</profile>
      <!-- One insert is one block, in every table behind it: a retry is then dropped whole or applied whole. -->
      <max_insert_block_size>${BLOCK_ROWS}</max_insert_block_size>
      <min_insert_block_size_rows>${BLOCK_ROWS}</min_insert_block_size_rows>
      <min_insert_block_size_bytes>${BLOCK_BYTES}</min_insert_block_size_bytes>
      <max_insert_threads>1</max_insert_threads>
      <max_partitions_per_insert_block>0</max_partitions_per_insert_block>
      <deduplicate_blocks_in_dependent_materialized_views>1</deduplicate_blocks_in_dependent_materialized_views>
    </app>
`;

/** Its own databases whole; of the server what migrations, dictionaries, backups and operators need. */
export const APP_GRANTS: readonly string[] = [
  // The third is where days of the log are built again before they replace those of the first, the fourth where tables
  // stand still while they are copied.
  ...['emotide', 'bi', 'emotide_rebuild', 'emotide_backup'].map(
    (database) =>
      `SHOW, SELECT, INSERT, ALTER, CREATE, DROP, UNDROP TABLE, TRUNCATE, OPTIMIZE, BACKUP, dictGet ON ${database}.*`,
  ),
  'SELECT ON system.*',
  'SELECT ON INFORMATION_SCHEMA.*',
  'SELECT ON information_schema.*',
  'SHOW ON system.*',
  'CREATE TEMPORARY TABLE, KILL QUERY ON *.*',
  'SYSTEM FLUSH LOGS, SYSTEM RELOAD DICTIONARY, SYSTEM VIEWS ON *.*',
  'SYSTEM MERGES, SYSTEM TTL MERGES ON emotide.*',
  `NAMED COLLECTION ON ${DICTIONARY_COLLECTION}`,
  'SET DEFINER ON app',
  ...[
    'Null',
    'Memory',
    'MergeTree',
    'ReplacingMergeTree',
    'SummingMergeTree',
    'AggregatingMergeTree',
    'CollapsingMergeTree',
    'VersionedCollapsingMergeTree',
    'Buffer',
    'Dictionary',
    'Merge',
    'MaterializedView',
    'View',
  ].map((engine) => `TABLE ENGINE ON ${engine}`),
];

function user(
  name: string,
  password: string,
  profile: string,
  grants: readonly string[],
  database?: string,
): string {
  const home = database === undefined ? '' : `<default_database>${database}</default_database>`;
  const queries = grants.map((grant) => `<query>${toXml(`GRANT ${grant}`)}</query>`).join('');
  return `    <${name}>${password}<networks><ip>127.0.0.1</ip></networks><profile>${profile}</profile><quota>default</quota>${home}<grants>${queries}</grants></${name}>`;
}

function sha256(hex: string): string {
  return `<password_sha256_hex>${toXml(hex)}</password_sha256_hex>`;
}

/**
 * Text as XML content of a ClickHouse configuration.
 *
 * @throws UsageError for what a configuration can't say: control characters have no place in XML, and `${` is a
 * substitution to ClickHouse. Only a directory's name can bring them in.
 */
function toXml(text: string): string {
  // eslint keeps control characters out of regular expressions, so they are looked for by code.
  const bad = [...text].some((char) => char < ' ' || char === '\u007f') || text.includes('${');
  if (bad) throw new UsageError(`ClickHouse can't work in a directory of this name: ${JSON.stringify(text)}`);
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
