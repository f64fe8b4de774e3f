import { HISTORY_PARTITION } from '@emotide/domain';
import { partitionName } from './partition';

/** The stream of live batches. */
export const EMOTES_STREAM = 'EMOTES';
/** The stream of batches of imported chat: a log of its own, so that history never stands before a live line. */
export const HISTORY_STREAM = 'HISTORY';
export const LOGS = [EMOTES_STREAM, HISTORY_STREAM] as const;
export type LogName = (typeof LOGS)[number];
/** Records that no reader could use, with their reason, kept for people. */
export const QUARANTINE_STREAM = 'QUARANTINE';
/** KV bucket: what the sink of each partition is about to insert. */
export const SINK_INTENTS_BUCKET = 'sink-intents';

/** KV bucket: who holds which slot of each group, one key per group. */
export const LEASES_BUCKET = 'leases';
export const LEASE_GROUPS = ['sinks', 'collectors', 'scouts'] as const;
export type LeaseGroup = (typeof LEASE_GROUPS)[number];

/** Where readers of chat say how far they are; kept nowhere, as only the latest word counts. */
export const READ_MARKS_SUBJECT = 'read-marks.v1';

/** KV bucket: which repair is under way, and what of the quarantine was published again. */
export const REPAIRS_BUCKET = 'repairs';

/** KV buckets of values that few write and others follow. */
export const SHARED_BUCKETS = [
  'channel-plan',
  'emote-catalogue',
  'themes',
  'jobs',
  'opt-outs',
  'api-keys',
  'collectors',
] as const;
export type SharedBucket = (typeof SHARED_BUCKETS)[number];
/**
 * For how long a value is kept that nobody writes again; where nothing is said, for ever. Collectors report every few
 * seconds, and one that was killed never takes its report away.
 */
export const SHARED_VALUES_KEPT_MS: Readonly<Partial<Record<SharedBucket, number>>> = {
  collectors: 10 * 60_000,
};

/** The log that a partition is of. */
export function logOf(partition: number): LogName {
  return partition === HISTORY_PARTITION ? HISTORY_STREAM : EMOTES_STREAM;
}

/** `emotes.v1.p00`, or `history.v1.p100` */
export function batchSubject(partition: number): string {
  return `${logOf(partition).toLowerCase()}.v1.${partitionName(partition)}`;
}

/** `quarantine.v1.p00` */
export function quarantineSubject(partition: number): string {
  return `quarantine.v1.${partitionName(partition)}`;
}
