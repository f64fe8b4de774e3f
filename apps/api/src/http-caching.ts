import { createHash } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

/** An answer ages by as much as the sink may need to store a message. */
const FRESH_SECONDS = 1;

/**
 * Lets caches keep what is asked for by GET and id: for a second, and then with a question whether it is still the same.
 * Who shows a key may see more than others, so such answers are kept by their own client only.
 */
export const httpCaching: Plugin = {
  async onResponse({ request, response, setResponse, fetchAPI }) {
    if (request.method !== 'GET' || response.status !== 200) return;
    if (!(response.headers.get('content-type') ?? '').includes('json')) return;
    const body = await response.text();
    const headers = new Headers(response.headers);
    headers.append('vary', 'Authorization, Accept');
    const isWhole = !('errors' in (JSON.parse(body) as object));
    if (!isWhole) {
      headers.set('cache-control', 'no-store');
      return setResponse(new fetchAPI.Response(body, { status: 200, headers }));
    }
    const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const whose = request.headers.has('authorization') ? 'private' : 'public';
    headers.set('cache-control', `${whose}, max-age=${FRESH_SECONDS}`);
    headers.set('etag', tag);
    if (!isAmong(tag, request.headers.get('if-none-match')))
      return setResponse(new fetchAPI.Response(body, { status: 200, headers }));
    headers.delete('content-length');
    headers.delete('content-type');
    setResponse(new fetchAPI.Response(null, { status: 304, headers }));
  },
};

/** Weak ones too, as proxies that compress make tags weak. */
function isAmong(tag: string, known: string | null): boolean {
  return known !== null && known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
