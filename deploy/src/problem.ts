import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const deployRoot = resolve(fileURLToPath(new URL('..', import.meta.url)));
export const projectRoot = resolve(deployRoot, '..');

/** Something in deploy/ that is not as it should be, and where. */
export interface Problem {
  /** Absolute path. */
  readonly file: string;
  /** From 1; absent where it is the whole file. */
  readonly line?: number;
  readonly message: string;
}

/** `deploy/k8s/base/sink.yaml:12: …`, as editors and terminals know it. */
export function formatProblem({ file, line, message }: Problem): string {
  return `${relative(projectRoot, file)}${line === undefined ? '' : `:${line}`}: ${message}`;
}
