/** Says how many lines are due, so that over any time the rate is met exactly, however ragged the ticks. */
export interface Pacer {
  /** Whole lines that are due and not yet taken; below 0 where more was taken than was due. */
  dueLines(nowMs: number): number;
  take(lines: number): void;
  /** What is due is forgotten: time begins again now. */
  restart(nowMs: number): void;
}

/**
 * Longer than this nothing was sent: a reader held it back, or the machine slept. Chat that nobody could take was not
 * said: it does not all come at once afterwards.
 */
const FORGIVE_AFTER_MS = 1_000;

export function createPacer(linesPerSecond: number, nowMs: number): Pacer {
  let startedAtMs = nowMs;
  let taken = 0;
  const due = (atMs: number): number => ((atMs - startedAtMs) * linesPerSecond) / 1_000 - taken;
  return {
    dueLines(atMs) {
      // One more than the lines of that time: the last may have been left over, in part, from before.
      const tooMany = due(atMs) - ((linesPerSecond * FORGIVE_AFTER_MS) / 1_000 + 1);
      if (tooMany > 0) startedAtMs += (tooMany / linesPerSecond) * 1_000;
      // A thousandth of a line, against the rounding of fractions.
      return Math.floor(due(atMs) + 0.001);
    },
    take: (lines) => void (taken += lines),
    restart(atMs) {
      startedAtMs = atMs;
      taken = 0;
    },
  };
}
