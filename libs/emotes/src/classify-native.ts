import type { EmoteId } from '@emotide/domain';
import { toBaseEmoteId } from './base-emote-id';
import { classOfRule, type ClassRule, type NativeClass } from './class-rules';

/** What is known of native emotes, by base id. Whoever answers may hold a hundred thousand ids as it likes. */
export interface NativeKnowledge {
  /** Emotes that everybody has. */
  freeRule(id: EmoteId): ClassRule | undefined;
  /** Emotes that events, Hype Trains, Prime and so on unlock. */
  unlockRule(id: EmoteId): ClassRule | undefined;
  /** What Twitch's catalogue said of it, as far as it was read: `classifyCatalogueEmote`'s rule. */
  catalogueRule(id: EmoteId): ClassRule | undefined;
}

/**
 * A channel's prefix and a code, `forsenE`. Some globals look the same (cmonBruh, imGlitch, bleedPurple), which is
 * why names are asked last.
 */
const CHANNEL_EMOTE_NAME = /^[a-z0-9]{2,12}[A-Z0-9]/;

/**
 * What a native emote of a chat line costs whom. IRC gives an id and a name, no set and no owner; so, in this order:
 * free list, unlocks, catalogue, the name's form. An emote altered by channel points counts as the one
 * it is made from.
 *
 * @param name as the text spells it; empty where the range does not lie on a word
 */
export function classifyNative(
  { id, name }: { readonly id: EmoteId; readonly name: string },
  knowledge: NativeKnowledge,
): NativeClass {
  const baseId = toBaseEmoteId(id);
  return classOfRule(
    knowledge.freeRule(baseId) ??
      knowledge.unlockRule(baseId) ??
      knowledge.catalogueRule(baseId) ??
      (CHANNEL_EMOTE_NAME.test(name) ? 'NAME_PREFIX' : 'NOTHING_KNOWN'),
  );
}
