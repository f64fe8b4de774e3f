/** How a run that is being collected stands. */
export interface Pace {
  /** Milliseconds that a run's first record waits at least, when little comes. */
  readonly runMs: number;
  /** How long the last insert took. */
  readonly lastInsertMs: number;
  /** Since the run's first record came, the log always had more to give. */
  readonly isBehind: boolean;
}

/** A run is not held back for longer than this, however slow the warehouse or large the arrears. */
const LONGEST_MS = 2_000;

/**
 * Milliseconds that a run goes on from its first record, unless it is full before. The warehouse pays 20-30 ms for an
 * insert whatever its size, so a run lasts as long as the insert before it took, and one that is behind goes on until it
 * is full.
 */
export function runLengthMs({ runMs, lastInsertMs, isBehind }: Pace): number {
  return Math.max(runMs, isBehind ? LONGEST_MS : Math.min(lastInsertMs, LONGEST_MS));
}
