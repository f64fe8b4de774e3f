import type { EmoteId } from '@emotide/domain';
import type { SetEmote, ThirdParty } from './emote-set';
import type { ThirdPartyEmote } from './third-party-emote';

const DEFAULT_CAPACITY = 131_072;

/**
 * Keeps one object for one emote, however many channels have it: most 7TV emotes are in hundreds of sets.
 *
 * It remembers in two generations and forgets the older one when the younger is full, so it holds at most twice its
 * capacity and never needs to be told what went out of use. Forgetting costs sharing, never an answer.
 */
export class EmotePool {
  readonly #capacity: number;
  #young = new Map<EmoteId, ThirdPartyEmote>();
  #old = new Map<EmoteId, ThirdPartyEmote>();

  /** @param capacity emotes in one generation */
  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#capacity = capacity;
  }

  /** Emotes remembered. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The one object for this emote. A channel's own name for it is an object of its own with the id's string shared. */
  share(provider: ThirdParty, emote: SetEmote): ThirdPartyEmote {
    const { id, name, isZeroWidth, isModifier } = emote;
    const known = this.#find(id);
    if (known === undefined) {
      const added = { provider, id, name, isZeroWidth, isModifier };
      this.#remember(added);
      return added;
    }
    const isSame =
      known.name === name &&
      known.provider === provider &&
      known.isZeroWidth === isZeroWidth &&
      known.isModifier === isModifier;
    return isSame ? known : { provider, id: known.id, name, isZeroWidth, isModifier };
  }

  #find(id: EmoteId): ThirdPartyEmote | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    if (old === undefined) return undefined;
    this.#old.delete(id);
    this.#remember(old);
    return old;
  }

  #remember(emote: ThirdPartyEmote): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(emote.id, emote);
  }
}
