import { applyChange, type EmoteChange, type EmoteSet } from '@emotide/emotes';

/** A live change, and when it was heard, epoch ms. */
export interface HeardChange {
  readonly change: EmoteChange;
  readonly heardAtMs: number;
}

/** BTTV's answers come from a cache that lags behind its socket; 7TV's hardly do. FFZ says nothing live. */
const CACHED_FOR_MS = { BTTV: 60_000, SEVENTV: 10_000, FFZ: 0 } as const;
/** How long a change may matter to an answer: the longest cache, and the longest that an answer takes. */
export const CHANGE_MATTERS_FOR_MS = 120_000;

/**
 * An answer that was asked for at `askedAtMs`, with the changes that it may not have: those heard since then, or so
 * little before that the provider's cache may be older. Applied again, a change that it does have alters nothing.
 */
export function withRecentChanges(
  answer: EmoteSet,
  heard: readonly HeardChange[],
  askedAtMs: number,
): EmoteSet {
  const sinceMs = askedAtMs - CACHED_FOR_MS[answer.provider];
  return heard
    .filter(({ heardAtMs }) => heardAtMs >= sinceMs)
    .reduce((set, { change }) => applyChange(set, change), answer);
}
