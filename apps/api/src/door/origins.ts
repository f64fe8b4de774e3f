import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** Pages of other servers that may ask from a browser: `*`, or origins such as `https://emotide.example`. */
export type Origins = '*' | readonly string[];

type Headers = Pick<IncomingHttpHeaders, 'origin' | 'host'> & IncomingHttpHeaders;

/**
 * Whether a browser sent this for a page that may not ask. Whoever is no browser sends nothing that says so, and passes.
 *
 * Keys come in a header of their own and never in a cookie, so a page elsewhere can use nobody's key; but its requests
 * come from where its reader is, which may be behind a firewall, and need not have their answers read to do harm.
 */
export function isForeignPage(headers: Headers, allowed: Origins): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return !isAllowed(origin, host, allowed);
  // A picture or a link has no origin, but says whose page it is on. Typed addresses say `none`.
  const site = headers['sec-fetch-site'];
  return allowed !== '*' && (site === 'cross-site' || site === 'same-site');
}

/** Lets the page that asks read the answer; its browser sends no cookies along. */
export function setCorsHeaders(
  { headers }: IncomingMessage,
  response: ServerResponse,
  allowed: Origins,
): void {
  const { origin } = headers;
  if (allowed !== '*') response.appendHeader('vary', 'Origin');
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', allowed === '*' ? '*' : origin);
  response.setHeader('access-control-expose-headers', 'retry-after, etag');
}

/** Answers the question that a browser asks before it sends what a page wants. */
export function answerPreflight(response: ServerResponse): void {
  response
    .writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, accept, if-none-match',
      'access-control-max-age': '7200',
    })
    .end();
}

function isAllowed(origin: string, host: string | undefined, allowed: Origins): boolean {
  if (allowed === '*' || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
