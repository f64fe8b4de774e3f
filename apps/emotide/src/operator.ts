import { EventLog, eventLogEnv, toEventLogAddress, type EventLogOptions } from '@emotide/event-log';
import { UsageError, createLogger, parseConfig } from '@emotide/service-kit';
import type { Instance, Running, Secrets } from './instance';
import { openSecrets, readRunning } from './instance';

type LogAddress = Pick<EventLogOptions, 'servers' | 'user' | 'password' | 'tlsCaFile'>;

const ANSWER_WITHIN_MS = 10_000;

/** Whether the settings name a system elsewhere, such as a cluster's; otherwise it is this machine's. */
export function isElsewhere(env: NodeJS.ProcessEnv): boolean {
  return (env['EMOTIDE_NATS_SERVERS'] ?? '') !== '';
}

/** @throws UsageError when nothing runs there */
export function expectRunning(instance: Instance): { running: Running; secrets: Secrets } {
  const running = readRunning(instance);
  if (running === undefined)
    throw new UsageError(
      `no Emotide runs on ${instance.directory}; start it with npm start, or name its --data-dir`,
    );
  return { running, secrets: openSecrets(instance) };
}

/**
 * The log on which an operator works, as its owner: the one that `EMOTIDE_NATS_SERVERS` names, or else the one of the
 * running instance.
 *
 * @throws UsageError
 */
export function findLog(env: NodeJS.ProcessEnv, instance: Instance): LogAddress {
  if (isElsewhere(env)) return toEventLogAddress(parseConfig(eventLogEnv, env));
  const { running, secrets } = expectRunning(instance);
  return { servers: running.natsUrl, user: 'owner', password: secrets.nats.owner };
}

/** Connects, works, and closes. @throws Error when the log does not answer */
export async function withLog<T>(address: LogAddress, work: (eventLog: EventLog) => Promise<T>): Promise<T> {
  const connecting = EventLog.connect({
    ...address,
    name: 'emotide',
    log: createLogger('emotide', 'silent'),
  });
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the event log at ${address.servers} does not answer`)),
      ANSWER_WITHIN_MS,
    );
  });
  const eventLog = await Promise.race([connecting, silence]).finally(() => clearTimeout(timer));
  try {
    return await work(eventLog);
  } finally {
    await eventLog.close();
  }
}
