import type { IncomingMessage, ServerResponse } from 'node:http';
import { counter, type Registry } from '@emotide/service-kit';
import { wantsEvents } from '../live/event-streams';
import type { Caller } from './caller';
import { isRefusal, tooMany, type Identify, type Refusal } from './identify';
import type { LoopLag } from './loop-lag';
import { answerPreflight, isForeignPage, setCorsHeaders, type Origins } from './origins';
import type { RateLimits } from './rate-limits';

export interface HttpDoorOptions {
  readonly identify: Identify;
  readonly limits: RateLimits;
  readonly origins: Origins;
  /** Requests in hand at a time; more are answered with 503. */
  readonly mostRunning: number;
  readonly lag: Pick<LoopLag, 'ms'>;
  /** Whether the server is about to stop: what comes now is to ask another one. Default: never. */
  readonly isLeaving?: () => boolean;
  readonly registry: Registry;
  /** Answers what comes through. */
  readonly serve: (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;
}

/** A process that is so late answers nobody in time: who comes now is better served elsewhere, or later. */
const MOST_LAG_MS = 1_000;
const BUSY_SECONDS = 1;

/**
 * What every request over HTTP passes before anything is read of it: whose page it is, whether there is room, who asks,
 * and how often. It is refused with a status, a GraphQL error, and where waiting helps, with `Retry-After`.
 */
export function createHttpDoor(
  options: HttpDoorOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { identify, limits, origins, mostRunning, lag, registry, serve, isLeaving = () => false } = options;
  const refused = counter(registry, 'emotide_api_refused_total', 'Requests that were not let in, by status', [
    'status',
  ]);
  let running = 0;

  const judge = async (request: IncomingMessage): Promise<Caller | Refusal> => {
    const { headers, method } = request;
    if (isLeaving()) return LEAVING;
    if (running > mostRunning || lag.ms > MOST_LAG_MS) return OVERLOADED;
    // Only what a page can't send without asking first is read: a form of another page can have other types.
    if (method === 'POST' && !JSON_TYPE.test(headers['content-type'] ?? '')) return NO_JSON;
    const caller = await identify(request, headers.authorization);
    if (isRefusal(caller)) return caller;
    const waitSeconds = await limits.take(caller);
    return waitSeconds > 0 ? tooMany(waitSeconds) : caller;
  };

  const refuse = (response: ServerResponse, { status, code, message, retryAfterSeconds }: Refusal): void => {
    refused.inc({ status });
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
    if (status === 401) response.setHeader('www-authenticate', 'Bearer');
    const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
    // What was sent is not read, so the connection can't go on.
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
      .end(body);
  };

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const given = await judge(request);
    if (isRefusal(given)) return refuse(response, given);
    await serve(request, response, given);
  };

  return (request, response) => {
    if (isForeignPage(request.headers, origins)) return refuse(response, FOREIGN);
    setCorsHeaders(request, response, origins);
    if (request.method === 'OPTIONS') return answerPreflight(response);
    // A stream goes on for as long as somebody reads it; those are counted where they are served.
    if (!wantsEvents(request)) {
      running++;
      response.once('close', () => running--);
    }
    pass(request, response).catch(() => response.destroy());
  };
}

const JSON_TYPE = /^application\/json\b/i;

const FOREIGN: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'this page may not ask here: its origin has to be listed',
};
const NO_JSON: Refusal = {
  status: 415,
  code: 'BAD_ARGUMENT',
  message: 'send JSON, with the header `Content-Type: application/json`',
};
const LEAVING: Refusal = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'this server is about to stop; ask again, and another one answers',
  retryAfterSeconds: BUSY_SECONDS,
};
const OVERLOADED: Refusal = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'too much is asked at once; try again',
  retryAfterSeconds: BUSY_SECONDS,
};
