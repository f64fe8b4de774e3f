/** Longest name taken, in code points: 7TV's own limit, and the longest of the three providers. */
export const MAX_EMOTE_NAME = 100;

/** Nearly all names, decided without Unicode tables. */
const PLAIN = /^[\x21-\x7e]{1,100}$/;
/** No control character, no blank of any script (no token of a line holds one), no half of a surrogate pair. */
const ANY_SCRIPT = /^[^\p{Cc}\p{Z}\p{Cs}]{1,100}$/u;

/** Whether a provider's word for an emote may be taken: something that one token of a chat line can equal. */
export function isEmoteName(name: unknown): name is string {
  return typeof name === 'string' && (PLAIN.test(name) || ANY_SCRIPT.test(name));
}

/** For an emote that a channel writes otherwise: what its maker called it. Nothing where both are one or it is not told. */
export function toGivenName(given: unknown, name: string): { readonly givenName?: string } {
  return isEmoteName(given) && given !== name ? { givenName: given } : {};
}
