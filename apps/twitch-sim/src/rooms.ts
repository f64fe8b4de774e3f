/** Somebody who reads chat: one connection. */
export interface Reader {
  /** Number of the connection, never used twice, also after a restart. */
  readonly connection: number;
  /** Capabilities that it asked for: without them Twitch leaves tags, or all but PRIVMSG, away. */
  readonly caps: { readonly tags: boolean; readonly commands: boolean };
  /** Sends whole lines, each ended by CRLF. The bytes must not change afterwards. */
  deliver(frame: Buffer): void;
  /** What was delivered and not yet taken by the other side, in bytes. */
  backlogBytes(): number;
  /** When the other side took everything, or is gone. */
  drained(): Promise<void>;
}

/** Who is in which channel. */
export interface Rooms {
  join(login: string, reader: Reader): void;
  part(login: string, reader: Reader): void;
  leave(reader: Reader): void;
  readers(login: string): ReadonlySet<Reader>;
}

const NOBODY: ReadonlySet<Reader> = new Set();

/** @param onChange called after somebody came into a channel or left it. */
export function createRooms(onChange: (login: string) => void): Rooms {
  const rooms = new Map<string, Set<Reader>>();
  const part = (login: string, reader: Reader): void => {
    const room = rooms.get(login);
    if (room?.delete(reader) !== true) return;
    if (room.size === 0) rooms.delete(login);
    onChange(login);
  };
  return {
    join(login, reader) {
      const room = rooms.get(login);
      if (room === undefined) rooms.set(login, new Set([reader]));
      else room.add(reader);
      onChange(login);
    },
    part,
    leave(reader) {
      for (const login of [...rooms.keys()]) part(login, reader);
    },
    readers: (login) => rooms.get(login) ?? NOBODY,
  };
}
