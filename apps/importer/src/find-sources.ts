import type { ChatSource } from './chat-source';
import { fileSource } from './file-source';
import { findFiles, type FoundFile } from './find-files';
import type { ImportOptions } from './import-options';
import { InputError } from './input-error';

export interface FoundSources {
  readonly sources: AsyncIterable<ChatSource>;
  /** Of all that is to be read; undefined when nobody knows. */
  readonly totalBytes: () => number | undefined;
  /** What could not even be opened. */
  readonly failures: readonly { readonly source: string; readonly why: string }[];
}

/**
 * All that is to be imported, in order: files are listed first, so that it is known how much there is.
 */
export async function findSources({ places }: Pick<ImportOptions, 'places'>): Promise<FoundSources> {
  const failures: { source: string; why: string }[] = [];
  const files: FoundFile[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  const note = (source: string, error: unknown): void => {
    if (!(error instanceof InputError)) throw error;
    failures.push({ source, why: error.message });
  };
  for (const place of places) {
    try {
      for await (const file of findFiles(place, note, seen)) {
        files.push(file);
        bytes += file.bytes;
      }
    } catch (error) {
      note(place, error);
    }
  }
  async function* sources(): AsyncGenerator<ChatSource> {
    for (const file of files) yield fileSource(file);
  }
  return { sources: sources(), totalBytes: () => bytes, failures };
}
