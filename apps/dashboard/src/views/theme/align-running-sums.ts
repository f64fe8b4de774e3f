/**
 * Puts running sums onto common times: between its own points a sum stays as it was, before its first one it is not known.
 *
 * @param series each ascending in time
 */
export function alignRunningSums(
  series: readonly (readonly { readonly startMs: number; readonly value: number }[])[],
): { readonly times: readonly number[]; readonly sums: readonly (readonly (number | null)[])[] } {
  const times = [...new Set(series.flatMap((points) => points.map(({ startMs }) => startMs)))].sort(
    (a, b) => a - b,
  );
  const sums = series.map((points) => {
    let at = 0;
    let sum: number | null = null;
    return times.map((ms) => {
      while (at < points.length && points[at]!.startMs <= ms) sum = points[at++]!.value;
      return sum;
    });
  });
  return { times, sums };
}
