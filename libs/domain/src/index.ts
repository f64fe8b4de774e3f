export type { ChatLine } from './chat-line';
export { EMOTE_CLASSES, MESSAGE_FLAGS, PRICE_OF_CLASS, PROVIDERS } from './emote-use';
export type { EmoteClass, Price, Provider } from './emote-use';
export { parseChannelLogin } from './ids';
export type { ChannelId, ChannelLogin, EmoteId, UserId } from './ids';
