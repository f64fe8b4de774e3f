/** Half-open, epoch ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Values at equal steps; null where they can't be known. */
export interface Grid {
  /** Starts of the steps, epoch ms. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/**
 * Lays points onto equal steps. A stretch without a point had nothing, unless it lies in a gap, where nobody was reading:
 * that is null, so that a gap is drawn as one and not as silence.
 *
 * Points that share a step are added up; a step of which a gap covers less than half keeps what was read in it.
 */
export function toGrid(
  points: readonly { readonly startMs: number; readonly value: number }[],
  range: Span & { readonly stepMs: number },
  gaps: readonly Span[] = [],
): Grid {
  const { fromMs, toMs, stepMs } = range;
  const steps = Math.max(0, Math.ceil((toMs - fromMs) / stepMs));
  const times = Array.from({ length: steps }, (_, i) => fromMs + i * stepMs);
  const sums: (number | undefined)[] = Array.from({ length: steps });
  for (const { startMs, value } of points) {
    const at = Math.floor((startMs - fromMs) / stepMs);
    if (at >= 0 && at < steps) sums[at] = (sums[at] ?? 0) + value;
  }
  const unread = new Float64Array(steps);
  for (const gap of gaps) {
    const first = Math.max(0, Math.floor((gap.fromMs - fromMs) / stepMs));
    const last = Math.min(steps - 1, Math.ceil((gap.toMs - fromMs) / stepMs) - 1);
    for (let at = first; at <= last; at++) {
      const start = fromMs + at * stepMs;
      unread[at]! += Math.min(gap.toMs, start + stepMs) - Math.max(gap.fromMs, start);
    }
  }
  const values = sums.map((sum, at) =>
    unread[at]! > stepMs / 2 ? null : (sum ?? (unread[at]! > 0 ? null : 0)),
  );
  return { times, values };
}
