const SPACE = 0x20;
const AT = 0x40;
const COLON = 0x3a;
const HASH = 0x23;
const SEMICOLON = 0x3b;

/** Twitch's logins; anything else can neither be joined nor heard. */
const LOGIN = /^[a-z0-9_]{1,25}$/;
const COMMAND = /^[A-Z]{3,20}$/;

/** A channel's login as IRC may have it: without `#`, any case. Undefined where it is none of Twitch's. */
export function parseLogin(name: string): string | undefined {
  const login = name.toLowerCase();
  return LOGIN.test(login) ? login : undefined;
}

/** Where a line of chat goes. */
export interface IrcTarget {
  readonly command: string;
  /** Login without `#`. */
  readonly channel: string;
  /** Where the tags end (the space after them); equal to the line's start where there are none. */
  readonly tagsEnd: number;
}

/**
 * Reads just enough of the line at `bytes[start, end)` to know who hears it. Undefined for what Twitch does not send
 * to a channel's readers: whispers, numerics, broken lines, and other people's JOIN and PART, which need the
 * membership capability.
 */
export function parseTarget(bytes: Buffer, start: number, end: number): IrcTarget | undefined {
  let at = start;
  if (bytes[at] === AT) {
    at = wordEnd(bytes, at, end);
  }
  const tagsEnd = at;
  at = skipSpaces(bytes, at, end);
  if (bytes[at] === COLON) at = skipSpaces(bytes, wordEnd(bytes, at, end), end);

  const commandEnd = wordEnd(bytes, at, end);
  if (commandEnd - at > 20) return undefined;
  const command = bytes.toString('latin1', at, commandEnd);
  at = skipSpaces(bytes, commandEnd, end);
  if (at >= end || bytes[at] !== HASH) return undefined;
  const channelEnd = wordEnd(bytes, at, end);
  if (channelEnd - at > 26) return undefined;
  const channel = parseLogin(bytes.toString('latin1', at + 1, channelEnd));
  if (channel === undefined || !COMMAND.test(command) || command === 'JOIN' || command === 'PART') {
    return undefined;
  }
  return { command, channel, tagsEnd };
}

/** A tag's place in the tags at `bytes[start, tagsEnd)`; undefined where it is absent. */
export function findTag(
  bytes: Buffer,
  start: number,
  tagsEnd: number,
  name: string,
): { from: number; to: number } | undefined {
  const key = `${name}=`;
  const tags = bytes.subarray(start, tagsEnd);
  let at = 0;
  do {
    at = tags.indexOf(key, at + 1, 'latin1');
    if (at < 0) return undefined;
  } while (tags[at - 1] !== AT && tags[at - 1] !== SEMICOLON);
  const from = at + key.length;
  const semicolon = tags.indexOf(SEMICOLON, from);
  return { from: start + from, to: semicolon < 0 ? tagsEnd : start + semicolon };
}

/** `tmi-sent-ts` in epoch milliseconds; undefined where absent or unreadable. */
export function sentAtMsOf(bytes: Buffer, start: number, tagsEnd: number): number | undefined {
  const tag = findTag(bytes, start, tagsEnd, 'tmi-sent-ts');
  if (tag === undefined || tag.to === tag.from || tag.to - tag.from > 15) return undefined;
  let value = 0;
  for (let i = tag.from; i < tag.to; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function wordEnd(bytes: Buffer, from: number, end: number): number {
  // Not indexOf: it would look for a space far beyond the line.
  let at = from;
  while (at < end && bytes[at] !== SPACE) at += 1;
  return at;
}

function skipSpaces(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] === SPACE) at += 1;
  return at;
}
