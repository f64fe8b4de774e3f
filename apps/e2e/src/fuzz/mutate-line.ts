type Random = () => number;

const CR_LF = new Set([10, 13]);
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

/**
 * A line that bytes were done to: flipped, put in, cut out, said twice, exchanged with another line's, cut off. Line ends
 * are never put in, so that one line stays one.
 */
export function mutateLine(line: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = line;
  const times = 1 + Math.floor(random() * random() * 12);
  for (let i = 0; i < times; i++) bytes = change(bytes, other, random);
  return clean(bytes.subarray(0, LONGEST));
}

function change(bytes: Buffer, other: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * (bytes.length + 1));
  const end = Math.min(bytes.length, at + 1 + Math.floor(random() * random() * 60));
  switch (Math.floor(random() * 8)) {
    case 0: {
      if (bytes.length === 0) return bytes;
      const flipped = Buffer.from(bytes);
      const place = Math.min(at, bytes.length - 1);
      flipped[place] = flipped[place]! ^ (1 << Math.floor(random() * 8));
      return flipped;
    }
    case 1:
      return insert(bytes, at, SPLINTERS[Math.floor(random() * SPLINTERS.length)]!);
    case 2:
      return insert(bytes, at, Buffer.from([Math.floor(random() * 256)]));
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 4:
      return insert(bytes, at, bytes.subarray(at, end));
    case 5: {
      const from = Math.floor(random() * other.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from)]);
    }
    case 6:
      return random() < 0.9 ? bytes.subarray(0, at) : bytes.subarray(at);
    default: {
      const piece = bytes.subarray(at, end);
      const many = Math.floor(random() * random() * 200);
      return insert(bytes, at, Buffer.concat(Array.from({ length: many }, () => piece)));
    }
  }
}

const insert = (bytes: Buffer, at: number, piece: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

function clean(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at++)
    if (CR_LF.has(bytes[at]!)) {
      // What it was cut out of is another line's: it must not change there.
      const copy = Buffer.from(bytes);
      for (let i = at; i < copy.length; i++) if (CR_LF.has(copy[i]!)) copy[i] = 32;
      return copy;
    }
  return bytes;
}
