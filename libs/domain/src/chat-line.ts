import type { ChannelId, ChannelLogin, UserId } from './ids';

/**
 * One message of one channel, as its chat source gave it: from IRC, a file or EventSub alike.
 *
 * `null` means that the source did not say. Text is held only until its emotes are found; it is never stored.
 */
export interface ChatLine {
  readonly channelLogin: ChannelLogin;
  readonly channelId: ChannelId | null;
  /** Twitch's message id, for counting a message once. */
  readonly messageId: string | null;
  readonly userId: UserId | null;
  /** Twitch's own time, epoch milliseconds; null when absent or unreadable. */
  readonly sentAtMs: number | null;
  /** The text without `/me`'s wrapping; emote ranges count from its start. */
  readonly text: string;
  /** The raw `emotes` tag: `id:from-to,from-to/id2:…` in Unicode code points; empty when none. */
  readonly emotesTag: string;
  /** {@link MESSAGE_FLAGS} */
  readonly flags: number;
}
