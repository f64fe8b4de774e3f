/**
 * Raw chat, twice: its bytes, which are quick to look at one by one, and the same bytes as Latin-1 text, one unit a
 * byte, which is quick to search and to cut. Positions are the same in both.
 */
export interface ChatBytes {
  readonly bytes: Buffer;
  readonly latin1: string;
}

/** Making Latin-1 of a frame is a copy; reading it as UTF-8 takes as long as scanning it, and twice the memory. */
export function toChatBytes(bytes: Buffer): ChatBytes {
  return { bytes, latin1: bytes.toString('latin1') };
}

/** The text between two positions, read as UTF-8. What is no UTF-8 becomes U+FFFD. */
export function textBetween({ bytes, latin1 }: ChatBytes, from: number, to: number): string {
  for (let at = from; at < to; at++) if (bytes[at]! > 0x7f) return bytes.toString('utf8', from, to);
  return latin1.slice(from, to);
}
