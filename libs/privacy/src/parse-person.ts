import { parseChannelLogin, parseDecimalId, type ChannelLogin, type UserId } from '@emotide/domain';

/** Somebody as people name them. */
export type Person =
  { readonly type: 'id'; readonly userId: UserId } | { readonly type: 'login'; readonly login: ChannelLogin };

/**
 * Digits are Twitch's id; anything else is a login. A login of digits alone is told by an `@` before it.
 *
 * @returns undefined for what is neither
 */
export function parsePerson(typed: string): Person | undefined {
  const text = typed.trim();
  if (/^\d+$/.test(text))
    return parseDecimalId(text) === undefined || /^0/.test(text)
      ? undefined
      : { type: 'id', userId: text as UserId };
  const login = parseChannelLogin(text);
  return login === undefined ? undefined : { type: 'login', login };
}
