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
  /** Nothing more is said to a reader, in any channel that it is in or joins, until every reason is taken back. */
  holdOut(reader: Reader, reason: HoldReason): void;
  letIn(reader: Reader, reason: HoldReason): void;
  readers(login: string): ReadonlySet<Reader>;
}

/** It does not read, or its other side is to seem gone. */
export type HoldReason = 'slow' | 'frozen';

const NOBODY: ReadonlySet<Reader> = new Set();

/** @param onChange called after somebody came into a channel or left it. */
export function createRooms(onChange: (login: string) => void): Rooms {
  const rooms = new Map<string, Set<Reader>>();
  const held = new Map<Reader, { reasons: Set<HoldReason>; logins: Set<string> }>();

  const enter = (login: string, reader: Reader): void => {
    const room = rooms.get(login);
    if (room === undefined) rooms.set(login, new Set([reader]));
    else room.add(reader);
    onChange(login);
  };
  const exit = (login: string, reader: Reader): void => {
    const room = rooms.get(login);
    if (room?.delete(reader) !== true) return;
    if (room.size === 0) rooms.delete(login);
    onChange(login);
  };
  return {
    join(login, reader) {
      const outside = held.get(reader);
      if (outside === undefined) enter(login, reader);
      else outside.logins.add(login);
    },
    part(login, reader) {
      held.get(reader)?.logins.delete(login);
      exit(login, reader);
    },
    leave(reader) {
      held.delete(reader);
      for (const login of [...rooms.keys()]) exit(login, reader);
    },
    holdOut(reader, reason) {
      const outside = held.get(reader);
      if (outside !== undefined) {
        outside.reasons.add(reason);
        return;
      }
      const logins = new Set([...rooms].flatMap(([login, room]) => (room.has(reader) ? login : [])));
      held.set(reader, { reasons: new Set([reason]), logins });
      for (const login of logins) exit(login, reader);
    },
    letIn(reader, reason) {
      const outside = held.get(reader);
      if (outside === undefined) return;
      outside.reasons.delete(reason);
      if (outside.reasons.size > 0) return;
      held.delete(reader);
      for (const login of outside.logins) enter(login, reader);
    },
    readers: (login) => rooms.get(login) ?? NOBODY,
  };
}
