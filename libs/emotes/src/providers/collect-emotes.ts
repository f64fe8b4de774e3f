import type { SetEmote } from '../emote-set';

/** Most emotes of one set. The largest capacity seen is 42,069, the largest set in use holds under 2,000. */
export const MAX_SET_EMOTES = 10_000;

export interface CollectedEmotes {
  readonly emotes: readonly SetEmote[];
  readonly rejected: number;
  readonly duplicateNames: number;
}

/** Reads entries one by one, in order: what cannot be read, and what comes after the limit, is left out and counted. */
export function collectEmotes(
  entries: readonly unknown[],
  parseEmote: (entry: unknown) => SetEmote | undefined,
): CollectedEmotes {
  const emotes: SetEmote[] = [];
  const names = new Set<string>();
  let rejected = 0;
  for (const entry of entries) {
    const emote = emotes.length < MAX_SET_EMOTES ? parseEmote(entry) : undefined;
    if (emote === undefined) {
      rejected++;
      continue;
    }
    emotes.push(emote);
    names.add(emote.name);
  }
  return { emotes, rejected, duplicateNames: emotes.length - names.size };
}
