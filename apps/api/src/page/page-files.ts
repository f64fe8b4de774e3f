import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { createHash } from 'node:crypto';
import { constants, brotliCompressSync, gzipSync } from 'node:zlib';

/** A file of the page, in every form in which it is given out. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** Absent where compressing gains nothing. */
  readonly gzip?: Buffer;
  readonly brotli?: Buffer;
  /** As in the header `ETag`. */
  readonly tag: string;
  /** Whether its name changes with its content, so that it may be kept for ever. */
  readonly isHashed: boolean;
}

/** The page's files by path, `/index.html` among them. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const COMPRESSED: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.svg']);

/**
 * Reads the built page, a few hundred kilobytes, once and whole: no request ever reaches the disk, and so none can reach
 * beyond these files.
 *
 * @throws Error when the directory is not there, or holds no page
 */
export function readPageFiles(directory: string): PageFiles {
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const extension = extname(name);
    const type = TYPES[extension];
    if (type === undefined) continue;
    const body = readFileSync(join(directory, name));
    const path = `/${name.split(sep).join('/')}`;
    files.set(path, {
      type,
      body,
      ...(COMPRESSED.has(extension) && {
        gzip: gzipSync(body, { level: 9 }),
        brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      }),
      tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      isHashed: path.startsWith('/assets/'),
    });
  }
  if (!files.has('/index.html')) throw new Error(`${directory} holds no index.html`);
  return files;
}
