type Random = () => number;

const SPACE = 32;
const NEW_LINE = 10;
const CARRIAGE_RETURN = 13;
const LONGEST = 20_000;
/** What parsers stumble over, put in where it does not belong. */
const SPLINTERS = [
  '@',
  ':',
  ';',
  '=',
  ' ',
  '#',
  '/',
  ',',
  '-',
  '\\s',
  '\\',
  '\u0000',
  '\u0001',
  '\u0001ACTION ',
  '😂',
  '👨‍👩‍👧',
  'ﷺ',
  '\u202e',
  'emotes=',
  'emotes=25:0-4',
  'tmi-sent-ts=',
  'id=',
  'PRIVMSG',
  'USERNOTICE #a',
  'CLEARMSG',
  '-1',
  '99999999999999999999',
  '__proto__=1;',
].map((text) => Buffer.from(text));

/** Changes lines; what it gives is valid until it is asked again. */
export type LineMutator = (line: Buffer, other: Buffer) => Buffer;

/**
 * Does to a line's bytes what goes wrong with bytes: flipped, put in, cut out, said twice, exchanged with another line's,
 * cut off. Line ends are never put in, so that one line stays one.
 */
export function createLineMutator(random: Random): LineMutator {
  // Made once: a line is changed up to a dozen times.
  const bytes = Buffer.alloc(LONGEST);
  let length = 0;

  /** Moves what stands from `from` on to `to`; what lies between or beyond the end is the caller's. */
  const shift = (from: number, to: number): void => {
    bytes.copyWithin(to, from, length);
    length = Math.min(LONGEST, Math.max(to, length + to - from));
  };
  const insert = (at: number, piece: Uint8Array): void => {
    if (at + piece.length >= LONGEST) return;
    shift(at, at + piece.length);
    bytes.set(piece, at);
  };
  const change = (other: Buffer): void => {
    const at = Math.floor(random() * (length + 1));
    const end = Math.min(length, at + 1 + Math.floor(random() * random() * 60));
    switch (Math.floor(random() * 8)) {
      case 0:
        if (length > 0) bytes[Math.min(at, length - 1)]! ^= 1 << Math.floor(random() * 8);
        return;
      case 1:
        return insert(at, SPLINTERS[Math.floor(random() * SPLINTERS.length)]!);
      case 2:
        return insert(at, Uint8Array.of(Math.floor(random() * 256)));
      case 3:
        return shift(end, at);
      case 4:
        return insert(at, Uint8Array.from(bytes.subarray(at, end)));
      case 5: {
        const rest = other.subarray(Math.floor(random() * other.length)).subarray(0, LONGEST - at);
        bytes.set(rest, at);
        length = at + rest.length;
        return;
      }
      case 6:
        if (random() < 0.9) length = at;
        else shift(at, 0);
        return;
      default: {
        const piece = Uint8Array.from(bytes.subarray(at, end));
        for (let many = Math.floor(random() * random() * 200); many > 0; many--) insert(at, piece);
      }
    }
  };
  const replace = (changed: Buffer, unit: number): void => {
    for (let at = changed.indexOf(unit); at >= 0; at = changed.indexOf(unit, at + 1)) changed[at] = SPACE;
  };

  return (line, other) => {
    length = line.copy(bytes);
    // Few changes leave most of a line's meaning, and reach deepest.
    for (let times = 1 + Math.floor(random() * random() * 8); times > 0; times--) change(other);
    const changed = bytes.subarray(0, length);
    replace(changed, NEW_LINE);
    replace(changed, CARRIAGE_RETURN);
    return changed;
  };
}
