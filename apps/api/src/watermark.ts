import type { PipelineRow } from '@emotide/store';

/**
 * The newest stored message of the partition furthest behind, epoch ms: nothing newer is known to be whole. Null
 * before every partition that ever stored a run has a message. A partition whose channels are quiet holds it back, so
 * it may be earlier than need be, never later.
 */
export function toWatermark(partitions: readonly Pick<PipelineRow, 'newestSentAtMs'>[]): number | null {
  let watermarkMs: number | null = null;
  for (const { newestSentAtMs } of partitions) {
    if (newestSentAtMs === null) return null;
    watermarkMs = Math.min(watermarkMs ?? newestSentAtMs, newestSentAtMs);
  }
  return watermarkMs;
}

/** Time since anything was stored, ms; null before the first time. Clocks that disagree don't make it negative. */
export function toLag(
  partitions: readonly Pick<PipelineRow, 'insertedAtMs'>[],
  nowMs: number,
): number | null {
  if (partitions.length === 0) return null;
  return Math.max(0, nowMs - Math.max(...partitions.map(({ insertedAtMs }) => insertedAtMs)));
}
