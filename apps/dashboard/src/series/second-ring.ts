/** What was counted in one second. */
export type Second<Counts> = Counts & { readonly startMs: number };

/** The latest seconds, oldest first, one entry a second; seconds in which nothing was read are zero. */
export interface SecondRing<Counts> {
  readonly endMs: number;
  readonly seconds: readonly Second<Counts>[];
}

/** Seconds up to `endMs`: all of the latest `known` ones; those that are not listed had nothing. */
export interface KnownSeconds<Counts> {
  readonly endMs: number;
  readonly known: number;
  readonly seconds: readonly Second<Counts>[];
}

/**
 * Adds the seconds of an answer to those known before. An answer carries only the latest few; the page keeps the rest, and
 * so the server need not send minutes of seconds each second.
 *
 * @param length how many seconds to keep
 * @param none what a second has in which nothing was read
 * @returns undefined when there is a hole between what was known and the answer: all of it must be asked again
 */
export function addSeconds<Counts>(
  ring: SecondRing<Counts> | undefined,
  { endMs, known, seconds }: KnownSeconds<Counts>,
  length: number,
  none: Counts,
): SecondRing<Counts> | undefined {
  const fromMs = endMs - known * 1_000;
  if (known < length && (!ring || ring.endMs < fromMs || ring.endMs > endMs)) return undefined;
  const firstMs = endMs - length * 1_000;
  const byStart = new Map<number, Second<Counts>>();
  for (const second of ring?.seconds ?? []) if (second.startMs < fromMs) byStart.set(second.startMs, second);
  for (const second of seconds) byStart.set(second.startMs, second);
  return {
    endMs,
    seconds: Array.from({ length }, (_, at) => {
      const startMs = firstMs + at * 1_000;
      return byStart.get(startMs) ?? { ...none, startMs };
    }),
  };
}

/** One measure of the seconds; null before the first in which anything was counted, as reading may have begun only then. */
export function toKnown<Counts extends object>(
  { seconds }: SecondRing<Counts>,
  measure: keyof Counts,
  isAnything: (second: Second<Counts>) => boolean,
): readonly (number | null)[] {
  const first = seconds.findIndex(isAnything);
  return seconds.map((second, at) => (at < first ? null : (second[measure] as number)));
}
