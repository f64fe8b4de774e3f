import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;
/** A look that comes later than this was kept from coming: all that waited in between was not read yet. */
const LONGEST_LOOK_MS = 2 * LOOK_EVERY_MS;

/**
 * Lets time pass in which this process reads chat: what it was paused or frozen is not counted, as sockets fill meanwhile
 * and nothing is known of what is in them.
 *
 * @param isReading whether it reads now
 * @returns whether it has passed; false when `signal` was aborted before
 */
export async function attend(ms: number, isReading: () => boolean, signal: AbortSignal): Promise<boolean> {
  let leftMs = ms;
  let lookedAtMs = performance.now();
  while (leftMs > 0) {
    try {
      await delay(Math.min(LOOK_EVERY_MS, leftMs), undefined, { signal });
    } catch {
      return false;
    }
    const nowMs = performance.now();
    if (isReading()) leftMs -= Math.min(nowMs - lookedAtMs, LONGEST_LOOK_MS);
    lookedAtMs = nowMs;
  }
  return true;
}
