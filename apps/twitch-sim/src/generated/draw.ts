const TWO_32 = 4_294_967_296;

/**
 * The random 32 bits at place `counter` of the series named `key`: any place can be asked for, so a series can be
 * told again from its middle. For one key, no two counters below 2^32 give the same.
 *
 * @param counter a whole number from 0 to 2^53.
 */
export function drawAt(key: number, counter: number): number {
  const high = Math.floor(counter / TWO_32);
  // Two rounds with the key in each: after one, the series of two keys would be each other's, out of order.
  return (mix((mix((counter ^ key) >>> 0) + key) >>> 0) ^ (high === 0 ? 0 : mix(high ^ key))) >>> 0;
}

/** Names a series after some whole numbers, as a seed and what the series is for. */
export function toKey(...parts: readonly number[]): number {
  let key = 0x9e3779b9;
  for (const part of parts) {
    key = mix(key ^ (part >>> 0));
    key = mix(key + Math.floor(part / TWO_32));
  }
  return key;
}

/** Murmur3's finaliser (Appleby, public domain): every bit reaches every bit, and no two inputs meet. */
function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
