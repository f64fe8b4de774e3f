/** Why an HTTP request gave no answer that can be used. */
export class AskFailed extends Error {
  override name = 'AskFailed';
  readonly failure: 'no-answer' | 'too-large' | 'not-readable';

  constructor(failure: AskFailed['failure'], message: string) {
    super(message);
    this.failure = failure;
  }
}

export interface Question {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole answer. */
  readonly withinMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Asks once over HTTP for JSON, bounded in time and bytes, and follows no redirect: that could point anywhere, with our
 * headers.
 *
 * @returns undefined for the JSON where a status other than 2xx comes without any
 * @throws AskFailed, also when `signal` is aborted
 */
export async function askJson(question: Question): Promise<{ status: number; json: unknown }> {
  const { url, withinMs, signal, method = 'GET', headers, body } = question;
  let response: Response;
  let bytes: Buffer;
  try {
    response = await fetch(url, {
      method,
      headers: { accept: 'application/json', 'user-agent': 'emotide', ...headers },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
      ...(body !== undefined && { body }),
    });
    bytes = await readBody(response, question.maxBytes);
  } catch (error) {
    if (error instanceof AskFailed) throw error;
    // fetch's own words may hold what was sent.
    throw new AskFailed('no-answer', `no whole answer of ${url.host}`);
  }
  try {
    return { status: response.status, json: JSON.parse(bytes.toString('utf8')) };
  } catch {
    if (!response.ok || response.status === 204) return { status: response.status, json: undefined };
    throw new AskFailed('not-readable', `${url.host} answered with no JSON`);
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop lets go of the rest.
    if (bytes > maxBytes) throw new AskFailed('too-large', `an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
