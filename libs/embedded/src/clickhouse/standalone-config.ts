import { renderBiProfile } from './bi-profile';
import {
  ACCESS_CONTROL,
  APP_GRANTS,
  APP_PROFILE,
  DEFAULT_PROFILE,
  DICTIONARY_COLLECTION,
} from './server-config';

/** Names of the variables from which a standalone server takes what is secret. */
export const STANDALONE_SECRETS = {
  app: 'CLICKHOUSE_APP_SHA256',
  bi: 'CLICKHOUSE_BI_SHA256',
  backup: 'CLICKHOUSE_BACKUP_SHA256',
  dictionaries: 'CLICKHOUSE_DICTIONARIES_SHA256',
  dictionariesPassword: 'CLICKHOUSE_DICTIONARIES_PASSWORD',
} as const;

/** What `app` needs beside on a cluster, where its tables are replicated. */
const CLUSTER_GRANTS = [
  'CLUSTER ON *.*',
  ...['', 'Replacing', 'Summing', 'Aggregating', 'Collapsing', 'VersionedCollapsing'].map(
    (kind) => `TABLE ENGINE ON Replicated${kind}MergeTree`,
  ),
];

/**
 * users.d/emotide.xml of a ClickHouse server that is not embedded: profiles and grants are those of the embedded one,
 * passwords are hashes from the environment ({@link STANDALONE_SECRETS}), and `default` is gone.
 */
export function renderStandaloneUsers(): string {
  const { app, bi, backup, dictionaries } = STANDALONE_SECRETS;
  return `<clickhouse>
  <profiles>
${DEFAULT_PROFILE}${APP_PROFILE}${renderBiProfile({ isEmbedded: false })}  </profiles>
  <users>
    <default remove="remove"/>
${user('app', app, 'app', [...APP_GRANTS, ...CLUSTER_GRANTS])}
${user('bi', bi, 'bi', ['SHOW, SELECT ON bi.*'], 'bi')}
${user('backup', backup, 'default', ['BACKUP ON emotide.*', 'BACKUP ON bi.*', 'S3 ON *.*', 'CLUSTER ON *.*'])}
${user('dictionaries', dictionaries, 'default', ['SELECT ON emotide.*'])}
  </users>
</clickhouse>
`;
}

/** config.d/emotide.xml of the same server: who needs which right, and how dictionaries read their tables. */
export function renderStandaloneServer(): string {
  return `<clickhouse>
${ACCESS_CONTROL}  <named_collections>
    <${DICTIONARY_COLLECTION}><user>dictionaries</user><password from_env="${STANDALONE_SECRETS.dictionariesPassword}"/></${DICTIONARY_COLLECTION}>
  </named_collections>
</clickhouse>
`;
}

function user(
  name: string,
  hashVariable: string,
  profile: string,
  grants: readonly string[],
  database?: string,
): string {
  const home = database === undefined ? '' : `<default_database>${database}</default_database>`;
  const queries = grants.map((grant) => `        <query>GRANT ${grant}</query>`).join('\n');
  return `    <${name}>
      <password_sha256_hex from_env="${hashVariable}"/>
      <networks><ip>::/0</ip></networks><profile>${profile}</profile><quota>default</quota>${home}
      <grants>
${queries}
      </grants>
    </${name}>`;
}
