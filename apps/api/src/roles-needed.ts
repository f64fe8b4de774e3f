import type { ApiRole } from '@emotide/domain';
import { getOperationAST, type ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ApiContext } from './context';
import { requireRole } from './roles';

/** What an operation needs whatever it asks; resolvers may need more. */
const ROLE_OF = { query: 'read', subscription: 'read', mutation: 'admin' } as const satisfies Record<
  string,
  ApiRole
>;

/** Refuses operations of whoever has not got the role for any of their kind, so that no resolver can forget it. */
export const rolesNeeded: Plugin<Partial<ApiContext>> = {
  onExecute: ({ args }) => check(args),
  onSubscribe: ({ args }) => check(args),
};

function check({ document, operationName, contextValue }: ExecutionArgs): void {
  const operation = getOperationAST(document, operationName);
  // Executing it says what is wrong.
  if (operation) requireRole(contextValue as ApiContext, ROLE_OF[operation.operation]);
}
