import { json, startHttpServer, type HeardRequest, type TestHttpServer } from './http-server';
import type { ServerResponse } from 'node:http';

export interface CountingHelix {
  readonly server: TestHttpServer;
  readonly baseUrl: URL;
  readonly authUrl: URL;
  /** What the next requests meet. Change it at any time. */
  readonly script: {
    /** Seconds that a new token lives, by its answer. */
    expiresIn: number;
    /** HTTP status of the token endpoint; 200 gives one. */
    tokenStatus: number;
    /** Answers a sound request; the query decides. */
    answer: (path: string, query: URLSearchParams, response: ServerResponse) => void;
  };
  /** Tokens given so far, in order. */
  readonly tokens: readonly string[];
  /** Tokens that are refused from now on. */
  readonly revoked: Set<string>;
  /** Requests that came when no point was left. */
  readonly violations: number;
  /** Requests to Helix itself, with their query. */
  helixRequests(): readonly HeardRequest[];
}

/**
 * As much of Helix and its token endpoint as a client needs, with a bucket of points that is counted here: the only
 * judge of whether the limit was kept. Its clock is an hour ahead.
 */
export async function startCountingHelix(bucket: { points: number; perMs: number }): Promise<CountingHelix> {
  const tokens: string[] = [];
  const revoked = new Set<string>();
  const script: CountingHelix['script'] = {
    expiresIn: 5_000_000,
    tokenStatus: 200,
    answer: (_path, _query, response) => json(response, { data: [] }),
  };
  let violations = 0;
  let window = -1;
  let used = 0;
  const skewMs = 3_600_000;

  const take = (): { remaining: number; resetSeconds: number; date: string } => {
    const nowMs = Date.now() + skewMs;
    const now = Math.floor(nowMs / bucket.perMs);
    if (now !== window) used = 0;
    window = now;
    if (++used > bucket.points) violations++;
    return {
      remaining: Math.max(0, bucket.points - used),
      resetSeconds: Math.floor(((now + 1) * bucket.perMs) / 1_000),
      date: new Date(nowMs).toUTCString(),
    };
  };

  const server = await startHttpServer(({ path, headers, body }, response) => {
    const url = new URL(path, 'http://twitch');
    if (url.pathname === '/oauth2/token') {
      if (script.tokenStatus !== 200) return json(response, { message: 'no' }, script.tokenStatus);
      if (!body.includes('client_secret=hush'))
        return json(response, { message: 'invalid client secret' }, 403);
      const token = `token${tokens.length + 1}`;
      tokens.push(token);
      return json(response, { access_token: token, expires_in: script.expiresIn, token_type: 'bearer' });
    }
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    if (!tokens.includes(token) || revoked.has(token) || headers['client-id'] !== 'client1') {
      return json(response, { error: 'Unauthorized', status: 401, message: 'Invalid OAuth token' }, 401);
    }
    const refusedBefore = violations;
    const { remaining, resetSeconds, date } = take();
    response.setHeader('date', date);
    response.setHeader('ratelimit-limit', bucket.points);
    response.setHeader('ratelimit-remaining', remaining);
    response.setHeader('ratelimit-reset', resetSeconds);
    if (violations > refusedBefore) return json(response, { error: 'Too Many Requests', status: 429 }, 429);
    script.answer(url.pathname.replace('/helix/', ''), url.searchParams, response);
  });

  return {
    server,
    baseUrl: new URL('/helix', server.url),
    authUrl: new URL('/oauth2/', server.url),
    script,
    tokens,
    revoked,
    get violations() {
      return violations;
    },
    helixRequests: () => server.heard.filter(({ path }) => path.startsWith('/helix/')),
  };
}
