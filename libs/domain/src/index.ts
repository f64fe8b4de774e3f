export { API_ROLES, isApiRole, type ApiRole } from './api-role';
export {
  CHANNEL_PLAN_KEY,
  MAX_PLANNED_CHANNELS,
  decodeChannelPlan,
  encodeChannelPlan,
  type ChannelPlan,
  type PlannedChannel,
} from './channel-plan';
export {
  channelWishKey,
  decodeChannelWish,
  encodeChannelWish,
  isChannelWishKey,
  type ChannelWish,
} from './channel-wish';
export type { ChatLine } from './chat-line';
export { PLAIN_FORM, USER_KEY, createHashedForm, isFormName, type ChatterForm } from './chatter-form';
export {
  CHATTER_POLICIES,
  chatterForms,
  createChatterKey,
  type ChatterPolicy,
  type ToChatter,
} from './chatter-key';
export {
  COLLECTOR_REPORT_EVERY_MS,
  collectorReportKey,
  decodeCollectorReport,
  encodeCollectorReport,
  type CollectorReport,
} from './collector-report';
export {
  CLASS_OF_NUMBER,
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  PRICE_OF_CLASS,
  PROVIDERS,
  PROVIDER_OF_NUMBER,
} from './emote-use';
export type { EmoteClass, Price, Provider } from './emote-use';
export { HISTORY_PARTITION } from './history-partition';
export type { HeardEmote } from './heard-emote';
export { parseChannelLogin } from './ids';
export type { ChannelId, ChannelLogin, EmoteId, UserId } from './ids';
export { JOB_STATES, decodeJobReport, encodeJobReport, type JobReport, type JobState } from './job-report';
export { JOIN_REFUSAL_REASONS, type JoinRefusalReason } from './join-refusal';
export { messageKey } from './message-key';
export { MODERATION_ACTIONS, type ModerationAction, type ModerationLine } from './moderation';
export { decodeOptOut, encodeOptOut, isOut, mergeOptOuts, optOutKey, type OptOut } from './opt-out';
export { OptOutList } from './opt-out-list';
export { isPlausibleTime } from './plausible-time';
export { RecentKeys } from './recent-keys';
export { U64_ZERO, formatU64, parseDecimalId, parseU64, toU64, type U64 } from './u64';
