import { LogUnavailable } from '@emotide/event-log';
import { NotKept, StoreUnavailable, TooManyBuckets, TooManyRows } from '@emotide/store';
import type { Logger } from '@emotide/service-kit';
import { GraphQLError } from 'graphql';
import type { MaskError, Plugin } from 'graphql-yoga';
import { toApiError } from './api-error';

/**
 * Errors that their reader can act on pass; everything else is logged and shown as one sentence, as its text may hold
 * SQL, addresses or data.
 */
export const createErrorMask =
  (log: Logger): MaskError =>
  (error) => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (error instanceof GraphQLError && (!original || original instanceof GraphQLError)) return error;
    const shown = toShown(original);
    const level =
      { UNAVAILABLE: 'warn', BAD_RANGE: 'info', TOO_COMPLEX: 'info' }[String(shown.extensions['code'])] ??
      'error';
    log[level as 'warn' | 'info' | 'error']({ err: original }, 'query failed');
    if (!(error instanceof GraphQLError)) return shown;
    return new GraphQLError(shown.message, {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: shown.extensions,
    });
  };

function toShown(original: unknown): GraphQLError {
  if (original instanceof StoreUnavailable)
    return toApiError('UNAVAILABLE', 'the warehouse does not answer; try again');
  if (original instanceof LogUnavailable)
    return toApiError('UNAVAILABLE', 'the event log does not answer; try again');
  if (original instanceof NotKept) {
    const instead =
      original.gone === 'ACTS' ? 'less time, or for ALL_TIME, which is all that is kept' : 'whole hours';
    return toApiError('BAD_RANGE', `${original.message}: ask for ${instead}`);
  }
  if (original instanceof TooManyRows)
    return toApiError(
      'TOO_COMPLEX',
      'the question costs too many rows of the warehouse: ask for less time, whole hours or one channel',
    );
  if (original instanceof TooManyBuckets)
    return toApiError('BAD_RANGE', 'too many points: ask for less time or a longer granularity');
  return toApiError('INTERNAL_SERVER_ERROR', 'unexpected error');
}

/** graphql-js guesses what a misspelt name may have meant, which costs time on long names and tells what exists. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [^]*\?$/, '');
  if (message === error.message) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}

/** {@link withoutSuggestion} for what is answered over HTTP. */
export const withoutSuggestions: Plugin = {
  onExecutionResult({ result }) {
    if (!result || !('errors' in result) || !result.errors) return;
    result.errors = result.errors.map(withoutSuggestion);
  },
};
