import { readFile } from 'node:fs/promises';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { UsageError } from '@emotide/service-kit';
import { parse, type GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { toApiError } from './api-error';
import type { OperationParams } from './live/prepare-operation';

/** Operations that are asked for by id: `extensions.persistedQuery.sha256Hash`, as Apollo's and urql's clients send it. */
export interface PersistedOperations {
  /** Whether nothing else may be asked. */
  readonly isAll: boolean;
  find(id: string): string | undefined;
  /** The text of what somebody asks for, by id or as a document. */
  resolve(params: Pick<OperationParams, 'query' | 'extensions'>): string | GraphQLError;
}

const MOST_OPERATIONS = 10_000;
const manifest = z.record(z.string().min(1).max(256), z.string().min(1).max(100_000));

/**
 * Reads them from a file: a JSON object of documents by id, as `persisted-documents.json` of GraphQL Code Generator and
 * `persistConfig.file` of relay-compiler.
 *
 * @throws UsageError naming what is wrong with it
 */
export async function readPersistedOperations(file: string, isAll: boolean): Promise<PersistedOperations> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`EMOTIDE_API_PERSISTED_FILE: ${(error as Error).message}`);
  }
  const parsed = manifest.safeParse(content);
  if (!parsed.success) throw new UsageError('EMOTIDE_API_PERSISTED_FILE: no JSON object of documents by id');
  const entries = Object.entries(parsed.data);
  if (entries.length > MOST_OPERATIONS)
    throw new UsageError(`EMOTIDE_API_PERSISTED_FILE: more than ${MOST_OPERATIONS} operations`);
  for (const [id, text] of entries)
    try {
      parse(text);
    } catch (error) {
      throw new UsageError(`EMOTIDE_API_PERSISTED_FILE: ${JSON.stringify(id)}: ${(error as Error).message}`);
    }
  return createPersistedOperations(new Map(entries), isAll);
}

export function createPersistedOperations(
  byId: ReadonlyMap<string, string>,
  isAll: boolean,
): PersistedOperations {
  return {
    isAll,
    find: (id) => byId.get(id),
    resolve({ query, extensions }) {
      if (query !== '') return isAll ? toApiError('FORBIDDEN', ONLY_IDS) : query;
      const { sha256Hash: id } = (extensions?.['persistedQuery'] ?? {}) as { sha256Hash?: unknown };
      const text = typeof id === 'string' ? byId.get(id) : undefined;
      return text ?? toApiError('BAD_ARGUMENT', UNKNOWN);
    },
  };
}

const ONLY_IDS = 'only operations that are known by id may be asked: send extensions.persistedQuery';
const UNKNOWN = 'no operation is known by this id';

/** For what comes over HTTP. */
export const createPersistedOperationsPlugin = ({ find, isAll }: PersistedOperations): Plugin =>
  usePersistedOperations({
    getPersistedOperation: (id) => find(id) ?? null,
    allowArbitraryOperations: !isAll,
    customErrors: {
      notFound: () => toApiError('BAD_ARGUMENT', UNKNOWN),
      keyNotFound: () =>
        toApiError('BAD_ARGUMENT', 'send a query, or the id of one as extensions.persistedQuery'),
      persistedQueryOnly: () => toApiError('FORBIDDEN', ONLY_IDS),
    },
  });
