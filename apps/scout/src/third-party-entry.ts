import type { SetEmote, ThirdParty } from '@emotide/emotes';
import type { CatalogueEntry } from '@emotide/store';

/** A third party's emote in the catalogue, by the name that its maker gave it: free for all, of no owner that is known. */
export function toThirdPartyEntry(provider: ThirdParty, emote: SetEmote): CatalogueEntry {
  return {
    provider,
    emoteId: emote.id,
    name: emote.givenName ?? emote.name,
    emoteClass: 'THIRD_PARTY',
    rule: 'THIRD_PARTY',
    ownerId: null,
    setId: null,
    isAnimated: emote.isAnimated,
    isZeroWidth: emote.isZeroWidth,
  };
}
