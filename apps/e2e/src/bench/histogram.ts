/** A Prometheus histogram, or the difference of two readings of it. */
export interface Histogram {
  /** Upper bounds, ascending, the last infinite, each with how many were at or below it. */
  readonly buckets: readonly { readonly bound: number; readonly count: number }[];
  /** The bound of the bucket that holds the quantile; NaN of nothing. */
  quantile(share: number): number;
}

/** Reads one histogram without labels of its own out of Prometheus' text form. */
export function readHistogram(text: string, name: string): Histogram {
  const buckets: { bound: number; count: number }[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}_bucket{`)) continue;
    const bound = /le="([^"]+)"/.exec(line)?.[1] ?? '';
    buckets.push({
      bound: bound === '+Inf' ? Infinity : Number(bound),
      count: Number(line.split(' ').at(-1)),
    });
  }
  return toHistogram(buckets);
}

/** What was observed between two readings. */
export function subtract(after: Histogram, before: Histogram): Histogram {
  const known = new Map(before.buckets.map(({ bound, count }) => [bound, count]));
  return toHistogram(
    after.buckets.map(({ bound, count }) => ({ bound, count: count - (known.get(bound) ?? 0) })),
  );
}

function toHistogram(buckets: readonly { bound: number; count: number }[]): Histogram {
  return {
    buckets,
    quantile: (share) => {
      const total = buckets.at(-1)?.count ?? 0;
      return total === 0 ? Number.NaN : buckets.find(({ count }) => count >= total * share)!.bound;
    },
  };
}
