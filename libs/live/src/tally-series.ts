import { WINDOW_COUNT, type WindowIndex } from './windows';

/** What is said and used, together. */
export interface Tally {
  messages: number;
  /** Those with at least one emote. */
  messagesWithEmotes: number;
  uses: number;
}

const MEASURES = 3;
/** Seconds of a chunk; 2^6. */
const CHUNK_SHIFT = 6;
export const CHUNK_SECONDS = 1 << CHUNK_SHIFT;
const MOST_16_BITS = 0xffff;

type Chunk = Uint16Array | Float64Array;

/**
 * Tallies second by second, and their sum for each window. Seconds lie in chunks of 64 in a ring, so a channel heard
 * once holds 2 kB and one heard each second of an hour 34 kB (measured); 16 bits a number until one outgrows them.
 */
export class TallySeries {
  readonly #sums = new Float64Array(WINDOW_COUNT * MEASURES);
  readonly #chunks: (Chunk | undefined)[] = [];
  readonly #ringMask: number;
  #held = 0;

  /** @param ringChunks a power of two; no two seconds held are further apart than it has chunks, less one */
  constructor(ringChunks: number) {
    this.#ringMask = ringChunks - 1;
  }

  get isEmpty(): boolean {
    return this.#held === 0;
  }

  /** @param from the first window that the second is in */
  add(second: number, { messages, messagesWithEmotes, uses }: Readonly<Tally>, from: WindowIndex): void {
    const at = toOffset(second);
    const chunk = this.#roomy(this.#hold(second), second, at, messages, messagesWithEmotes, uses);
    chunk[at]! += messages;
    chunk[at + 1]! += messagesWithEmotes;
    chunk[at + 2]! += uses;
    for (let sum = from * MEASURES; sum < this.#sums.length; sum += MEASURES) {
      this.#sums[sum]! += messages;
      this.#sums[sum + 1]! += messagesWithEmotes;
      this.#sums[sum + 2]! += uses;
    }
  }

  /** Adds the second to the windows [from, to), or with `sign` -1 takes it out of them. */
  shift(second: number, from: WindowIndex, to: WindowIndex, sign: 1 | -1): void {
    const chunk = this.#chunks[this.#slot(second)];
    if (chunk === undefined) return;
    const at = toOffset(second);
    for (let sum = from * MEASURES; sum < to * MEASURES; sum += MEASURES) {
      this.#sums[sum]! += sign * chunk[at]!;
      this.#sums[sum + 1]! += sign * chunk[at + 1]!;
      this.#sums[sum + 2]! += sign * chunk[at + 2]!;
    }
  }

  /** Forgets the chunk of a second; precondition: all of it is out of every window. */
  forgetChunk(second: number): void {
    const slot = this.#slot(second);
    if (this.#chunks[slot] === undefined) return;
    this.#chunks[slot] = undefined;
    this.#held--;
  }

  addSecondTo(tally: Tally, second: number): void {
    const chunk = this.#chunks[this.#slot(second)];
    if (chunk !== undefined) addTo(tally, chunk, toOffset(second));
  }

  addSumTo(tally: Tally, window: WindowIndex): void {
    addTo(tally, this.#sums, window * MEASURES);
  }

  #slot(second: number): number {
    return (second >>> CHUNK_SHIFT) & this.#ringMask;
  }

  #hold(second: number): Chunk {
    const slot = this.#slot(second);
    const chunk = this.#chunks[slot];
    if (chunk !== undefined) return chunk;
    // Filled from the left: an array with holes at the start would be a slow dictionary.
    while (this.#chunks.length <= slot) this.#chunks.push(undefined);
    this.#held++;
    return (this.#chunks[slot] = new Uint16Array(CHUNK_SECONDS * MEASURES));
  }

  #roomy(
    chunk: Chunk,
    second: number,
    at: number,
    messages: number,
    messagesWithEmotes: number,
    uses: number,
  ): Chunk {
    if (
      chunk instanceof Float64Array ||
      (chunk[at]! + messages <= MOST_16_BITS &&
        chunk[at + 1]! + messagesWithEmotes <= MOST_16_BITS &&
        chunk[at + 2]! + uses <= MOST_16_BITS)
    ) {
      return chunk;
    }
    return (this.#chunks[this.#slot(second)] = Float64Array.from(chunk));
  }
}

export const createTally = (): Tally => ({ messages: 0, messagesWithEmotes: 0, uses: 0 });

const toOffset = (second: number): number => (second & (CHUNK_SECONDS - 1)) * MEASURES;

function addTo(tally: Tally, numbers: Chunk, at: number): void {
  tally.messages += numbers[at]!;
  tally.messagesWithEmotes += numbers[at + 1]!;
  tally.uses += numbers[at + 2]!;
}
