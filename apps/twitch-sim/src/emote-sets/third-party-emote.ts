/** Who gives emotes as plain words, in the order in which they win a word: within a channel, then for all. */
export const THIRD_PARTIES = ['ffz', 'bttv', '7tv'] as const;
export type ThirdParty = (typeof THIRD_PARTIES)[number];

/** One emote of a set. */
export interface ThirdPartyEmote {
  readonly id: string;
  /** The word that shows it. */
  readonly name: string;
  /** What its maker called it, where the channel gave it another name (7TV). */
  readonly baseName?: string | undefined;
  readonly isZeroWidth?: boolean | undefined;
  readonly isModifier?: boolean | undefined;
  readonly isAnimated?: boolean | undefined;
  /** The provider's own entry, where one was given: it is served again as it was, but for its name. */
  readonly raw?: Readonly<Record<string, unknown>> | undefined;
}

/** A set by who gives it and to whom; null for all channels. */
export interface SetKey {
  readonly provider: ThirdParty;
  /** Twitch's id of the channel. */
  readonly channelId: string | null;
}

/** The emotes of a set; null where the provider does not know the channel. */
export type SetOf = (key: SetKey) => readonly ThirdPartyEmote[] | null;

/** Whether people could type it: no space, nothing invisible. */
export function isEmoteName(name: string): boolean {
  return /^[^\s\p{Cc}]{1,100}$/u.test(name);
}

/** Which emote shows for a word that a set has more than once: the last one, as in a table that is filled in order. */
export function emoteNamed(emotes: readonly ThirdPartyEmote[], name: string): ThirdPartyEmote | undefined {
  return emotes.findLast((emote) => emote.name === name);
}
