import type { ChannelId, EmoteId } from './ids';

/** An emote as EventSub names it: with its set and its owner, which IRC doesn't have. */
export interface HeardEmote {
  readonly id: EmoteId;
  readonly setId: string | null;
  /** `0` or `twitch` where no channel owns it. */
  readonly ownerId: ChannelId | null;
}
