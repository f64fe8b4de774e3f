import type { U64 } from './u64';

/**
 * 64 bits of a message's id: enough to tell messages apart (10^9 of them collide with a chance of 3 %), at half the
 * bytes of the UUID, which random as it is would not compress.
 *
 * Two multiply-and-shift lanes over the UTF-16 units with a murmur finaliser. Stored in the warehouse: the
 * function must never change (its values are pinned by a test). Not keyed: message ids are public and name nobody.
 */
export function messageKey(messageId: string): U64 {
  let a = 0x9e3779b9 ^ messageId.length;
  let b = 0x85ebca6b;
  for (let i = 0; i < messageId.length; i++) {
    const unit = messageId.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  }
  return { hi: finalise(a ^ Math.imul(b, 0xc2b2ae35)), lo: finalise(b ^ Math.imul(a, 0x27d4eb2f)) };
}

/** Murmur3's 32-bit finaliser: every input bit reaches every output bit. */
function finalise(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
