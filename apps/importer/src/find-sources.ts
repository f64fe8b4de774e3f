import type { ChatSource } from './chat-source';
import type { FetchOptions } from './fetch-bytes';
import { fileSource } from './file-source';
import { findFiles, type FoundFile } from './find-files';
import type { ImportOptions } from './import-options';
import { InputError } from './input-error';
import { daysAhead, findLoggedDays, isLogHost, urlSource } from './rustlog';

export interface FoundSources {
  readonly sources: AsyncIterable<ChatSource>;
  /** Of all that is to be read; undefined when nobody knows. */
  readonly totalBytes: () => number | undefined;
  /** What could not even be opened. */
  readonly failures: readonly { readonly source: string; readonly why: string }[];
}

/** All that is to be imported, in order: files are listed first, so that it is known how much there is. */
export async function findSources(options: ImportOptions, signal: AbortSignal): Promise<FoundSources> {
  const failures: { source: string; why: string }[] = [];
  const parts: (FoundFile[] | URL)[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  const note = (source: string, error: unknown): void => {
    if (!(error instanceof InputError)) throw error;
    failures.push({ source, why: error.message });
  };
  for (const place of options.places) {
    if (/^https?:\/\//i.test(place)) {
      if (URL.canParse(place)) parts.push(new URL(place));
      else failures.push({ source: place, why: 'no address' });
      continue;
    }
    const files: FoundFile[] = [];
    parts.push(files);
    try {
      for await (const file of findFiles(place, note, seen)) {
        files.push(file);
        bytes += file.bytes;
      }
    } catch (error) {
      note(place, error);
    }
  }
  const fetchOptions: FetchOptions = { allowPrivate: options.allowPrivate, signal };
  async function* sources(): AsyncGenerator<ChatSource> {
    for (const part of parts)
      if (!(part instanceof URL)) for (const file of part) yield fileSource(file);
      else if (!isLogHost(part)) yield urlSource(part, { ...fetchOptions, isOptional: false });
      else
        try {
          const days = await findLoggedDays(part, options, fetchOptions, Date.now());
          yield* daysAhead(part, days, options.parallel, fetchOptions);
        } catch (error) {
          signal.throwIfAborted();
          note(part.href, error);
        }
  }
  const hasAddresses = parts.some((part) => part instanceof URL);
  return { sources: sources(), totalBytes: () => (hasAddresses ? undefined : bytes), failures };
}
