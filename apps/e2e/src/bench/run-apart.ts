import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../stack';

const MOST_OUTPUT_BYTES = 1_048_576;

/**
 * Runs a bench of an app in a process of its own, so that nothing else is in its memory and its heap is its own.
 *
 * @param file from the project's root
 * @returns what it printed. @throws Error with what it complained of
 */
export function runApart(
  file: string,
  { flags = [], args = [], input }: { flags?: string[]; args?: string[]; input?: string } = {},
): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--import', 'tsx', join(projectRoot, file), ...args],
    {
      cwd: projectRoot,
      encoding: 'utf8',
      maxBuffer: MOST_OUTPUT_BYTES,
      ...(input !== undefined && { input }),
    },
  );
  if (status !== 0) throw new Error(`the bench ended with ${status}: ${stderr}`);
  return stdout;
}
