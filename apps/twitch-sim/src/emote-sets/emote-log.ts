import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { toEmoteChanges, type EmoteChange } from './emote-change';

/** The changes of emote sets on disk: with the logs of what was sent, they tell what each word meant when it was said. */
export interface EmoteLog {
  /** What earlier runs of the same state directory did. */
  readonly before: readonly EmoteChange[];
  /** @throws when the disk refuses: then the change must not happen. */
  append(change: EmoteChange): void;
  close(): void;
}

/** @throws where the disk refuses. */
export function openEmoteLog(stateDir: string): EmoteLog {
  const path = join(stateDir, 'emotes.ndjson');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  // Made by the first change: where third parties are left out there is none.
  let fd: number | undefined;
  const open = (): number => {
    const opened = openSync(path, 'a');
    if (text !== '' && !text.endsWith('\n')) writeSync(opened, '\n');
    return opened;
  };
  return {
    before: toEmoteChanges(text),
    append(change) {
      // What a provider's entry held beside is read from its file again.
      const line = JSON.stringify(change, (key, value: unknown) => (key === 'raw' ? undefined : value));
      const bytes = Buffer.from(`${line}\n`);
      fd ??= open();
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    },
    close() {
      if (fd !== undefined) closeSync(fd);
    },
  };
}
