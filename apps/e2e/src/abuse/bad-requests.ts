/** What strangers send, by what it is called, and what must come back. */
export interface BadRequest {
  readonly name: string;
  readonly body: string;
  readonly status: number;
  /** `extensions.code` of the error; undefined where a status says it all. */
  readonly code?: string;
}

const operation = (query: string, variables: object = {}): string => JSON.stringify({ query, variables });
const times = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');
/** A link that looks like a page's end, and is of another list. */
const FORGED = Buffer.from('{"kind":"forged","offset":1e308}').toString('base64url');

export const BAD_REQUESTS: readonly BadRequest[] = [
  { name: 'a query of 1 MB', body: operation(`{ __typename } # ${'x'.repeat(1_000_000)}`), status: 413 },
  {
    name: '10,000 aliases',
    body: operation(`{ ${times(10_000, (n) => `a${n}: __typename`)} }`),
    status: 413,
  },
  {
    name: '4,000 aliases',
    body: operation(`{ ${times(4_000, (n) => `a${n}: __typename`)} }`),
    status: 200,
    code: 'TOO_COMPLEX',
  },
  {
    name: '5,000 levels',
    body: operation(`${'{ node '.repeat(5_000)}${'}'.repeat(5_000)}`),
    status: 200,
    code: 'TOO_COMPLEX',
  },
  {
    name: 'fragments in a circle',
    body: operation('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'),
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { name: '1,000 operations in one', body: `[${times(1_000, () => '{"query":"{a}"},')}{}]`, status: 400 },
  {
    name: 'first: 2147483647',
    body: operation('{ topEmotes(first: 2147483647) { range { from } } }'),
    status: 200,
    code: 'TOO_COMPLEX',
  },
  {
    name: 'a century in seconds',
    body: operation(
      '{ usage(granularity: SECOND, from: "1926-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z") { granularity } }',
    ),
    status: 200,
    code: 'BAD_RANGE',
  },
  {
    name: 'a forged cursor',
    body: operation(`{ topEmotes(after: "${FORGED}") { range { from } } }`),
    status: 200,
    code: 'BAD_CURSOR',
  },
  {
    name: 'variables of wrong types',
    body: operation('query ($first: Int!) { topEmotes(first: $first) { range { from } } }', {
      first: { $gt: '' },
    }),
    status: 400,
  },
  {
    name: 'half a document',
    body: operation('{ topEmotes(first: '),
    status: 200,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  { name: 'half of the JSON', body: '{"query":"{ __typename', status: 400 },
];

/** What came of a bad request: as it must be, put off as there is too much to do, or, in words, something else. */
export type Outcome = 'right' | 'put off' | { readonly fault: string };

export async function send(url: string, request: BadRequest): Promise<Outcome> {
  const { name, body, status, code } = request;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  }).catch((error: Error) => error);
  const wrong = (what: string): Outcome => ({ fault: `${name}: ${what.slice(0, 200)}` });
  // Whoever sends too much may find the door shut before all is sent.
  if (response instanceof Error) return status === 413 ? 'right' : wrong(`no answer: ${response.message}`);
  const text = await response.text();
  if (response.status === 503 && response.headers.get('retry-after') !== null) return 'put off';
  if (response.status !== status) return wrong(`${response.status} ${text}`);
  const isRefused = status === 413 || text.includes('"errors"');
  return isRefused && (code === undefined || text.includes(`"code":"${code}"`)) ? 'right' : wrong(text);
}
