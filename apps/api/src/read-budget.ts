import type { SelectOptions, Store } from '@emotide/store';
import { toApiError } from './api-error';
import { createRowBudget } from './row-budget';

export interface ReadBudget {
  readonly reads: number;
  /** After so long no read begins any more; one that runs has its own time. */
  readonly withinMs: number;
  /** Aborted when nobody waits for the answer any more: what is read then is ended in the warehouse too. */
  readonly signal: AbortSignal | undefined;
  /** What they may cost in rows of the warehouse, each and together. Absent: any number. */
  readonly rows?: { readonly ofRead: number; readonly ofRequest: number } | undefined;
}

/**
 * The store for one request. Nested fields multiply reads in ways that no estimate from the document sees, so they are
 * counted where they happen, and what they cost is added up ({@link createRowBudget}).
 *
 * Reads past the budget throw a GraphQLError TOO_COMPLEX.
 */
export function createReadBudget(store: Store, { reads, withinMs, signal, rows }: ReadBudget): Store {
  const endsAtMs = performance.now() + withinMs;
  const rowBudget = rows && createRowBudget(rows);
  let left = reads;
  return {
    ...store,
    async select(query, parameters) {
      if (left === 0) throw toApiError('TOO_COMPLEX', `the document asks too much: more than ${reads} reads`);
      left -= 1;
      const read = async (asked: SelectOptions): Promise<unknown[]> => {
        if (performance.now() > endsAtMs)
          throw toApiError(
            'TOO_COMPLEX',
            `the document asks too much: more than ${withinMs / 1_000} s of reading`,
          );
        return await store.select(query, parameters, { ...asked, ...(signal && { signal }) });
      };
      return await (rowBudget ? rowBudget.spend(read) : read({}));
    },
  };
}
