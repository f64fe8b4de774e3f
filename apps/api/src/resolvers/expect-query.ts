import type { GraphQLResolveInfo } from 'graphql';
import { toApiError } from '../api-error';

/**
 * Live answers name emotes as queries do, but are made many times a second: what asks the warehouse is no part of them.
 *
 * @throws GraphQLError WRONG_TRANSPORT within a subscription.
 */
export function expectQuery({ operation, fieldName }: GraphQLResolveInfo): void {
  if (operation.operation === 'subscription')
    throw toApiError('WRONG_TRANSPORT', `${fieldName} is asked of queries, not of subscriptions`);
}
