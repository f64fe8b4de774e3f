export { toChatBytes, type ChatBytes } from './chat-bytes';
export { ChatError, REFUSAL_REASONS, type JoinRefusal, type RefusalReason } from './chat-error';
export {
  MAX_LINE_BYTES,
  REJECT_REASONS,
  scanBytes,
  scanLine,
  type RejectReason,
  type Scanned,
} from './scan-line';
export { TwitchChat, type ChannelSignal, type TwitchChatOptions } from './twitch-chat';
export { TWITCH_PACE } from './twitch-pace';
