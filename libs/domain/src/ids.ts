/**
 * Twitch's ids are decimal strings. They are branded because login, id and display name are confused most often
 * in this field's code, and a number would lose digits past 2^53.
 */
declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** Twitch's numeric id of a channel (room), stable through renames. */
export type ChannelId = Brand<string, 'ChannelId'>;
/** Twitch's numeric id of a chatter. */
export type UserId = Brand<string, 'UserId'>;
/** An emote's id as its provider gives it, e.g. `25`, `emotesv2_dc24652ada1e4c84a5e3ceebae4de709`. */
export type EmoteId = Brand<string, 'EmoteId'>;
/** A channel's name in lower case, as IRC has it without `#`. It may change; the id does not. */
export type ChannelLogin = Brand<string, 'ChannelLogin'>;

const LOGIN = /^[a-z0-9_]{1,25}$/;

/**
 * A channel name as people type it: any case, with or without `#` or `@`, or a twitch.tv address.
 *
 * @returns undefined where no Twitch login can be read.
 */
export function parseChannelLogin(typed: string): ChannelLogin | undefined {
  const login = typed
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/)?(www\.|m\.)?twitch\.tv\//, '')
    .replace(/^[#@]/, '');
  return LOGIN.test(login) ? (login as ChannelLogin) : undefined;
}
