import type { EmoteId } from '@emotide/domain';

/** One native emote of one message: the id, its name as the text spells it, and how often. */
export interface NativeEmote {
  readonly id: EmoteId;
  /**
   * The text under the first range that looks like a word; empty when none does. For display only: ranges may be
   * off by one (twitchdev/issues#104), so the id alone is the key.
   */
  name: string;
  uses: number;
}

export interface NativeEmotes {
  /** In the tag's order; each id once. */
  readonly emotes: readonly NativeEmote[];
  /** Ranges or ids that could not be read. They count nothing. */
  readonly unreadable: number;
}

const NONE: NativeEmotes = { emotes: [], unreadable: 0 };
const SLASH = 47;
const COMMA = 44;
const MINUS = 45;
/** A text has at most 500 code points; no honest range has more digits. */
const MAX_DIGITS = 5;
/** Longest id and name that are taken: Twitch's have 44 characters and less, and both travel in cursors and keys. */
const MAX_LENGTH = 100;

/**
 * Reads the `emotes` tag as Twitch means it: `id:from-to,from-to/id2:from-to`.
 *
 * An id reaches to its first colon and may hold a slash (`80481_/3`); one id may come in two segments. A range
 * counts when it is two numbers in order, even where the text ends before it: Twitch's indices are known to be
 * wrong, its ids are not. Anything else is skipped to the next separator and counted as unreadable; nothing throws.
 *
 * @param onRange called for each readable range, in the tag's order
 * @returns how many ranges or ids were unreadable
 */
export function readNativeRanges(
  tag: string,
  onRange: (id: EmoteId, from: number, to: number) => void,
): number {
  const end = tag.length;
  let unreadable = 0;
  let at = 0;
  while (at < end) {
    const colon = tag.indexOf(':', at);
    if (colon <= at || colon - at > MAX_LENGTH) return unreadable + 1;
    const id = tag.slice(at, colon) as EmoteId;
    at = colon + 1;
    for (;;) {
      let from = 0;
      let digits = 0;
      let unit = -1;
      for (; at < end && isDigit((unit = tag.charCodeAt(at))); at++, digits++) from = from * 10 + unit - 48;
      let readable = digits > 0 && digits <= MAX_DIGITS && unit === MINUS && at < end;
      let to = 0;
      if (readable) {
        at++;
        digits = 0;
        for (; at < end && isDigit((unit = tag.charCodeAt(at))); at++, digits++) to = to * 10 + unit - 48;
        readable =
          digits > 0 &&
          digits <= MAX_DIGITS &&
          from <= to &&
          (at === end || unit === COMMA || unit === SLASH);
      }
      if (readable) onRange(id, from, to);
      else unreadable++;
      while (at < end && (unit = tag.charCodeAt(at)) !== COMMA && unit !== SLASH) at++;
      if (at >= end || tag.charCodeAt(at++) === SLASH) break;
    }
  }
  return unreadable;
}

/**
 * The native emotes of one message, counted by id.
 *
 * @param tag the raw `emotes` tag
 * @param text the message's text without `/me`'s wrapping, where ranges count from
 */
export function findNativeEmotes(tag: string, text: string): NativeEmotes {
  if (tag.length === 0) return NONE;
  const emotes: NativeEmote[] = [];
  // Code points and UTF-16 units are the same thing until a surrogate appears (emoji, mostly).
  const isBmp = !SURROGATE.test(text);
  const unreadable = readNativeRanges(tag, (id, from, to) => {
    let emote = emotes.length > 0 ? emotes[emotes.length - 1] : undefined;
    if (emote?.id !== id) emote = emotes.find((known) => known.id === id);
    if (emote === undefined) emotes.push((emote = { id, name: '', uses: 0 }));
    emote.uses++;
    if (emote.name === '') emote.name = wordOrNothing(sliceCodePoints(text, from, to + 1, isBmp));
  });
  return { emotes, unreadable };
}

/** The text between two code point positions; shorter, or empty, where the text ends before. */
export function sliceCodePoints(text: string, from: number, until: number, isBmp = false): string {
  if (isBmp) return text.slice(from, until);
  const start = skipCodePoints(text, 0, from);
  return text.slice(start, skipCodePoints(text, start, until - from));
}

const SURROGATE = /[\ud800-\udfff]/;
const SPACE = /\s/;

function wordOrNothing(slice: string): string {
  return slice.length > MAX_LENGTH || SPACE.test(slice) ? '' : slice;
}

function skipCodePoints(text: string, at: number, count: number): number {
  let index = at;
  for (let left = count; left > 0 && index < text.length; left--) {
    const unit = text.charCodeAt(index++);
    if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index))) index++;
  }
  return index;
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
