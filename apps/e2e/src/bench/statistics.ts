/** A measured figure over several rounds. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Precondition: at least one value. */
export function toFigure(values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: percentile(sorted, 0.5), least: sorted[0]!, most: sorted.at(-1)! };
}

/** Nearest-rank percentile of sorted values; NaN of none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** `1,234` or `1.23`, as its size deserves. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** `median (least–most)` */
export function formatFigure({ median, least, most }: Figure): string {
  return `${format(median)} (${format(least)}–${format(most)})`;
}
