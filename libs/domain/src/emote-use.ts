/** Who gives an emote. The numbers are ClickHouse's Enum8 and the batch layout's byte: never renumber. */
export const PROVIDERS = { TWITCH: 1, BTTV: 2, FFZ: 3, SEVENTV: 4 } as const;
export type Provider = keyof typeof PROVIDERS;

/**
 * What an emote costs whom, as known when it was used. The numbers are ClickHouse's Enum8 and the batch layout's
 * byte: never renumber.
 */
export const EMOTE_CLASSES = {
  UNKNOWN: 0,
  GLOBAL: 1,
  FOLLOWER: 2,
  SUB_T1: 3,
  SUB_T2: 4,
  SUB_T3: 5,
  BITS: 6,
  LIMITED: 7,
  PRIME_TURBO: 8,
  THIRD_PARTY: 9,
  CHANNEL_UNKNOWN: 10,
} as const;
export type EmoteClass = keyof typeof EMOTE_CLASSES;

/** Names by number; undefined where a number stands for none. */
export const PROVIDER_OF_NUMBER: readonly (Provider | undefined)[] = invert(PROVIDERS);
export const CLASS_OF_NUMBER: readonly (EmoteClass | undefined)[] = invert(EMOTE_CLASSES);

function invert<T extends string>(numbers: Readonly<Record<T, number>>): readonly (T | undefined)[] {
  const names: (T | undefined)[] = [];
  for (const name of Object.keys(numbers) as T[]) names[numbers[name]] = name;
  return names;
}

/** What answers show: the classes folded into what people ask for. `OTHER` is never guessed into either side. */
export type Price = 'FREE' | 'PAID' | 'OTHER';

export const PRICE_OF_CLASS: Readonly<Record<EmoteClass, Price>> = {
  GLOBAL: 'FREE',
  FOLLOWER: 'FREE',
  THIRD_PARTY: 'FREE',
  SUB_T1: 'PAID',
  SUB_T2: 'PAID',
  SUB_T3: 'PAID',
  BITS: 'PAID',
  PRIME_TURBO: 'PAID',
  LIMITED: 'OTHER',
  CHANNEL_UNKNOWN: 'OTHER',
  UNKNOWN: 'OTHER',
};

/** Facts about one message, as bits of a UInt16. Never renumber. */
export const MESSAGE_FLAGS = {
  /** The chatter subscribes to the channel. */
  SUBSCRIBER: 1,
  /** A copy from another channel's shared chat: visible here, counted there. */
  SHARED_COPY: 2,
  /** Twitch says that the text is only emotes. */
  EMOTE_ONLY: 4,
  /** The chatter's first message in this channel. */
  FIRST_MESSAGE: 8,
  /** Sent again from a log of the past (recent messages, import). */
  HISTORICAL: 16,
  /** `/me`. */
  ACTION: 32,
  /** A USERNOTICE with text: resub, announcement, … */
  NOTICE: 64,
  /** A reply to another message. */
  REPLY: 128,
  /** A cheer with bits. */
  CHEER: 256,
  MODERATOR: 512,
  VIP: 1024,
} as const;
