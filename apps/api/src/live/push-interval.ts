import { toApiError } from '../api-error';

const LEAST_MS = 100;
const MOST_MS = 60_000;

/**
 * How often a subscriber wants to hear of changes, in whole tenths of a second, so that the timers stay few.
 *
 * @throws GraphQLError BAD_ARGUMENT when it is not PT0.1S to PT60S
 */
export function parsePushInterval(everyMs: number): number {
  if (everyMs < LEAST_MS || everyMs > MOST_MS)
    throw toApiError('BAD_ARGUMENT', 'every must be PT0.1S to PT60S');
  return Math.ceil(everyMs / LEAST_MS) * LEAST_MS;
}
