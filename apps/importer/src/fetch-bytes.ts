import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { InputError } from './input-error';
import { isPublicAddress } from './is-public-address';

export interface FetchOptions {
  /** Whether addresses of this machine and of private networks may be asked. */
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  /** Default 30,000: how long a host may be silent, before its answer and within it. Milliseconds. */
  readonly silenceMs?: number;
  /** Default 1,000: the first wait before another try; each next one is twice as long. Milliseconds. */
  readonly retryMs?: number;
}

const USER_AGENT = 'emotide-import/0.1 (reads archived chat)';
const MOST_REDIRECTS = 5;
const MOST_TRIES = 5;
const LONGEST_WAIT_MS = 5 * 60_000;
const SILENCE_MS = 30_000;
const RETRY_MS = 1_000;
/** Slower than this, averaged over a minute, and it would take for ever. */
const LEAST_BYTES_PER_S = 1_000;
const JUDGED_AFTER_MS = 60_000;

/** A host's answer that will not change by asking again; 404: it has nothing of the kind. */
export class HttpRefusal extends InputError {
  override name = 'HttpRefusal';
  readonly status: number;

  constructor(status: number, host: string) {
    super(`${host} answers ${status}`);
    this.status = status;
  }
}

/**
 * What an address gives, as it comes, packed where the host packs it. Says who asks; waits as long as the host says; tries
 * again what may get better, up to five times, until the first byte has come.
 *
 * Each address that a name stands for is looked at when it is dialled, and again behind each redirect, so that no name and
 * no host can lead to where nobody wanted to go.
 *
 * @throws HttpRefusal, InputError
 */
export async function* fetchBytes(url: URL, options: FetchOptions): AsyncGenerator<Buffer> {
  const response = await openPatiently(url, options);
  const beganAtMs = performance.now();
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      const elapsedMs = performance.now() - beganAtMs;
      if (elapsedMs > JUDGED_AFTER_MS && bytes * 1_000 < elapsedMs * LEAST_BYTES_PER_S)
        throw new InputError(`${url.host} is too slow: ${bytes} bytes in ${Math.round(elapsedMs / 1_000)} s`);
      yield chunk;
    }
    if (!response.complete) throw new InputError(`cut: ${url.host} closed the connection within its answer`);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof InputError) throw error;
    throw new InputError(`${url.host}: ${(error as Error).message}`, { cause: error });
  } finally {
    response.destroy();
  }
}

async function openPatiently(url: URL, options: FetchOptions): Promise<IncomingMessage> {
  const { signal, retryMs = RETRY_MS } = options;
  for (let attempt = 1; ; attempt++) {
    let why: string;
    let waitMs = retryMs * 2 ** (attempt - 1);
    try {
      const response = await followRedirects(url, options);
      const status = response.statusCode ?? 0;
      if (status === 200) return response;
      response.destroy();
      const isPassing = status === 429 || status >= 500;
      if (!isPassing) throw new HttpRefusal(status, url.host);
      why = `${url.host} answers ${status}`;
      waitMs = Math.max(waitMs, retryAfterMs(response.headers['retry-after']));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof InputError) throw error;
      why = `${url.host}: ${(error as Error).message}`;
    }
    if (attempt === MOST_TRIES) throw new InputError(`${why}, ${MOST_TRIES} times`);
    await delay(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

/** Seconds, or a date. */
function retryAfterMs(header: string | undefined): number {
  if (header === undefined) return 0;
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

async function followRedirects(from: URL, options: FetchOptions): Promise<IncomingMessage> {
  let url = from;
  for (let redirects = 0; ; redirects++) {
    const response = await get(url, options);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status < 300 || status > 399 || location === undefined) return response;
    response.destroy();
    if (redirects === MOST_REDIRECTS)
      throw new InputError(`${from.host} redirects more than ${MOST_REDIRECTS} times`);
    if (!URL.canParse(location, url)) throw new InputError(`${url.host} redirects to what is no address`);
    url = new URL(location, url);
  }
}

function get(
  url: URL,
  { allowPrivate, signal, silenceMs = SILENCE_MS }: FetchOptions,
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new InputError(`${url.protocol} is no protocol to fetch chat by`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const refuse = (address: string): InputError =>
    new InputError(`${url.host} is ${address}, no public address (--allow-private lets it be asked)`);
  // A name is looked up by the connection itself; an address never is.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refuse(host);
  const publicLookup: RequestOptions['lookup'] = (name, lookupOptions, callback) => {
    lookup(name, { ...lookupOptions, all: true }, (error, found) => {
      const hidden = found?.find(({ address }) => !isPublicAddress(address));
      if (error !== null) callback(error, []);
      else if (!allowPrivate && hidden !== undefined) callback(refuse(hidden.address), []);
      else if (lookupOptions.all === true) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    });
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      headers: { 'user-agent': USER_AGENT, 'accept-encoding': 'gzip', accept: 'text/plain, */*;q=0.5' },
      lookup: publicLookup,
      signal,
      timeout: silenceMs,
    });
    asked.on('timeout', () => asked.destroy(new Error(`silent for ${silenceMs / 1_000} s`)));
    asked.on('error', reject);
    asked.on('response', resolve);
    asked.end();
  });
}
