import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { toApiError } from '../api-error';
import type { OperationParams } from './prepare-operation';

/** More was sent than an operation may need. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

const record = z.record(z.string(), z.unknown()).nullish();
const operation = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: record,
  extensions: record,
});

/**
 * The operation that a request asks for, as GraphQL over HTTP has it: parameters of a GET, JSON of a POST.
 *
 * @throws GraphQLError BAD_ARGUMENT for what is none. @throws BodyTooLarge, the rest unread
 */
export async function readOperation(request: IncomingMessage, mostBytes: number): Promise<OperationParams> {
  const parsed = operation.safeParse(
    request.method === 'GET' ? fromSearch(request.url ?? '') : parseJson(await readBody(request, mostBytes)),
  );
  if (!parsed.success) throw toApiError('BAD_ARGUMENT', 'send one operation as JSON: {"query": …}');
  const { query, operationName, variables, extensions } = parsed.data;
  return {
    query: query ?? '',
    operationName: operationName ?? null,
    variables: variables ?? null,
    extensions: extensions ?? null,
  };
}

function fromSearch(url: string): unknown {
  const search = new URL(url, 'http://localhost').searchParams;
  const json = (name: string): unknown => {
    const text = search.get(name);
    return text === null ? null : parseJson(text);
  };
  return {
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new BodyTooLarge(`more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
