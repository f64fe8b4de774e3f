import type { Store } from '@emotide/store';
import { toApiError } from './api-error';

/**
 * The store for one request, which may read `most` times. Nested fields multiply reads in ways that no estimate from
 * the document sees, so they are counted where they happen.
 *
 * Reads past that throw a GraphQLError TOO_COMPLEX.
 */
export function createReadBudget(store: Store, most: number): Store {
  let left = most;
  return {
    ...store,
    async select(query, parameters) {
      if (left === 0) throw toApiError('TOO_COMPLEX', `the document asks too much: more than ${most} reads`);
      left -= 1;
      return await store.select(query, parameters);
    },
  };
}
