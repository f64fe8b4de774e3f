export type { TwitchCredentials } from './app-token';
export { createBttvClient } from './bttv-client';
export type { CircuitOptions, CircuitState } from './circuit';
export type { EmoteSetClient } from './emote-set-client';
export { createFfzClient } from './ffz-client';
export { createHelixClient, type HelixClient, type HelixOptions, type StreamQuery } from './helix-client';
export { createBttvSocket } from './live/bttv-socket';
export { LIVE_DEFAULTS, type LiveSettings } from './live/live-connection';
export { topicKey, type LiveEvent, type LiveTopic, type ResyncReason } from './live/live-event';
export type { LiveUpdates, LiveUpdatesOptions, LiveUpdatesState } from './live/live-updates';
export { createSevenTvEvents } from './live/seventv-events';
export { PROVIDER_FAILURES, ProviderError, type ProviderFailure } from './provider-error';
export {
  HTTP_DEFAULTS,
  type HttpSettings,
  type ProviderClientOptions,
  type ProviderState,
} from './provider-http';
export { LABEL_OF_PROVIDER, type ProviderLabel } from './provider-label';
export { createProviderMetrics, type ProviderMetrics } from './provider-metrics';
export { HELIX_BUDGET, type RateBudgetOptions } from './rate-budget';
export { createSevenTvClient, type SevenTvChannel, type SevenTvClient } from './seventv-client';
