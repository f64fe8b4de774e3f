import { useMemo } from 'preact/hooks';
import type { LiveState } from '../graphql/use-live';
import type { KnownSeconds, SecondRing } from '../series/second-ring';
import { useSecondRing } from './use-second-ring';

/** What live answers tell of a second. */
export interface LiveCounts {
  readonly messages: number;
  readonly messagesWithEmotes: number;
  readonly uses: number;
}

interface LiveAnswer {
  readonly usage: {
    readonly seconds: readonly (LiveCounts & { readonly start: string })[] | null;
    readonly asOf: string | null;
  };
}

const NONE: LiveCounts = { messages: 0, messagesWithEmotes: 0, uses: 0 };

/** The latest `length` seconds as they are pushed. @param follow asks for so many of them */
export function useLiveSeconds<Answer extends LiveAnswer>(
  length: number,
  follow: (asked: number) => LiveState<Answer>,
): { readonly ring: SecondRing<LiveCounts> | undefined; readonly state: LiveState<Answer> } {
  return useSecondRing(length, NONE, (asked) => {
    const state = follow(asked);
    const usage = state.data?.usage;
    const told = useMemo(() => usage && toTold(usage, asked), [usage]);
    return { state, told };
  });
}

function toTold({ seconds, asOf }: LiveAnswer['usage'], asked: number): KnownSeconds<LiveCounts> | undefined {
  if (!seconds || asOf === null) return undefined;
  const endMs = Date.parse(asOf);
  const startMs = seconds.map(({ start }) => Date.parse(start));
  return {
    endMs,
    // The answer may be of a longer question before: it covers at least what it has.
    known: Math.max(asked, startMs.length === 0 ? 0 : (endMs - startMs[0]!) / 1_000),
    seconds: seconds.map(({ start: _, ...counts }, at) => ({ ...counts, startMs: startMs[at]! })),
  };
}
