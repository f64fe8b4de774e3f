import { headers, type NatsConnection } from 'nats';
import { HEADERS, type RefusalReason } from './batch-envelope';
import type { LogRecord } from './log-reader';
import { askLog } from './log-unavailable';
import { quarantineSubject } from './names';

/** Why a record is in quarantine: what the check found, or that the warehouse would not have it. */
export type QuarantineReason = RefusalReason | 'refused-by-store';

export const QUARANTINE_HEADERS = { reason: 'Emotide-Reason', streamSeq: 'Emotide-Stream-Seq' } as const;
/** On a batch that was published again out of quarantine: which record it was. */
export const ORIGIN_HEADER = 'Emotide-Origin';
const MAX_KEPT_HEADER = 256;
const ANSWER_WITHIN_MS = 2_000;

/** Names a record of the log for ever: its partition, sequence and the time at which it was stored. */
export function toOrigin(partition: number, record: Pick<LogRecord, 'seq' | 'storedAtNs'>): string {
  return `${partition}.${record.seq}.${record.storedAtNs}`;
}

/**
 * Keeps a record that could not be used, with the reason and where it stood. Given again within the stream's duplicate
 * window, it is kept once.
 *
 * @throws LogUnavailable repeat
 */
export async function putIntoQuarantine(
  nc: NatsConnection,
  partition: number,
  record: LogRecord,
  reason: QuarantineReason,
): Promise<void> {
  const kept = headers();
  // Of a foreign record's headers only ours, and no more of a value than ours ever have.
  for (const name of Object.values(HEADERS)) {
    const value = record.header(name);
    if (value !== '') kept.set(name, value.slice(0, MAX_KEPT_HEADER));
  }
  kept.set(HEADERS.messageId, toOrigin(partition, record));
  kept.set(QUARANTINE_HEADERS.reason, reason);
  kept.set(QUARANTINE_HEADERS.streamSeq, String(record.seq));
  const js = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
  await askLog(() => js.publish(quarantineSubject(partition), record.payload, { headers: kept }));
}
