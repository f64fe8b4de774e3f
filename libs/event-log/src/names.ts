import { partitionName } from './partition';

/** The stream of live batches. */
export const EMOTES_STREAM = 'EMOTES';
/** Records that no reader could use, with their reason, kept for people. */
export const QUARANTINE_STREAM = 'QUARANTINE';
/** KV bucket: what the sink of each partition is about to insert. */
export const SINK_INTENTS_BUCKET = 'sink-intents';

/** `emotes.v1.p00` */
export function batchSubject(partition: number): string {
  return `emotes.v1.${partitionName(partition)}`;
}

/** `quarantine.v1.p00` */
export function quarantineSubject(partition: number): string {
  return `quarantine.v1.${partitionName(partition)}`;
}
