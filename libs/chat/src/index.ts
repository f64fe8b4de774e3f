export { toChatBytes, type ChatBytes } from './chat-bytes';
export { ChatError, type JoinRefusal } from './chat-error';
export type { ChannelOptions, ChannelSignal, ChatSource, ChatState } from './chat-source';
export { EventSubApi, type EventSubApiOptions } from './eventsub/eventsub-api';
export { EventSubChat, MAX_EVENTSUB_CHANNELS, type EventSubChatOptions } from './eventsub/eventsub-chat';
export { RecentMessages, type RecentChat, type RecentMessagesOptions } from './recent-messages';
export { ReplayedChat, type ReplayCounts } from './replayed-chat';
export { RoutedChat } from './routed-chat';
export {
  MAX_LINE_BYTES,
  REJECT_REASONS,
  scanBytes,
  scanLine,
  type RejectReason,
  type Scanned,
} from './scan-line';
export { scanModeration } from './scan-moderation';
export { TwitchChat, type TwitchChatOptions } from './twitch-chat';
export { TWITCH_PACE } from './twitch-pace';
