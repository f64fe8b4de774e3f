import { EMOTE_CLASSES, PROVIDERS } from '@emotide/domain';
import type { EmoteUse } from '@emotide/emotes';
import { encodeEmote, type EmoteBytes } from '@emotide/event-log';
import { ownCopy } from './own-copy';

/** An emote as it was last seen, and its bytes. */
interface KnownEmote extends Pick<EmoteUse, 'provider' | 'emoteName' | 'emoteClass'> {
  readonly bytes: EmoteBytes;
}

/**
 * Emotes' bytes in the log's layout, encoded when an emote is first seen or has changed. A flood of made-up ids, more
 * than `capacity`, starts it anew.
 */
export class KnownEmotes {
  readonly #capacity: number;
  #byId = new Map<string, KnownEmote>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#byId.size;
  }

  bytesOf(emote: EmoteUse): EmoteBytes {
    const { provider, emoteId, emoteName, emoteClass } = emote;
    const known = this.#byId.get(emoteId);
    // All four are in the bytes: providers number their emotes independently, and a class is learnt later.
    if (
      known !== undefined &&
      known.emoteName === emoteName &&
      known.provider === provider &&
      known.emoteClass === emoteClass
    )
      return known.bytes;
    const bytes = encodeEmote(PROVIDERS[provider], emoteId, emoteName, EMOTE_CLASSES[emoteClass]);
    if (known === undefined && this.#byId.size >= this.#capacity) this.#byId = new Map();
    this.#byId.set(ownCopy(emoteId), { provider, emoteName: ownCopy(emoteName), emoteClass, bytes });
    return bytes;
  }
}
