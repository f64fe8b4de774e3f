/**
 * The first `length` of all items offered, in order. Each offer costs a binary search in what is kept, and nearly
 * all fail at the last place: for lists of tens out of tens of thousands that beats sorting and needs no heap.
 */
export class TopList<T> {
  readonly items: T[] = [];
  readonly #length: number;
  readonly #compare: (a: T, b: T) => number;

  /** @param compare negative when `a` comes first; it must be a total order for the list to be determined */
  constructor(length: number, compare: (a: T, b: T) => number) {
    this.#length = length;
    this.#compare = compare;
  }

  /** The item that the next better one will push out; undefined while there is room. */
  get last(): T | undefined {
    return this.items[this.#length - 1];
  }

  offer(item: T): void {
    const { items } = this;
    if (items.length >= this.#length) {
      const last = items.at(-1);
      if (last === undefined || this.#compare(item, last) >= 0) return;
      items.pop();
    }
    let from = 0;
    let to = items.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#compare(item, items[middle]!) < 0) to = middle;
      else from = middle + 1;
    }
    items.splice(from, 0, item);
  }
}
