import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addSeconds, type KnownSeconds, type SecondRing } from '../series/second-ring';

/** Seconds to ask for once the earlier ones are known: as long as a late line may take, and more. */
const FEW = 30;

/**
 * Keeps the latest `length` seconds of a series that is asked again and again, and says how many to ask for: all at first
 * and after a hole, few from then on.
 *
 * @param follow asks for so many seconds and gives the state of that, and what its latest answer tells; the answer may still
 * be of the question before
 * @param none what a second has in which nothing was read; the same object each time
 */
export function useSecondRing<Counts, State>(
  length: number,
  none: Counts,
  follow: (asked: number) => { readonly state: State; readonly told: KnownSeconds<Counts> | undefined },
): { readonly ring: SecondRing<Counts> | undefined; readonly state: State } {
  const [asked, setAsked] = useState(length);
  const [ring, setRing] = useState<SecondRing<Counts>>();
  const kept = useRef<SecondRing<Counts>>(undefined);
  const { state, told } = follow(asked);

  // Before the frame is drawn, or the same answer would be drawn twice.
  useLayoutEffect(() => {
    if (!told) return;
    const next = addSeconds(kept.current, told, length, none);
    if (!next) return setAsked(length);
    kept.current = next;
    setRing(next);
    setAsked(FEW);
  }, [told]);

  return { ring, state };
}
