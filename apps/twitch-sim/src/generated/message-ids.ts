import { drawAt, toKey } from './draw';

/** Writes the ids of one run's lines. */
export interface MessageIds {
  /** Writes the id of line `number` over the first 36 bytes of `target`. */
  write(number: number, target: Buffer): void;
}

const DASH = 0x2d;
/** Two hexadecimal digits for each byte. */
const HIGH = Uint8Array.from({ length: 256 }, (_, byte) => '0123456789abcdef'.charCodeAt(byte >>> 4));
const LOW = Uint8Array.from({ length: 256 }, (_, byte) => '0123456789abcdef'.charCodeAt(byte & 15));

/**
 * Ids of random bits in the form of Twitch's (UUIDs of version 4). No two lines of a run have the same below 2^32
 * lines, as the first word of each is another; two runs have none in common but by a chance of 1 in 2^122 a pair,
 * as a run is known by its number and its start.
 */
export function createMessageIds(run: { seed: number; number: number; startedAtMs: number }): MessageIds {
  const [a, b, c, d] = [21, 22, 23, 24].map((use) => toKey(use, run.seed, run.number, run.startedAtMs)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    write(number, target) {
      const second = (drawAt(b, number) & 0xffff0fff) | 0x4000;
      const third = (drawAt(c, number) & 0x3fffffff) | 0x80000000;
      put(target, 0, drawAt(a, number), 4);
      target[8] = DASH;
      put(target, 9, second, 2);
      target[13] = DASH;
      put(target, 14, second << 16, 2);
      target[18] = DASH;
      put(target, 19, third, 2);
      target[23] = DASH;
      put(target, 24, third << 16, 2);
      put(target, 28, drawAt(d, number), 4);
    },
  };
}

/** The first `bytes` bytes of a word, in hexadecimal. */
function put(target: Buffer, at: number, word: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) {
    const byte = (word >>> (24 - 8 * i)) & 0xff;
    target[at + 2 * i] = HIGH[byte] ?? 0;
    target[at + 2 * i + 1] = LOW[byte] ?? 0;
  }
}
