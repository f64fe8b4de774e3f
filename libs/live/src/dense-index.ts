import { enlarge } from './enlarge';

const SMALLEST = 64;
const NONE = -1;

/**
 * Gives keys of two 32-bit words small numbers, from 0 up and used again once free, so that what is known of a key
 * lives in typed arrays.
 *
 * An open-addressing table over typed arrays: 16 to 24 bytes a key, no object and no string to make for a look-up.
 * It never shrinks, and it doubles in one go.
 */
export class DenseIndex {
  readonly #capacity: number;
  #high = new Uint32Array(SMALLEST);
  /** The low word; of a free number, the next free one + 1. */
  #low = new Uint32Array(SMALLEST);
  /** Slot → number + 1; 0 is empty. At least twice as many as numbers, so probes stay short. */
  #slots = new Int32Array(SMALLEST * 2);
  #end = 0;
  #firstFree = NONE;
  #size = 0;

  /** @param capacity most keys at a time, below 2^30 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= this.#capacity;
  }

  /** All numbers given are below this. */
  get end(): number {
    return this.#end;
  }

  high(number: number): number {
    return this.#high[number]!;
  }

  low(number: number): number {
    return this.#low[number]!;
  }

  /** The key's number, or -1. */
  find(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = mix(high, low) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0) return NONE;
      if (this.#low[number] === low && this.#high[number] === high) return number;
    }
  }

  /** Precondition: the key is not here, and {@link isFull} is false. */
  add(high: number, low: number): number {
    const number = this.#take();
    this.#high[number] = high;
    this.#low[number] = low;
    this.#size++;
    this.#insert(number);
    return number;
  }

  /** Precondition: the number is in use. */
  remove(number: number): void {
    const mask = this.#slots.length - 1;
    let hole = mix(this.#high[number]!, this.#low[number]!) & mask;
    while (this.#slots[hole] !== number + 1) hole = (hole + 1) & mask;
    // Backward-shift deletion: no tombstones, so the table never degrades.
    for (let slot = (hole + 1) & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const moved = this.#slots[slot]! - 1;
      const home = mix(this.#high[moved]!, this.#low[moved]!) & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        this.#slots[hole] = moved + 1;
        hole = slot;
      }
    }
    this.#slots[hole] = 0;
    this.#low[number] = this.#firstFree + 1;
    this.#firstFree = number;
    this.#size--;
  }

  #take(): number {
    const free = this.#firstFree;
    if (free !== NONE) {
      this.#firstFree = this.#low[free]! - 1;
      return free;
    }
    if (this.#end === this.#high.length) this.#grow();
    return this.#end++;
  }

  #insert(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = mix(this.#high[number]!, this.#low[number]!) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  /** Only with every number in use, so that all of them go back into the table. */
  #grow(): void {
    this.#high = enlarge(this.#high, this.#end + 1);
    this.#low = enlarge(this.#low, this.#end + 1);
    this.#slots = new Int32Array(this.#high.length * 2);
    for (let number = 0; number < this.#end; number++) this.#insert(number);
  }
}

/** Murmur3's finaliser over both words: neighbouring keys land apart. */
function mix(high: number, low: number): number {
  let x = Math.imul(high, 0x9e3779b1) ^ low;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
