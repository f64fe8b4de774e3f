import type { ChannelId, ChannelLogin } from './ids';

/** What moderators did. The numbers are ClickHouse's Enum8 and the batch layout's: never renumber. */
export const MODERATION_ACTIONS = {
  /** One message was deleted. */
  MESSAGE_DELETED: 1,
  /** A chatter may not write for a while, and their messages are hidden. */
  TIMEOUT: 2,
  /** The same for good. */
  BAN: 3,
  /** The whole chat was cleared. */
  CHAT_CLEARED: 4,
  /** A timeout or a ban: the source doesn't say which. EventSub's `channel.chat.clear_user_messages`. */
  TIMEOUT_OR_BAN: 5,
} as const;
export type ModerationAction = keyof typeof MODERATION_ACTIONS;

/** One act of a channel's moderators, as its chat source gave it. `null` means that the source did not say. */
export interface ModerationLine {
  readonly channelLogin: ChannelLogin;
  readonly channelId: ChannelId | null;
  readonly action: ModerationAction;
  /** Twitch's id of the message or the chatter that it hit; null for a chat that was cleared. */
  readonly targetId: string | null;
  /** Twitch's own time, epoch milliseconds; null when absent or unreadable. */
  readonly sentAtMs: number | null;
}
