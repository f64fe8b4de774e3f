import type { Store } from '@emotide/store';
import { toApiError } from './api-error';

export interface ReadBudget {
  readonly reads: number;
  /** After so long no read begins any more; one that runs has its own time. */
  readonly withinMs: number;
  /** Aborted when nobody waits for the answer any more: what is read then is ended in the warehouse too. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The store for one request. Nested fields multiply reads in ways that no estimate from the document sees, so they are
 * counted where they happen.
 *
 * Reads past the budget throw a GraphQLError TOO_COMPLEX.
 */
export function createReadBudget(store: Store, { reads, withinMs, signal }: ReadBudget): Store {
  const endsAtMs = performance.now() + withinMs;
  let left = reads;
  return {
    ...store,
    async select(query, parameters) {
      if (left === 0) throw toApiError('TOO_COMPLEX', `the document asks too much: more than ${reads} reads`);
      if (performance.now() > endsAtMs)
        throw toApiError(
          'TOO_COMPLEX',
          `the document asks too much: more than ${withinMs / 1_000} s of reading`,
        );
      left -= 1;
      return await store.select(query, parameters, signal && { signal });
    },
  };
}
