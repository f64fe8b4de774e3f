import type { AccessKey } from './access-key';
import type { TypedDocument } from './typed-document';
import { learnServerTime } from './server-time';

/**
 * Why an answer did not come:
 *
 * - `away`: nobody answers at the address
 * - `slow`: nobody answered in time
 * - `busy`: the server asks to come back later
 * - `broken`: the server answers, and its warehouse does not
 * - `newer`: the server does not know something that this page asks for, as one of the two is older
 * - `forbidden`: a key is missing, or the present one was revoked
 * - `refused`: everything else, in the server's own words
 */
export type Trouble = 'away' | 'slow' | 'busy' | 'broken' | 'newer' | 'forbidden' | 'refused';

export class AskError extends Error {
  override readonly name = 'AskError';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

const ANSWER_WITHIN_MS = 15_000;

export interface GraphQLAnswer<Answer> {
  readonly data?: Answer | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/**
 * Asks a query over HTTP.
 *
 * @throws AskError saying what is wrong; the caller's abort as it is
 */
export async function ask<Answer, Variables>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables,
  { key, signal }: { readonly key: AccessKey; readonly signal?: AbortSignal },
): Promise<Answer> {
  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...key.headers(),
      },
      body: JSON.stringify({ query: document, variables }),
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) throw new AskError('slow', 'the server did not answer in time');
    throw new AskError('away', error instanceof Error ? error.message : 'no connection');
  }
  learnServerTime(response.headers.get('date'));
  const answer = (await response.json().catch(() => undefined)) as GraphQLAnswer<Answer> | undefined;
  signal?.throwIfAborted();
  const error = toAskError(response.status, answer);
  if (error) throw error;
  return answer!.data!;
}

/** What an answer says is wrong; undefined when nothing is. */
export function toAskError(status: number, answer: GraphQLAnswer<unknown> | undefined): AskError | undefined {
  const first = answer?.errors?.[0];
  if (first) return new AskError(toTrouble(first.extensions?.code, status), first.message);
  if (answer?.data) return undefined;
  return new AskError(toTrouble(undefined, status), `the server answered with status ${status}`);
}

function toTrouble(code: string | undefined, status: number): Trouble {
  switch (code) {
    case 'GRAPHQL_VALIDATION_FAILED':
      return 'newer';
    case 'UNAVAILABLE':
      return 'broken';
    case 'FORBIDDEN':
    case 'UNAUTHENTICATED':
      return 'forbidden';
    case undefined:
      break;
    default:
      return status === 429 ? 'busy' : 'refused';
  }
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 429 || status === 503) return 'busy';
  if (status === 502 || status === 504) return 'away';
  return 'refused';
}
