import { createHash } from 'node:crypto';
import { GLOBAL_EMOTES, type NamedEmote } from '../generated/emote-names';

/** One of Twitch's own emotes as Helix knows it. */
export interface NativeEmote extends NamedEmote {
  /** `subscriptions`, `bitstier`, `follower` or `globals`. */
  readonly type: string;
  /** `1000`, `2000`, `3000`, or nothing where there is no subscription to it. */
  readonly tier: string;
  readonly setId: string;
  /** The channel's id; `0` for Twitch itself. */
  readonly ownerId: string;
}

export const GLOBAL_NATIVE: readonly NativeEmote[] = GLOBAL_EMOTES.map((emote) => ({
  ...emote,
  type: 'globals',
  tier: '',
  setId: '0',
  ownerId: '0',
}));

/**
 * Says by what each of a channel's emotes is earned: most by a subscription of tier 1, one each of the others. Sets are
 * numbered as Twitch's are: bits from 500,000,000 up, followers by a UUID, subscriptions below.
 */
export function toNativeEmotes(channelId: string, emotes: readonly NamedEmote[]): NativeEmote[] {
  const place = Number(channelId) % 30_000_000;
  const subscription = (tier: 1 | 2 | 3): Omit<NativeEmote, 'id' | 'name' | 'ownerId'> => ({
    type: 'subscriptions',
    tier: `${tier}000`,
    setId: String(310_000_000 + place * 3 + tier),
  });
  const last = [
    { type: 'follower', tier: '', setId: toUuid(`followers of ${channelId}`) },
    { type: 'bitstier', tier: '', setId: String(1_500_000_000 + place) },
    subscription(3),
    subscription(2),
  ];
  return emotes.map((emote, i) => ({
    ...emote,
    ...(last[emotes.length - 1 - i] ?? subscription(1)),
    ownerId: channelId,
  }));
}

function toUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
