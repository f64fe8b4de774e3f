import type { ChannelId, EmoteId, Provider } from '@emotide/domain';

/** Who gives emotes as plain words in the text. */
export type ThirdParty = Exclude<Provider, 'TWITCH'>;

/** One emote as a third-party set has it. */
export interface SetEmote {
  readonly id: EmoteId;
  /** The word to write: a channel's alias where it gave one. */
  readonly name: string;
  /** What its maker called it, where that is another name and the provider's answer told it. Values of the bucket lack it. */
  readonly givenName?: string;
  /** Drawn over the emote before it. */
  readonly isZeroWidth: boolean;
  /** Changes how the emote beside it is drawn. */
  readonly isModifier: boolean;
  readonly isAnimated: boolean;
}

/** What one provider gives to all channels, or to one. */
export interface EmoteSet {
  readonly provider: ThirdParty;
  /** null: for all channels. */
  readonly channelId: ChannelId | null;
  /** The provider's own id of the set, by which its live updates name it; null when it has none. */
  readonly setId: string | null;
  readonly emotes: readonly SetEmote[];
}

/** What Twitch says of one of its own emotes (Helix, "Get Channel Emotes", "Get Global Emotes", "Get Emote Sets"). */
export interface NativeCatalogueEmote {
  readonly id: EmoteId;
  readonly name: string;
  /** `subscriptions`, `bitstier`, `follower`, `globals`, …; empty when the answer does not say. */
  readonly emoteType: string;
  /** Subscription tier; null where it does not apply. */
  readonly tier: 1 | 2 | 3 | null;
  readonly setId: string | null;
  /** The channel that owns it; null for Twitch's own. */
  readonly ownerId: ChannelId | null;
  readonly isAnimated: boolean;
}
