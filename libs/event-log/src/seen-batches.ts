/** State of {@link SeenBatches} as JSON: epoch → [highest, …numbers below it that have not come]. */
export type SeenBatchesState = readonly (readonly [epoch: string, highest: number, ...missing: number[]])[];

/** A publisher has at most this many batches in flight; older holes never fill. */
const MAX_MISSING = 1_024;
/** Epochs remembered. One starts with each process; a hundred restarts within the duplicate window is a crash loop. */
const MAX_EPOCHS = 128;

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

  constructor(state: SeenBatchesState = []) {
    this.#epochs = new Map(
      state.map(([epoch, highest, ...missing]) => [epoch, { highest, missing: new Set(missing) }]),
    );
  }

  /** @returns true when the batch is new; it is then noted. */
  accept(epoch: string, batch: number): boolean {
    const known = this.#epochs.get(epoch);
    // Most recently heard last, so that the silent ones are forgotten first.
    if (known !== undefined) this.#epochs.delete(epoch);
    const seen = known ?? { highest: 0, missing: new Set<number>() };
    this.#epochs.set(epoch, seen);
    if (this.#epochs.size > MAX_EPOCHS) this.#epochs.delete(this.#epochs.keys().next().value!);

    if (batch <= seen.highest) return seen.missing.delete(batch);
    for (let hole = Math.max(seen.highest + 1, batch - MAX_MISSING); hole < batch; hole++)
      seen.missing.add(hole);
    seen.highest = batch;
    for (const hole of seen.missing) {
      if (hole >= batch - MAX_MISSING) break;
      seen.missing.delete(hole);
    }
    return true;
  }

  state(): SeenBatchesState {
    return [...this.#epochs].map(([epoch, { highest, missing }]) => [epoch, highest, ...missing]);
  }

  copy(): SeenBatches {
    return new SeenBatches(this.state());
  }
}
