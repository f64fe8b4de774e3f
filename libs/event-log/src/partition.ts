import { HISTORY_PARTITION, type U64 } from '@emotide/domain';

/** Most partitions that the live log can have: two digits in the subject, and the next number is history's. */
export const MAX_PARTITIONS = HISTORY_PARTITION;

/**
 * A channel's partition. Fixed for a stream's life: order holds inside a channel only while it stays in its
 * partition. Hashed here because the server's own mapping needs a whole subject token and a version.
 */
export function partitionOf(channelId: U64, partitions: number): number {
  const mixed = Math.imul(channelId.lo ^ Math.imul(channelId.hi, 0x85ebca6b), 0x9e3779b1);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % partitions;
}

/** `p00` … `p99`, and `p100` of history */
export function partitionName(partition: number): string {
  return `p${String(partition).padStart(2, '0')}`;
}
