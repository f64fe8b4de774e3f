/** State of {@link SeenBatches} as JSON: epoch → [highest, …numbers below it that have not come]. */
export type SeenBatchesState = readonly (readonly [epoch: string, highest: number, ...missing: number[]])[];

/**
 * How far behind its successors a batch may arrive. A publisher never sends batch n + 1,024 while n is unanswered, so
 * older holes never fill.
 */
export const REORDER_WINDOW = 1_024;
/** Epochs remembered. One starts with each process; a hundred restarts within the duplicate window is a crash loop. */
const MAX_EPOCHS = 128;
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
  readonly #epochs: Map<string, { highest: number; missing: Set<number> }>;
  #holes = 0;

  constructor(state: SeenBatchesState = []) {
    this.#epochs = new Map(
      state.map(([epoch, highest, ...missing]) => [epoch, { highest, missing: new Set(missing) }]),
    );
    for (const { missing } of this.#epochs.values()) this.#holes += missing.size;
  }

  /** @returns true when the batch is new; it is then noted. */
  accept(epoch: string, batch: number): boolean {
    const seen = this.#epochs.get(epoch) ?? { highest: 0, missing: new Set<number>() };
    // Most recently heard last, so that the silent ones are forgotten first.
    this.#epochs.delete(epoch);
    this.#epochs.set(epoch, seen);
    const { missing } = seen;
    const holesBefore = missing.size;

    const isNew = batch > seen.highest || missing.delete(batch);
    if (batch > seen.highest) {
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
    if (this.#epochs.size > MAX_EPOCHS || this.#holes > MAX_HOLES) this.#forget();
    return isNew;
  }

  state(): SeenBatchesState {
    return [...this.#epochs].map(([epoch, { highest, missing }]) => [epoch, highest, ...missing]);
  }

  /** Drops the longest silent epoch, or the holes of the longest silent ones that have any. */
  #forget(): void {
    for (const [epoch, { missing }] of this.#epochs) {
      const isTooMany = this.#epochs.size > MAX_EPOCHS;
      if (!isTooMany && this.#holes <= MAX_HOLES) return;
      this.#holes -= missing.size;
      if (isTooMany) this.#epochs.delete(epoch);
      else missing.clear();
    }
  }
}
