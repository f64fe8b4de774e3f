/** What was used in one second. */
export interface Second {
  readonly startMs: number;
  readonly messages: number;
  readonly messagesWithEmotes: number;
  readonly uses: number;
}

/** The latest seconds, oldest first, one entry a second; seconds in which nothing was read are zero. */
export interface SecondRing {
  readonly endMs: number;
  readonly seconds: readonly Second[];
}

/**
 * Adds the seconds of a live answer to those known before. An answer carries only the latest few; the page keeps the
 * rest, and so the server need not send minutes of seconds each second.
 *
 * @param known how many seconds up to `endMs` the answer covers
 * @param length how many seconds to keep
 * @returns undefined when there is a hole between what was known and the answer: all of it must be asked again
 */
export function addSeconds(
  ring: SecondRing | undefined,
  answer: { readonly endMs: number; readonly known: number; readonly seconds: readonly Second[] },
  length: number,
): SecondRing | undefined {
  const { endMs, known, seconds } = answer;
  const fromMs = endMs - known * 1_000;
  if (known < length && (!ring || ring.endMs < fromMs || ring.endMs > endMs)) return undefined;
  const firstMs = endMs - length * 1_000;
  const byStart = new Map<number, Second>();
  for (const second of ring?.seconds ?? []) if (second.startMs < fromMs) byStart.set(second.startMs, second);
  for (const second of seconds) byStart.set(second.startMs, second);
  return {
    endMs,
    seconds: Array.from({ length }, (_, at) => {
      const startMs = firstMs + at * 1_000;
      return byStart.get(startMs) ?? { startMs, messages: 0, messagesWithEmotes: 0, uses: 0 };
    }),
  };
}

/** One measure of the seconds; null before the first message, as reading may have begun only then. */
export function toKnown({ seconds }: SecondRing, measure: 'uses' | 'messages'): readonly (number | null)[] {
  const first = seconds.findIndex(({ messages }) => messages > 0);
  return seconds.map((second, at) => (at < first ? null : second[measure]));
}
