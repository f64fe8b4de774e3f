import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { createYoga } from 'graphql-yoga';
import type { ApiContext } from '../context';
import { withoutSuggestion } from '../plain-errors';
import { requireRole } from '../roles';

/** What a client sends to have something executed. */
export interface OperationParams {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown> | null;
  readonly extensions: Record<string, unknown> | null;
}

/** An operation that fits the contract and the limits of queries. */
export interface PreparedOperation {
  readonly args: ExecutionArgs;
  /** Runs it as a subscription. What it gives has masked errors. @throws GraphQLError masked too. */
  run(): Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
}

type Enveloped = ReturnType<ReturnType<typeof createYoga>['getEnveloped']>;

/**
 * Prepares an operation that does not come over HTTP, with everything that Yoga's plugins do to those that do.
 *
 * @returns the errors to show when it is not to be executed
 */
export async function prepareOperation(
  { parse, validate, contextFactory, subscribe, schema }: Enveloped,
  { query, operationName, variables: variableValues }: OperationParams,
): Promise<PreparedOperation | readonly GraphQLError[]> {
  try {
    const document = parse(query);
    const errors: readonly GraphQLError[] = validate(schema, document);
    if (errors.length > 0) return errors.map(toShown);
    const contextValue: unknown = await contextFactory();
    // Asked here for each subscriber, as one execution is for all who ask the same.
    requireRole(contextValue as ApiContext, 'read');
    const args: ExecutionArgs = { schema, document, operationName, variableValues, contextValue };
    return { args, run: async () => await subscribe(args) };
  } catch (error) {
    // Syntax errors, and those of the limits, which are thrown.
    if (error instanceof GraphQLError) return [toShown(error)];
    throw error;
  }
}

/** Without what Yoga notes for HTTP: the status of the answer. */
function toShown(error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path, extensions } = withoutSuggestion(error);
  const shown = Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http'));
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: shown,
  });
}
