import type { ChannelId, EmoteId } from '@emotide/domain';
import type { EmoteSet, SetEmote, ThirdParty } from './emote-set';
import { MAX_SET_EMOTES } from './providers/collect-emotes';

/** What a provider says live about one emote of one set. */
export type EmoteChange = {
  readonly provider: ThirdParty;
  /** Of whose set it speaks; null where the provider names the set instead. */
  readonly channelId: ChannelId | null;
  /** The provider's id of the set; null where it names the channel instead. */
  readonly setId: string | null;
} & (
  | { readonly type: 'added'; readonly emote: SetEmote }
  | { readonly type: 'renamed'; readonly emoteId: EmoteId; readonly name: string }
  | { readonly type: 'removed'; readonly emoteId: EmoteId }
);

/**
 * The set after a change; the same object when nothing is different, or when the change is about another set.
 *
 * Emotes are known by id: saying a change twice is harmless, an emote added again takes the new name in its old place.
 * A renaming of an emote that the set lacks changes nothing: whoever missed its coming is told to read the set again.
 */
export function applyChange(set: EmoteSet, change: EmoteChange): EmoteSet {
  if (!isAbout(change, set)) return set;
  const id = change.type === 'added' ? change.emote.id : change.emoteId;
  const index = set.emotes.findIndex((emote) => emote.id === id);
  const before = set.emotes[index];
  switch (change.type) {
    case 'added':
      if (before === undefined) {
        return set.emotes.length < MAX_SET_EMOTES ? { ...set, emotes: [...set.emotes, change.emote] } : set;
      }
      return isSame(before, change.emote) ? set : { ...set, emotes: set.emotes.with(index, change.emote) };
    case 'renamed':
      if (before === undefined || before.name === change.name) return set;
      return { ...set, emotes: set.emotes.with(index, { ...before, name: change.name }) };
    case 'removed':
      return before === undefined ? set : { ...set, emotes: set.emotes.toSpliced(index, 1) };
  }
}

function isAbout(change: EmoteChange, set: EmoteSet): boolean {
  if (change.provider !== set.provider) return false;
  if (change.setId !== null) return change.setId === set.setId;
  return change.channelId !== null && change.channelId === set.channelId;
}

const isSame = (a: SetEmote, b: SetEmote): boolean =>
  a.name === b.name &&
  a.isZeroWidth === b.isZeroWidth &&
  a.isModifier === b.isModifier &&
  a.isAnimated === b.isAnimated;
