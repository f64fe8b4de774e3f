import { enlarge } from './enlarge';

/** Words of one cell: pair, uses, messages. */
export const CELL_WORDS = 3;

/** A growing list of cells: how often a pair (channel and emote) was used, and in how many messages. */
export class Cells {
  words: Uint32Array = EMPTY;
  /** Words in use, three a cell. */
  length = 0;

  push(pair: number, uses: number, messages: number): void {
    const at = this.length;
    if (at === this.words.length) this.words = enlarge(this.words, Math.max(at + 1, SMALLEST_WORDS));
    this.words[at] = pair;
    this.words[at + 1] = uses;
    this.words[at + 2] = messages;
    this.length = at + CELL_WORDS;
  }

  clear(): void {
    this.length = 0;
  }

  /** Gives the memory back as well. */
  release(): void {
    this.words = EMPTY;
    this.length = 0;
  }
}

const EMPTY = new Uint32Array(0);
/** A multiple of a cell, so that doubling keeps cells whole. */
const SMALLEST_WORDS = 8 * CELL_WORDS;
