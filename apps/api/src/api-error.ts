import { GraphQLError } from 'graphql';

/** What went wrong, for programs: `extensions.code`. */
export type ApiErrorCode =
  | 'BAD_RANGE'
  | 'BAD_ARGUMENT'
  | 'BAD_CURSOR'
  | 'BAD_ID'
  | 'UNKNOWN_CHANNEL'
  | 'FORBIDDEN'
  | 'TOO_COMPLEX'
  | 'TOO_MANY'
  | 'WRONG_TRANSPORT'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** An error that its reader can act on; shown as it is. */
export function toApiError(code: ApiErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
