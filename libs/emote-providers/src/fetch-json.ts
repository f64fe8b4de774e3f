import { ProviderError, type ProviderFailure } from './provider-error';
import type { ProviderLabel } from './provider-label';
import { parseRetryAfterMs } from './retry-wait';

export interface JsonRequest {
  readonly provider: ProviderLabel;
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that only the host asked first may see: another host to which it redirects gets none of them. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Statuses whose body is an answer. All others are failures. */
  readonly answers: readonly number[];
  /** For all of it: redirects, headers, the last byte of the body. */
  readonly deadlineMs: number;
  /** Of the body, unpacked. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly signal?: AbortSignal;
  /** Told of the last answer's headers, failures included, before its body is read. */
  readonly onHeaders?: (status: number, headers: Headers) => void;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Whatever JSON came; nothing about its shape is known. */
  readonly json: unknown;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Asks once, over HTTP, for JSON that somebody else made: bounded in time, bytes and redirects. The content type is
 * not looked at: what parses is JSON.
 *
 * @throws ProviderError for everything that is not an answer; see {@link ProviderFailure}.
 */
export async function fetchJson(request: JsonRequest): Promise<JsonAnswer> {
  const { provider, deadlineMs, signal } = request;
  const end = new AbortController();
  let isLate = false;
  let isRead = false;
  const timer = setTimeout(() => {
    isLate = true;
    end.abort();
  }, deadlineMs);
  const onAbort = (): void => end.abort();
  if (signal?.aborted) end.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await follow(request, end.signal);
    const body = await readBody(response, request);
    isRead = true;
    return { status: response.status, headers: response.headers, json: parseJson(body, provider) };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if (isLate) throw new ProviderError(provider, 'timeout', `no whole answer in ${deadlineMs} ms`);
    if (signal?.aborted) throw new ProviderError(provider, 'stopped', 'stopped');
    throw connectionError(provider, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    // Lets go of a body that nobody read to its end. Where there is none, it would only cost: an error with its stack.
    if (!isRead) end.abort();
  }
}

/** Follows redirects by hand, as fetch itself would from https to http and with every header. */
async function follow(request: JsonRequest, signal: AbortSignal): Promise<Response> {
  const { provider, method = 'GET', answers, maxRedirects, body } = request;
  let url = request.url;
  for (let redirects = 0; ; redirects++) {
    const isSameHost = url.origin === request.url.origin;
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...request.headers, ...(isSameHost && request.secretHeaders) },
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    });
    if (!REDIRECTS.has(response.status)) {
      request.onHeaders?.(response.status, response.headers);
      if (answers.includes(response.status)) return response;
      throw statusError(provider, response);
    }
    // What is posted is not sent anywhere else.
    if (method !== 'GET') throw new ProviderError(provider, 'redirect', 'redirected a POST');
    if (redirects === maxRedirects) {
      throw new ProviderError(provider, 'redirect', `redirected more than ${maxRedirects} times`);
    }
    await response.body?.cancel();
    url = redirectTarget(provider, url, response.headers.get('location'));
  }
}

function redirectTarget(provider: ProviderLabel, from: URL, location: string | null): URL {
  const to = location !== null && URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to === undefined) throw new ProviderError(provider, 'redirect', 'redirected to nowhere');
  const isAllowed = to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
  if (!isAllowed || to.username !== '' || to.password !== '') {
    throw new ProviderError(
      provider,
      'redirect',
      `redirected from ${from.protocol} to ${to.protocol} or with a login`,
    );
  }
  return to;
}

async function readBody(response: Response, { provider, maxBytes }: JsonRequest): Promise<Buffer> {
  const tooLarge = (): ProviderError =>
    new ProviderError(provider, 'too-large', `answer of more than ${maxBytes} bytes`, {
      status: response.status,
    });
  if (Number(response.headers.get('content-length')) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next?.value === undefined) return Buffer.concat(chunks, bytes);
    bytes += next.value.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(next.value);
  }
}

/** Strict about UTF-8: a name with replaced bytes would be another name. */
function parseJson(body: Buffer, provider: ProviderLabel): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    const looksLike = body.length === 0 ? 'nothing' : body[0] === 0x3c ? 'a page' : 'no JSON';
    throw new ProviderError(provider, 'not-json', `answered with ${looksLike} (${body.length} bytes)`);
  }
}

function statusError(provider: ProviderLabel, { status, headers }: Response): ProviderError {
  const retryAfterMs = parseRetryAfterMs(headers.get('retry-after'), headers.get('date'));
  return new ProviderError(provider, failureOfStatus(status), `answered with HTTP ${status}`, {
    status,
    retryAfterMs,
  });
}

function failureOfStatus(status: number): ProviderFailure {
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403) return 'unauthorized';
  return status >= 500 ? 'server' : 'status';
}

/** fetch says "fetch failed" or "terminated" and hides the reason in its cause. */
function connectionError(provider: ProviderLabel, error: unknown): ProviderError {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  // Without a code the text is not ours to show: fetch quotes a bad header's value in it.
  return code === undefined
    ? new ProviderError(provider, 'network', 'the connection failed')
    : new ProviderError(provider, 'network', `the connection failed (${code})`, { cause });
}
