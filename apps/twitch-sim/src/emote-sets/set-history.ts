import { edited, wordsOf, type EmoteChange } from './emote-change';
import { emoteNamed, THIRD_PARTIES, type SetOf, type ThirdPartyEmote } from './third-party-emote';

/** What words meant, at any revision of the sets. */
export interface SetHistory {
  /**
   * The emote that a word showed in a channel, as `provider:id`; no native id has a colon, so the two cannot be mixed
   * up. The order is that of Chatterino: the channel's own sets before everybody's, FFZ before BTTV before 7TV.
   */
  find(channelId: string, word: string, revision: number): string | undefined;
  /** The channels whose sets changed after one revision and up to another; null stands for all of them. */
  changedBetween(after: number, upTo: number): Set<string | null>;
}

interface IndexedSet {
  emotes: readonly ThirdPartyEmote[];
  /** Before any change. */
  readonly base: ReadonlyMap<string, string>;
  /** Words whose meaning changed, each time with the revision from which on; null for none. */
  readonly changed: Map<string, { revision: number; id: string | null }[]>;
}

/**
 * @param base the sets before the first change.
 * @param changes by revision, which start at 1 and have no gap; further ones may be put behind them at any time.
 */
export function createSetHistory(base: SetOf, changes: readonly EmoteChange[]): SetHistory {
  const sets = new Map<string, IndexedSet>();
  let noted = 0;

  const setOf = (provider: (typeof THIRD_PARTIES)[number], channelId: string | null): IndexedSet => {
    const key = `${provider} ${channelId ?? ''}`;
    let set = sets.get(key);
    if (set === undefined) {
      const emotes = base({ provider, channelId }) ?? [];
      set = { emotes, base: new Map(emotes.map(({ name, id }) => [name, id])), changed: new Map() };
      sets.set(key, set);
    }
    return set;
  };

  const catchUp = (): void => {
    for (; noted < changes.length; noted++) {
      const change = changes[noted] as EmoteChange;
      const set = setOf(change.provider, change.channelId);
      const words = wordsOf(set.emotes, change);
      set.emotes = edited(set.emotes, change);
      const { revision } = change;
      for (const word of words) {
        const id = emoteNamed(set.emotes, word)?.id ?? null;
        const meanings = set.changed.get(word);
        if (meanings === undefined) set.changed.set(word, [{ revision, id }]);
        else meanings.push({ revision, id });
      }
    }
  };

  const idIn = (set: IndexedSet, word: string, revision: number): string | null => {
    const meaning = set.changed.get(word)?.findLast((each) => each.revision <= revision);
    return meaning === undefined ? (set.base.get(word) ?? null) : meaning.id;
  };

  return {
    find(channelId, word, revision) {
      catchUp();
      for (const of of [channelId, null]) {
        for (const provider of THIRD_PARTIES) {
          const id = idIn(setOf(provider, of), word, revision);
          if (id !== null) return `${provider}:${id}`;
        }
      }
      return undefined;
    },
    changedBetween(after, upTo) {
      const between = changes.filter(({ revision }) => revision > after && revision <= upTo);
      return new Set(between.map(({ channelId }) => channelId));
    },
  };
}
