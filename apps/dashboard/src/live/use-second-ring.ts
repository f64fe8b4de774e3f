import { useEffect, useRef, useState } from 'preact/hooks';
import { addSeconds, type SecondRing } from '../series/second-ring';

interface LiveSeconds {
  readonly seconds:
    | readonly {
        readonly start: string;
        readonly messages: number;
        readonly messagesWithEmotes: number;
        readonly uses: number;
      }[]
    | null;
  readonly asOf: string | null;
}

/** Seconds that each answer brings once the earlier ones are known: as long as a late line may take, and more. */
const FEW = 30;

/**
 * Keeps the latest `length` seconds of a live series, and says how many to ask for: all at first and after a hole, few
 * from then on.
 *
 * @param follow asks for so many seconds and gives the latest answer to that
 */
export function useSecondRing<State extends { readonly data?: { readonly usage: LiveSeconds } }>(
  length: number,
  follow: (seconds: number) => State,
): { readonly ring: SecondRing | undefined; readonly state: State } {
  const [asked, setAsked] = useState(length);
  const [ring, setRing] = useState<SecondRing>();
  const kept = useRef<SecondRing>(undefined);
  const state = follow(asked);
  const answer = state.data?.usage;

  useEffect(() => {
    if (!answer?.seconds || answer.asOf === null) return;
    const endMs = Date.parse(answer.asOf);
    const seconds = answer.seconds.map(({ start, ...second }) => ({ ...second, startMs: Date.parse(start) }));
    const earliestMs = seconds[0]?.startMs;
    // The answer in hand may be of the question before: it covers at least what it has.
    const known = Math.max(
      asked === length ? 0 : FEW,
      earliestMs === undefined ? 0 : (endMs - earliestMs) / 1_000,
    );
    const next = addSeconds(
      kept.current,
      { endMs, known: asked === length ? length : known, seconds },
      length,
    );
    if (!next) return setAsked(length);
    kept.current = next;
    setRing(next);
    setAsked(FEW);
  }, [answer]);

  return { ring, state };
}
