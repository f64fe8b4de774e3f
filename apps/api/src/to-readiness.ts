import type { Readiness } from '@emotide/service-kit';
import type { LiveMoment } from './live/live-feed';

/**
 * Whether this process should be sent requests.
 *
 * A fresh live answer or an answering warehouse is enough, as each serves half of the contract, and taking every process
 * out at once would leave callers with no answer instead of a typed error. A process that has just started waits for its
 * live windows as long as they can be read: subscribers who are sent there would see less than where they come from.
 */
export function toReadiness(
  { known, stale }: Pick<LiveMoment, 'known' | 'stale'>,
  warehouseAnswers: boolean,
): Readiness {
  if (known && !stale) return { ready: true };
  if (!warehouseAnswers) return { ready: false, reason: 'warehouse unavailable' };
  if (!known && stale?.reason === 'HYDRATING') return { ready: false, reason: 'reading the last hour' };
  return { ready: true };
}
