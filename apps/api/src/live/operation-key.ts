import { createHash } from 'node:crypto';
import { getOperationAST, getVariableValues, print, type DocumentNode, type ExecutionArgs } from 'graphql';

/** The document's part of a key. Parsed documents are cached by their text, so each is printed once. */
const digests = new WeakMap<DocumentNode, string>();

/**
 * What makes two subscriptions the same: the document but for its layout, the operation, the variables as the operation
 * takes them (defaults filled in, others left out), and whose answer it is.
 *
 * @returns undefined when the variables do not fit the operation, or it names none: executing it says what is wrong.
 */
export function toOperationKey(args: ExecutionArgs, scope: string): string | undefined {
  const operation = getOperationAST(args.document, args.operationName);
  if (!operation) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(args.schema, definitions, args.variableValues ?? {}, {
    maxErrors: 1,
  });
  if (!coerced) return undefined;
  let digest = digests.get(args.document);
  if (digest === undefined) {
    digest = createHash('sha256').update(print(args.document)).digest('base64');
    digests.set(args.document, digest);
  }
  return JSON.stringify([digest, operation.name?.value ?? null, sorted(coerced), scope]);
}

/** With the keys of objects in order, so that their writing order makes no difference. As deep as the contract's inputs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}
