import type { Reader } from '../rooms';

/** A reader came into a channel or left it. */
export interface AudienceChange {
  readonly connection: number;
  /** Index of the channel. */
  readonly channel: number;
  readonly isHere: boolean;
}

/** Who hears each channel of a generated chat: by index, so that a line's readers cost no look-up by name. */
export interface Audience {
  /** Says that the readers of a channel may have changed; unknown ones are passed over. */
  touch(login: string): void;
  /** Looks at what was touched. @returns what changed since the last time, in no particular order. */
  update(): AudienceChange[];
  readers(channel: number): readonly Reader[];
  isEmpty(): boolean;
}

const NOBODY: readonly Reader[] = [];

export function createAudience(
  logins: readonly string[],
  readersOf: (login: string) => ReadonlySet<Reader>,
): Audience {
  const indexOf = new Map(logins.map((login, index) => [login, index]));
  const present: (readonly Reader[])[] = logins.map(() => NOBODY);
  const touched = new Set<number>();
  let heard = 0;
  return {
    touch(login) {
      const index = indexOf.get(login);
      if (index !== undefined) touched.add(index);
    },
    update() {
      const changes: AudienceChange[] = [];
      for (const channel of touched) {
        const before = present[channel] ?? NOBODY;
        const now = readersOf(logins[channel] ?? '');
        for (const reader of before)
          if (!now.has(reader)) changes.push({ connection: reader.connection, channel, isHere: false });
        for (const reader of now)
          if (!before.includes(reader))
            changes.push({ connection: reader.connection, channel, isHere: true });
        present[channel] = now.size === 0 ? NOBODY : [...now];
        heard += Number(now.size > 0) - Number(before.length > 0);
      }
      touched.clear();
      return changes;
    },
    readers: (channel) => present[channel] ?? NOBODY,
    isEmpty: () => heard === 0,
  };
}
