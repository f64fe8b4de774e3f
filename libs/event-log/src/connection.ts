import { connect, ErrorCode, NatsError, type ConnectionOptions, type NatsConnection } from 'nats';
import pRetry from 'p-retry';
import { readAuthority, type Logger } from '@emotide/service-kit';

export interface EventLogOptions {
  /** `nats://host:port`, several separated by commas. */
  readonly servers: string;
  readonly user?: string;
  readonly password?: string;
  /** PEM file of the authority that signed the server's certificate; turns TLS on. */
  readonly tlsCaFile?: string;
  /** Shown in the server's connection list. */
  readonly name: string;
  readonly log: Logger;
}

/** How long a server may take to say hello. */
const DIAL_MS = 5_000;
/** How often a silent server is asked whether it lives; two questions without answer end the connection. */
const PING_MS = 10_000;
/** How often it is tried again until the first connection stands, at most. */
const TRY_AGAIN_MS = 2_000;
/** How often the same trouble is told. */
const SAY_AGAIN_MS = 10_000;

/**
 * Connects to NATS, and stays: the client reconnects for ever, as an event log that is away for an hour, or knows no
 * password while it is given another one, must not end the process that buffers for it. Waits for the first connection
 * too, and says what it waits for.
 *
 * Inboxes carry the user's name as prefix, so that one role cannot listen to another's answers.
 *
 * @throws UsageError when the authority's file is none
 */
export async function connectNats(options: EventLogOptions): Promise<NatsConnection> {
  const { log } = options;
  const connection = await connectAtLast(log, {
    servers: options.servers.split(','),
    name: options.name,
    maxReconnectAttempts: -1,
    // The client would close for good at the second refusal in a row.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 100,
    reconnectJitter: 100,
    // The client's own 20 s and 6 min suit a server that answers or refuses; one that does neither is to be left sooner.
    timeout: DIAL_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    // A stack trace per request costs 20 µs of a publish and tells nothing that ours don't.
    noAsyncTraces: true,
    ...(options.user !== undefined && { user: options.user, inboxPrefix: inboxPrefixOf(options.user) }),
    ...(options.password !== undefined && { pass: options.password }),
    ...(options.tlsCaFile !== undefined && {
      tls: { ca: readAuthority('EMOTIDE_NATS_TLS_CA_FILE', options.tlsCaFile) },
    }),
  });
  const sayRefused = seldom((error) => log.warn({ error }, 'event log refused'));
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') log.warn({ server: status.data }, 'event log is away');
      else if (status.type === 'reconnect') log.info({ server: status.data }, 'event log is back');
      else if (status.type === 'error') sayRefused(String(status.data));
    }
  })();
  return connection;
}

/** The client can wait for its first connection by itself, but not say why there is none. */
function connectAtLast(log: Logger, options: ConnectionOptions): Promise<NatsConnection> {
  const { servers } = options;
  const sayWaiting = seldom((error, advice) =>
    log.warn({ servers, error }, `waiting for the event log: ${advice}`),
  );
  return pRetry(() => connect(options), {
    retries: Infinity,
    minTimeout: 100,
    maxTimeout: TRY_AGAIN_MS,
    onFailedAttempt: ({ error }) => sayWaiting(error.message, toAdvice(error)),
  });
}

/** Says an error when it is another one than before, and the same again after a while only: the client tries many times a second. */
function seldom<More extends unknown[]>(
  say: (error: string, ...more: More) => void,
): (error: string, ...more: More) => void {
  let last: { readonly error: string; readonly atMs: number } | undefined;
  return (error, ...more) => {
    const atMs = performance.now();
    if (last?.error === error && atMs - last.atMs < SAY_AGAIN_MS) return;
    last = { error, atMs };
    say(error, ...more);
  };
}

function toAdvice(error: Error): string {
  if (error instanceof NatsError && error.code === ErrorCode.AuthorizationViolation)
    return 'it refuses EMOTIDE_NATS_USER and EMOTIDE_NATS_PASSWORD';
  if (/certificate|TLS|SSL|self.signed/i.test(error.message))
    return 'EMOTIDE_NATS_TLS_CA_FILE does not vouch for its certificate';
  return 'nobody answers at EMOTIDE_NATS_SERVERS';
}

/** Subjects on which a role hears answers. The server's permissions name the same. */
export function inboxPrefixOf(user: string): string {
  return `_INBOX_${user}`;
}
