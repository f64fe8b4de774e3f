import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An official release of nats-server: one archive per platform, known by its SHA-256. */
export interface NatsRelease {
  readonly version: string;
  /** By `<platform>-<arch>` in Go's words, as in the archives' names. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** Go's names for what Node calls otherwise. */
const GO_ARCH: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** As in the names of the release's archives: `linux-amd64`. */
export function releasePlatform(platform: string, arch: string): string {
  return `${platform}-${GO_ARCH[arch] ?? arch}`;
}

/** A server that doesn't begin to answer by then is taken for unreachable. */
const HEADERS_TIMEOUT_MS = 5_000;
const BODY_TIMEOUT_MS = 120_000;
/** Releases are 5 to 8 MB. */
const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;

/**
 * Fetches a release's archive and unpacks its program into `workDirectory`.
 *
 * @returns the program's path.
 * @throws Error when the platform has no archive, the network says no, or the bytes are not the expected ones.
 */
export async function fetchRelease(options: {
  release: NatsRelease;
  /** As {@link releasePlatform} gives it. */
  platform: string;
  /** Folder of all releases: `<baseUrl>/v<version>/<archive>`. */
  baseUrl: string;
  workDirectory: string;
  onProgress: (message: string) => void;
}): Promise<string> {
  const { release, platform, baseUrl, workDirectory, onProgress } = options;
  const { version } = release;
  const expected = release.sha256[platform];
  if (expected === undefined) throw new Error(`no checksum of nats-server ${version} for ${platform}`);
  const name = `nats-server-v${version}-${platform}`;
  const archive = await download(`${baseUrl}/v${version}/${name}.tar.gz`, (bytes) => {
    const size = bytes === undefined ? '' : ` (${toMegabytes(bytes)})`;
    onProgress(`fetching nats-server ${version}${size} …`);
  });
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${name}.tar.gz has the wrong checksum: ${actual}`);
  const archivePath = join(workDirectory, 'release.tar.gz');
  await writeFile(archivePath, archive);
  await promisify(execFile)('tar', ['-xzf', archivePath, '-C', workDirectory, `${name}/nats-server`]);
  return join(workDirectory, name, 'nats-server');
}

async function download(url: string, onStart: (bytes: number | undefined) => void): Promise<Buffer> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error('no answer')), HEADERS_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error('too slow')), BODY_TIMEOUT_MS);
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    onStart(Number.isFinite(length) ? length : undefined);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_ARCHIVE_BYTES) throw new Error('larger than any release');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new Error(`could not fetch ${url}`, { cause: error });
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

function toMegabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1_000_000))} MB`;
}
