import { findEmote, type EmoteIndex } from './emote-index';
import { readNativeRanges } from './native-emotes';
import type { ThirdPartyEmote } from './third-party-emote';

/** One third-party emote of one message, and how often. */
export interface ThirdPartyUse {
  /** As the first word spells it, where a channel has two names for one emote. */
  readonly emote: ThirdPartyEmote;
  uses: number;
}

const NO_USES: readonly ThirdPartyUse[] = [];
const NO_RANGES: readonly number[] = [];
/** Up to here a list is searched faster than a Map is made; messages with more are spam. */
const FEW = 16;

/**
 * The third-party emotes of one message, each (provider, id) once, in the order of their first word.
 *
 * The rule is Chatterino's: words stand between U+0020 and nothing else (a tab or a no-break space is part of a
 * word), and are an emote's name exactly. A word that shares a character with a native range is Twitch's, so
 * nothing is counted twice; that is asked only of words that are emotes, which is why the tag is taken unread.
 *
 * @param tag the raw `emotes` tag, whose ranges count code points
 * @param text the message's text without `/me`'s wrapping, where ranges count from
 */
export function findThirdPartyEmotes(index: EmoteIndex, tag: string, text: string): readonly ThirdPartyUse[] {
  let found: ThirdPartyTally | undefined;
  for (let from = 0; from < text.length;) {
    const space = text.indexOf(' ', from);
    const until = space < 0 ? text.length : space;
    if (until > from) {
      const emote = findEmote(index, text.slice(from, until));
      if (emote !== undefined) (found ??= new ThirdPartyTally(tag, text)).add(emote, from, until);
    }
    from = until + 1;
  }
  return found === undefined ? NO_USES : found.uses;
}

/** What one message has so far. */
class ThirdPartyTally {
  readonly uses: ThirdPartyUse[] = [];
  readonly #text: string;
  readonly #ranges: readonly number[];
  #byKey: Map<string, ThirdPartyUse> | undefined;
  /** As far as code points are counted. */
  #units = 0;
  #points = 0;

  constructor(tag: string, text: string) {
    this.#text = text;
    this.#ranges = tag.length === 0 ? NO_RANGES : toRanges(tag);
  }

  /** The word [from, until), in units, is this emote, unless it is Twitch's. Words come in the text's order. */
  add(emote: ThirdPartyEmote, from: number, until: number): void {
    if (this.#ranges.length > 0 && this.#isNative(from, until)) return;
    const known = this.#find(emote);
    if (known !== undefined) {
      known.uses++;
      return;
    }
    const use = { emote, uses: 1 };
    this.uses.push(use);
    if (this.#byKey !== undefined) this.#byKey.set(toKey(emote), use);
    else if (this.uses.length > FEW) this.#byKey = new Map(this.uses.map((u) => [toKey(u.emote), u]));
  }

  #find(emote: ThirdPartyEmote): ThirdPartyUse | undefined {
    if (this.#byKey !== undefined) return this.#byKey.get(toKey(emote));
    for (const use of this.uses) {
      const known = use.emote;
      if (known === emote || (known.id === emote.id && known.provider === emote.provider)) return use;
    }
    return undefined;
  }

  #isNative(from: number, until: number): boolean {
    const first = this.#pointsBefore(from);
    const last = this.#pointsBefore(until) - 1;
    const ranges = this.#ranges;
    for (let i = 0; i < ranges.length; i += 2) if (ranges[i]! <= last && ranges[i + 1]! >= first) return true;
    return false;
  }

  #pointsBefore(unit: number): number {
    const text = this.#text;
    while (this.#units < unit) {
      this.#units += text.codePointAt(this.#units)! > 0xffff ? 2 : 1;
      this.#points++;
    }
    return this.#points;
  }
}

/** Pairs of first and last code point. */
function toRanges(tag: string): readonly number[] {
  const ranges: number[] = [];
  readNativeRanges(tag, (_id, from, to) => ranges.push(from, to));
  return ranges;
}

function toKey(emote: ThirdPartyEmote): string {
  return `${emote.provider} ${emote.id}`;
}
