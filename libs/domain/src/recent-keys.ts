import type { U64 } from './u64';

const SMALLEST = 64;
/** Of channels that have said nothing yet; shared, so never written. */
const NO_RING = new Uint32Array(0);
const NO_TIMES = new Float64Array(0);
const NO_SLOTS = new Int32Array(1);

/**
 * Remembers the message keys of the last `spanMs` of one channel, so that a message that comes twice (two
 * connections overlapping, a log with doubles) counts once.
 *
 * An open-addressing table beside a ring in arrival order, both typed arrays that double with need: a channel that has
 * said nothing costs nothing, a quiet one 2 kB, a busy one 20 bytes a message in the span. Past `capacity` the oldest key is forgotten first.
 */
export class RecentKeys {
  readonly #spanMs: number;
  readonly #capacity: number;
  #ring = NO_RING;
  #seenAtMs = NO_TIMES;
  /** Slot → ring position + 1; 0 is empty. Twice the ring's size, so probes stay short. */
  #slots = NO_SLOTS;
  #start = 0;
  #size = 0;

  /** @param options.capacity a power of two, at least 64 */
  constructor(options: { spanMs: number; capacity: number }) {
    this.#spanMs = options.spanMs;
    this.#capacity = options.capacity;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Notes `key` as seen at `atMs` (Twitch's time).
   *
   * @returns false when it was seen before within the span.
   */
  add(key: U64, atMs: number): boolean {
    if (this.#find(key.hi, key.lo) >= 0) return false;
    while (this.#size > 0 && this.#seenAtMs[this.#start]! < atMs - this.#spanMs) this.#forgetOldest();
    const length = this.#seenAtMs.length;
    if (this.#size === length) {
      if (length < this.#capacity) this.#grow(Math.max(SMALLEST, length * 2));
      else this.#forgetOldest();
    }
    const position = (this.#start + this.#size) & (this.#seenAtMs.length - 1);
    this.#ring[position * 2] = key.hi;
    this.#ring[position * 2 + 1] = key.lo;
    this.#seenAtMs[position] = atMs;
    this.#size++;
    this.#insert(position);
    return true;
  }

  #find(hi: number, lo: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const position = this.#slots[slot]! - 1;
      if (position < 0) return -1;
      if (this.#ring[position * 2] === hi && this.#ring[position * 2 + 1] === lo) return slot;
    }
  }

  #insert(position: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#ring[position * 2 + 1]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = position + 1;
  }

  #forgetOldest(): void {
    const mask = this.#slots.length - 1;
    let hole = this.#find(this.#ring[this.#start * 2]!, this.#ring[this.#start * 2 + 1]!);
    // Backward-shift deletion: no tombstones, so the table never degrades.
    for (let slot = (hole + 1) & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const home = this.#ring[(this.#slots[slot]! - 1) * 2 + 1]! & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        this.#slots[hole] = this.#slots[slot]!;
        hole = slot;
      }
    }
    this.#slots[hole] = 0;
    this.#start = (this.#start + 1) & (this.#seenAtMs.length - 1);
    this.#size--;
  }

  #grow(length: number): void {
    const ring = new Uint32Array(length * 2);
    const seenAtMs = new Float64Array(length);
    const mask = this.#seenAtMs.length - 1;
    for (let i = 0; i < this.#size; i++) {
      const from = (this.#start + i) & mask;
      ring[i * 2] = this.#ring[from * 2]!;
      ring[i * 2 + 1] = this.#ring[from * 2 + 1]!;
      seenAtMs[i] = this.#seenAtMs[from]!;
    }
    this.#ring = ring;
    this.#seenAtMs = seenAtMs;
    this.#slots = new Int32Array(length * 2);
    this.#start = 0;
    for (let i = 0; i < this.#size; i++) this.#insert(i);
  }
}
