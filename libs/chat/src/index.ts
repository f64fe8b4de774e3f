export { ChatError } from './chat-error';
export { MAX_LINE_LENGTH, REJECT_REASONS, scanLine, type RejectReason, type Scanned } from './scan-line';
export { TwitchChat, type ChannelSignal, type TwitchChatOptions } from './twitch-chat';
