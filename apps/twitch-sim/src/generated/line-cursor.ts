import type { LinePool } from './line-pool';
import { VISITORS } from './line-pool';
import type { LineSequence } from './line-sequence';

/** A position has room for its line and the one that follows it. */
const LINES_PER_POSITION = 2;

/**
 * Walks the lines of a generated chat, followers included. Sender and truth walk with the same steps; a line's number
 * is its place, for ever.
 */
export class LineCursor {
  readonly #pool: Pick<LinePool, 'followerOf'>;
  readonly #sequence: LineSequence;
  #position = 0;
  #isFollower = false;
  #head = 0;
  /** The line that the cursor stands on. */
  template = 0;
  visitor = 0;

  /** @param number of a line, as {@link number} gave it. */
  constructor(pool: Pick<LinePool, 'followerOf'>, sequence: LineSequence, number = 0) {
    this.#pool = pool;
    this.#sequence = sequence;
    this.goTo(number);
  }

  /** Ascending, not without gaps: where nothing follows a line, its follower's number is not used. */
  get number(): number {
    return this.#position * LINES_PER_POSITION + (this.#isFollower ? 1 : 0);
  }

  /** The line that this one follows; itself where it follows none. */
  get headNumber(): number {
    return this.#position * LINES_PER_POSITION;
  }

  goTo(number: number): void {
    this.#position = Math.floor(number / LINES_PER_POSITION);
    this.#look();
    if (number % LINES_PER_POSITION === 1) this.next();
  }

  next(): void {
    const follower = this.#isFollower ? 0 : (this.#pool.followerOf[this.#head] ?? 0);
    if (follower === 0) {
      this.#position += 1;
      this.#look();
      return;
    }
    this.#isFollower = true;
    this.template = follower;
  }

  #look(): void {
    const choice = this.#sequence.at(this.#position);
    this.#isFollower = false;
    this.#head = Math.floor(choice / VISITORS);
    this.template = this.#head;
    this.visitor = choice % VISITORS;
  }
}
