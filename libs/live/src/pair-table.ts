import { DenseIndex } from './dense-index';
import { enlarge } from './enlarge';
import { WINDOW_COUNT } from './windows';

const NONE = -1;
/** Counts of a pair: uses and messages for each window. */
export const PAIR_COUNTS = 2 * WINDOW_COUNT;

/**
 * Every pair of a channel and a stamp that has a row in what is held; copies from shared chats are pairs of their own,
 * as sums over channels leave them out. The pairs of one channel are a linked list through typed arrays, which double
 * and never shrink.
 */
export class PairTable {
  readonly #index: DenseIndex;
  /**
   * Uses and messages of each pair in each window, {@link PAIR_COUNTS} a pair: 32 bytes, half a cache line. Exact to
   * 2^32 - 1 uses of one emote in one channel and hour: a million a second.
   */
  counts = new Uint32Array(64 * PAIR_COUNTS);
  /** Messages in all cells held, in a window or ahead of all of them; at 0 the pair goes. */
  #held = new Uint32Array(64);
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  /** By channel: its first pair, -1 for none. */
  #first = new Int32Array(0);

  constructor(capacity: number) {
    this.#index = new DenseIndex(capacity);
  }

  get size(): number {
    return this.#index.size;
  }

  get isFull(): boolean {
    return this.#index.isFull;
  }

  channel(pair: number): number {
    return this.#index.high(pair);
  }

  stamp(pair: number): number {
    return this.#index.low(pair) >>> 1;
  }

  isCopy(pair: number): boolean {
    return (this.#index.low(pair) & 1) === 1;
  }

  /** The first pair of a channel, or -1. */
  first(channel: number): number {
    return this.#first[channel] ?? NONE;
  }

  /** The next pair of the same channel, or -1. */
  next(pair: number): number {
    return this.#next[pair]!;
  }

  /** The pair's number, or -1. */
  find(channel: number, stamp: number, isCopy: boolean): number {
    return this.#index.find(channel, toLow(stamp, isCopy));
  }

  /** Precondition: the pair is not here, and {@link isFull} is false. */
  add(channel: number, stamp: number, isCopy: boolean): number {
    const pair = this.#index.add(channel, toLow(stamp, isCopy));
    this.counts = enlarge(this.counts, (pair + 1) * PAIR_COUNTS);
    this.#held = enlarge(this.#held, pair + 1);
    this.#next = enlarge(this.#next, pair + 1);
    this.#previous = enlarge(this.#previous, pair + 1);
    if (channel >= this.#first.length) {
      const known = this.#first.length;
      this.#first = enlarge(this.#first, Math.max(64, channel + 1)).fill(NONE, known);
    }
    const first = this.#first[channel]!;
    this.#next[pair] = first;
    this.#previous[pair] = NONE;
    if (first !== NONE) this.#previous[first] = pair;
    this.#first[channel] = pair;
    return pair;
  }

  hold(pair: number, messages: number): void {
    this.#held[pair]! += messages;
  }

  /** Undoes {@link hold}. @returns whether nothing holds the pair any more; it is then to be removed. */
  release(pair: number, messages: number): boolean {
    return (this.#held[pair]! -= messages) === 0;
  }

  /** Precondition: its counts are 0, as its cells have left every window. */
  remove(pair: number): void {
    const next = this.#next[pair]!;
    const previous = this.#previous[pair]!;
    if (next !== NONE) this.#previous[next] = previous;
    if (previous === NONE) this.#first[this.channel(pair)] = next;
    else this.#next[previous] = next;
    this.#index.remove(pair);
  }
}

const toLow = (stamp: number, isCopy: boolean): number => stamp * 2 + (isCopy ? 1 : 0);
