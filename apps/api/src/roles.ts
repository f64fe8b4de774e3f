import type { ApiRole } from '@emotide/domain';
import { toApiError } from './api-error';

export type { ApiRole } from '@emotide/domain';

/** @throws GraphQLError FORBIDDEN when who asks has not got the role */
export function requireRole({ roles }: { readonly roles: ReadonlySet<ApiRole> }, role: ApiRole): void {
  if (!roles.has(role)) throw toApiError('FORBIDDEN', `this needs an API key with the role ${role}`);
}
