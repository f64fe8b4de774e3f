import { partitionName } from './partition';

/** The stream of live batches. */
export const EMOTES_STREAM = 'EMOTES';
/** Records that no reader could use, with their reason, kept for people. */
export const QUARANTINE_STREAM = 'QUARANTINE';
/** KV bucket: what the sink of each partition is about to insert. */
export const SINK_INTENTS_BUCKET = 'sink-intents';

/** KV bucket: who holds which slot of each group, one key per group. */
export const LEASES_BUCKET = 'leases';
export const LEASE_GROUPS = ['sinks', 'collectors', 'scouts'] as const;
export type LeaseGroup = (typeof LEASE_GROUPS)[number];

/** KV bucket: which repair is under way, and what of the quarantine was published again. */
export const REPAIRS_BUCKET = 'repairs';

/** KV buckets of values that one process writes and others follow. */
export const SHARED_BUCKETS = ['channel-plan', 'emote-catalogue', 'themes', 'jobs', 'opt-outs'] as const;
export type SharedBucket = (typeof SHARED_BUCKETS)[number];

/** `emotes.v1.p00` */
export function batchSubject(partition: number): string {
  return `emotes.v1.${partitionName(partition)}`;
}

/** `quarantine.v1.p00` */
export function quarantineSubject(partition: number): string {
  return `quarantine.v1.${partitionName(partition)}`;
}
