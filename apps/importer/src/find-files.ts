import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from './input-error';
import { toInputError } from './unpack';

/** A file that may hold chat. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

/** Directories within directories. Logs lie four deep. */
const MOST_DEPTH = 32;
/** `10` after `9`, as days and hours are numbered in logs: so a channel's files come in the order of their time. */
const collator = new Intl.Collator('en', { numeric: true });

/**
 * The files of a path, in the order of their names. A directory is gone through once, however many links lead to it; what
 * is neither a file nor a directory is passed over.
 *
 * @param onUnreadable told of what lies within and must not be read, or is a link to nothing
 * @param seen directories that were gone through, by their real path
 * @throws InputError when the path is not there or must not be read
 */
export async function* findFiles(
  path: string,
  onUnreadable: (path: string, error: InputError) => void,
  seen: Set<string> = new Set(),
  depth = 0,
): AsyncGenerator<FoundFile> {
  const found = await attempt(() => stat(path));
  if (found.isFile()) yield { path, bytes: found.size };
  if (!found.isDirectory()) {
    if (depth === 0 && !found.isFile()) throw new InputError('neither a file nor a directory');
    return;
  }
  const real = await attempt(() => realpath(path));
  if (seen.has(real)) return;
  seen.add(real);
  if (depth === MOST_DEPTH) throw new InputError(`more than ${MOST_DEPTH} directories deep: ${path}`);
  const entries: Dirent[] = [];
  for await (const entry of await attempt(() => opendir(path)))
    if (!entry.name.startsWith('.')) entries.push(entry);
  entries.sort((a, b) => collator.compare(a.name, b.name));
  for (const { name } of entries) {
    const inner = join(path, name);
    try {
      yield* findFiles(inner, onUnreadable, seen, depth + 1);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      onUnreadable(inner, error);
    }
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toInputError(error);
  }
}
