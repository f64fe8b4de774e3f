/**
 * State of {@link SeenBatches} as JSON: epoch → [highest, …numbers below it that have not come]. A fenced epoch's highest
 * is the highest number that is exact, so that readers of this form need not know of fences.
 */
export type SeenBatchesState = readonly (readonly [epoch: string, highest: number, ...missing: number[]])[];

/**
 * How far behind its successors a batch may arrive. A publisher never sends batch n + 1,024 while n is unanswered, so
 * older holes never fill.
 */
export const REORDER_WINDOW = 1_024;
/**
 * Epochs remembered, and as many fenced ones. One starts with each process; a hundred restarts within the duplicate
 * window is a crash loop.
 */
const MAX_EPOCHS = 128;
/** The highest number of a fenced epoch: nothing is above it. */
const FENCED = Number.MAX_SAFE_INTEGER;
/** Holes remembered over all epochs: the state travels in one KV value of under a megabyte, whatever publishers do. */
const MAX_HOLES = 32 * REORDER_WINDOW;

/**
 * Tells a batch that was published again from a new one, beyond what the server's duplicate window remembers.
 *
 * Keeps, for each epoch, the highest number and the holes below it, like IPsec's anti-replay window (RFC 4303 §3.4.3),
 * because "not above the last" would lose data: when the server refuses batch 5 for a moment and takes 6, the
 * publisher's second try stores them as 6, 5.
 *
 * Its answers depend only on the order of the log, so a second reading of the same records gives the same.
 */
export class SeenBatches {
  /** `from` is the first number heard of an epoch; 0 when that was before this object was made. */
  readonly #epochs: Map<string, { highest: number; missing: Set<number>; from: number }>;
  #holes = 0;
  #missing: number;
  #fences = 0;

  constructor(state: SeenBatchesState = []) {
    this.#epochs = new Map(
      state.map(([epoch, highest, ...missing]) => [epoch, { highest, missing: new Set(missing), from: 0 }]),
    );
    for (const { highest, missing } of this.#epochs.values()) {
      this.#holes += missing.size;
      if (highest === FENCED) this.#fences++;
    }
    this.#missing = this.#holes;
  }

  /**
   * Batches that did not come though later ones of their publisher did: on their way still, or lost by the log. Of what
   * was given to this object, and the holes in the state that it was made of; those that are forgotten count on.
   */
  get missing(): number {
    return this.#missing;
  }

  /** @returns true when the batch is new; it is then noted. */
  accept(epoch: string, batch: number): boolean {
    const seen = this.#epochs.get(epoch) ?? { highest: 0, missing: new Set<number>(), from: batch };
    // Most recently heard last, so that the silent ones are forgotten first.
    this.#epochs.delete(epoch);
    this.#epochs.set(epoch, seen);
    const { missing } = seen;
    const holesBefore = missing.size;

    const isNew = batch > seen.highest || missing.delete(batch);
    if (isNew && batch < seen.highest && batch > seen.from) this.#missing--;
    if (batch > seen.highest) {
      if (seen.highest > 0) this.#missing += batch - seen.highest - 1;
      for (let hole = Math.max(seen.highest + 1, batch - REORDER_WINDOW); hole < batch; hole++)
        missing.add(hole);
      seen.highest = batch;
      // They were added in ascending order.
      for (const hole of missing) {
        if (hole >= batch - REORDER_WINDOW) break;
        missing.delete(hole);
      }
    }
    this.#holes += missing.size - holesBefore;
    this.#forget();
    return isNew;
  }

  /** From here on, no batch of the epoch is new. */
  fence(epoch: string): void {
    if (this.isFenced(epoch)) return;
    this.#holes -= this.#epochs.get(epoch)?.missing.size ?? 0;
    this.#epochs.delete(epoch);
    this.#epochs.set(epoch, { highest: FENCED, missing: new Set(), from: 0 });
    this.#fences++;
    this.#forget();
  }

  isFenced(epoch: string): boolean {
    return this.#epochs.get(epoch)?.highest === FENCED;
  }

  state(): SeenBatchesState {
    return [...this.#epochs].map(([epoch, { highest, missing }]) => [epoch, highest, ...missing]);
  }

  /**
   * Drops the longest silent epoch, or the holes of the longest silent ones that have any. Fences are counted apart: they
   * must neither be driven out by epochs that come and go, nor drive out those that live.
   */
  #forget(): void {
    if (this.#fences > MAX_EPOCHS) this.#drop(({ highest }) => highest === FENCED);
    if (this.#epochs.size - this.#fences > MAX_EPOCHS) this.#drop(({ highest }) => highest !== FENCED);
    if (this.#holes <= MAX_HOLES) return;
    for (const { missing } of this.#epochs.values()) {
      if (this.#holes <= MAX_HOLES) return;
      this.#holes -= missing.size;
      missing.clear();
    }
  }

  #drop(isKind: (seen: { highest: number }) => boolean): void {
    for (const [epoch, seen] of this.#epochs) {
      if (!isKind(seen)) continue;
      this.#epochs.delete(epoch);
      this.#holes -= seen.missing.size;
      if (seen.highest === FENCED) this.#fences--;
      return;
    }
  }
}
