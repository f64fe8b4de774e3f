import { UsageError } from '@emotide/service-kit';
import { isAtLeast, type Version } from './nats-binary';

export interface NatsUser {
  readonly name: string;
  readonly password: string;
  /** Subjects it may publish and subscribe to; absent means everything. */
  readonly permissions?: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
}

export interface NatsConfig {
  readonly version: Version;
  /** 0 takes a free port. */
  readonly port: number;
  readonly storeDirectory: string;
  /** Where the server writes which ports it took. */
  readonly portsDirectory: string;
  readonly users: readonly NatsUser[];
  readonly maxStoreBytes: number;
}

/** The server's default, said aloud: batches of the event log stay under half of it. */
const MAX_PAYLOAD_BYTES = 1_048_576;
/** Streams and buckets of ours are kept in files. */
const MAX_MEMORY_STORE_BYTES = 67_108_864;

/**
 * nats-server's configuration: loopback only, JetStream, and nobody without a password.
 *
 * Options are named only where the version knows them, as an unknown one keeps the server from starting.
 *
 * @throws UsageError for a user or directory that a configuration can't express.
 */
export function renderNatsConfig(config: NatsConfig): string {
  const { version, port, storeDirectory, portsDirectory, users, maxStoreBytes } = config;
  if (users.length === 0) throw new UsageError('nats-server needs at least one user');
  const lines = [
    `listen: ${quote(`127.0.0.1:${port === 0 ? -1 : port}`)}`,
    'http: "127.0.0.1:-1"',
    `ports_file_dir: ${quote(portsDirectory)}`,
    'server_name: emotide',
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    // One blocked core subscriber slowed the publishers of everyone to a tenth; now it loses messages of its own.
    ...(isAtLeast(version, [2, 10, 27]) ? ['no_fast_producer_stall: true'] : []),
    'jetstream {',
    `  store_dir: ${quote(storeDirectory)}`,
    `  max_file_store: ${maxStoreBytes}`,
    `  max_memory_store: ${MAX_MEMORY_STORE_BYTES}`,
    // What a power cut may cost; the server's own default is minutes.
    ...(isAtLeast(version, [2, 10, 0]) ? ['  sync_interval: "10s"'] : []),
    '}',
    'authorization {',
    '  users: [',
    ...users.map((user) => `    ${renderUser(user)}`),
    '  ]',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function renderUser({ name, password, permissions }: NatsUser): string {
  if (name === '' || password === '')
    throw new UsageError('every nats-server user needs a name and a password');
  // The server would take it for a bcrypt hash and compare against that.
  if (/^\$2[abxy]\$/.test(password))
    throw new UsageError('a nats-server password must not look like a bcrypt hash');
  const fields = [`user: ${quote(name)}`, `password: ${quote(password)}`];
  if (permissions) {
    const list = (subjects: readonly string[]): string => `[${subjects.map(quote).join(', ')}]`;
    // An empty allow list would allow everything.
    const rule = (subjects: readonly string[]): string =>
      subjects.length === 0 ? '{ deny: [">"] }' : `{ allow: ${list(subjects)} }`;
    fields.push(
      `permissions: { publish: ${rule(permissions.publish)}, subscribe: ${rule(permissions.subscribe)} }`,
    );
  }
  return `{ ${fields.join(', ')} }`;
}

/** A double-quoted string of NATS's configuration language. */
function quote(text: string): string {
  if ([...text].some((char) => char < ' ' || char === '\u007f')) {
    throw new UsageError('names, passwords and directories of nats-server must not hold control characters');
  }
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
