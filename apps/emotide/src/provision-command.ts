import { eventLogEnv } from '@emotide/event-log';
import { UsageError, parseConfig } from '@emotide/service-kit';
import type { Instance } from './instance';
import { findLog, isElsewhere, withLog } from './operator';

export interface ProvisionFlags {
  readonly replicas: string;
  readonly maxGb: string;
  readonly maxDays: string;
}

const GB = 1024 ** 3;
const DAY_MS = 86_400_000;

/**
 * Declares the streams and buckets of the log that `EMOTIDE_NATS_SERVERS` names, as its owner: the one place that does so
 * outside `emotide up`. What exists is brought to the limits, its data untouched.
 *
 * @throws UsageError when no log is named, a number is none, or the log has another number of partitions
 */
export async function provision(
  instance: Instance,
  flags: ProvisionFlags,
  write: (text: string) => void,
): Promise<void> {
  if (!isElsewhere(process.env))
    throw new UsageError('EMOTIDE_NATS_SERVERS is not set; on one machine, `emotide up` declares its own');
  const replicas = toCount('--replicas', flags.replicas, 5);
  const maxBytes = toCount('--max-gb', flags.maxGb, 100_000) * GB;
  const maxAgeMs = toCount('--max-days', flags.maxDays, 365) * DAY_MS;
  const { EMOTIDE_PARTITIONS: partitions } = parseConfig(eventLogEnv, process.env);
  await withLog(findLog(process.env, instance), (eventLog) =>
    eventLog.provision({ replicas, maxBytes, maxAgeMs, partitions }),
  );
  write(`streams and buckets are declared: ${partitions} partitions, ${replicas} replicas\n`);
}

/** @throws UsageError */
function toCount(flag: string, text: string, most: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > most)
    throw new UsageError(`${flag} takes a whole number from 1 to ${most}`);
  return count;
}
