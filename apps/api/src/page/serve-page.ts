import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile, PageFiles } from './page-files';
import { PAGE_HEADERS } from './page-policy';

/** First parts of the addresses that the page itself makes a view of; it is one document for all of them. */
const VIEWS: ReadonlySet<string> = new Set(['', 'channel', 'theme', 'emote', 'pipeline']);
const YEAR_SECONDS = 31_536_000;

/** Answers a request for a file or a view of the page. @returns whether the address is one of them */
export function servePage(files: PageFiles, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?', 1)[0] ?? '/';
  const file = findFile(files, path);
  if (!file) return false;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  const { body, encoding } = encode(file, String(request.headers['accept-encoding'] ?? ''));
  const headers = {
    ...PAGE_HEADERS,
    'content-type': file.type,
    'cache-control': file.isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    etag: file.tag,
    ...((file.gzip ?? file.brotli) && { vary: 'accept-encoding' }),
  };
  if (request.headers['if-none-match'] === file.tag) {
    response.writeHead(304, headers).end();
    return true;
  }
  response.writeHead(200, {
    ...headers,
    'content-length': body.length,
    ...(encoding && { 'content-encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return true;
}

function findFile(files: PageFiles, path: string): PageFile | undefined {
  return files.get(path) ?? (VIEWS.has(path.split('/')[1] ?? '') ? files.get('/index.html') : undefined);
}

function encode(file: PageFile, accepted: string): { body: Buffer; encoding?: string } {
  if (file.brotli && /\bbr\b/.test(accepted)) return { body: file.brotli, encoding: 'br' };
  if (file.gzip && /\bgzip\b/.test(accepted)) return { body: file.gzip, encoding: 'gzip' };
  return { body: file.body };
}
