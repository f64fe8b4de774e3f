import type { EmoteClass, Price, Provider } from '../graphql/generated';

/*
 * The contract's enums in the reader's words. A newer server may know a value that this page does not: whoever looks
 * one up falls back on the value itself.
 */

export const PROVIDER_WORDS: Readonly<Record<Provider, string>> = {
  TWITCH: 'Twitch',
  BTTV: 'BTTV',
  FFZ: 'FFZ',
  SEVENTV: '7TV',
};

export const PRICE_WORDS: Readonly<Record<Price, string>> = {
  FREE: 'Free',
  PAID: 'Paid',
  OTHER: 'Not known',
};

export const CLASS_WORDS: Readonly<Record<EmoteClass, string>> = {
  UNKNOWN: 'Not known',
  GLOBAL: 'Global',
  FOLLOWER: 'Followers',
  SUB_T1: 'Subscribers, tier 1',
  SUB_T2: 'Subscribers, tier 2',
  SUB_T3: 'Subscribers, tier 3',
  BITS: 'Bits',
  LIMITED: 'Limited time',
  PRIME_TURBO: 'Prime and Turbo',
  THIRD_PARTY: 'Third party',
  CHANNEL_UNKNOWN: 'The channel\u2019s, tier not known',
};

/** Why an emote of a class is free, paid or neither. */
export const CLASS_REASONS: Readonly<Record<EmoteClass, string>> = {
  UNKNOWN: 'Nothing is known of it, so it is counted on neither side.',
  GLOBAL: 'Everybody on Twitch may use it.',
  FOLLOWER: 'Whoever follows the channel may use it.',
  SUB_T1: 'It takes a subscription of tier 1 or higher.',
  SUB_T2: 'It takes a subscription of tier 2 or higher.',
  SUB_T3: 'It takes a subscription of tier 3.',
  BITS: 'It is unlocked by cheering bits.',
  LIMITED: 'It was given out for a limited time, for money or not: it is counted on neither side.',
  PRIME_TURBO: 'It comes with Prime or Turbo.',
  THIRD_PARTY: 'A third party gives it away; everybody with its extension sees it.',
  CHANNEL_UNKNOWN:
    'It is a channel\u2019s own. Without access to Twitch\u2019s catalogue its tier is not known, so it is counted on neither side.',
};
