export type { ChannelUsageRow } from './channel-usage';
export type { CommittedRows } from './committed-rows';
export type { EmoteKey } from './emote-columns';
export type { Granularity } from './granularity';
export {
  DEDUPLICATION_WINDOW_INSERTS,
  LANDING_STRUCTURE,
  RUN_LIMITS,
  insertRun,
  type Run,
} from './insert-run';
export { NotExchangeable, exchangeDays, type ExchangedDays, type ExchangedTable } from './exchange-days';
export { forgetChatters, type ForgetOptions, type ForgottenRows } from './forget-chatters';
export {
  clearForgetScope,
  daysOfForgetScope,
  emptySketches,
  fillSketches,
  noteForgetScope,
  type RemadeSketches,
} from './forget-sketches';
export { MigrationMismatch, migrate } from './migrate';
export { catalogue, type CatalogueRow } from './queries/catalogue.query';
export { channelChatters, type ChannelChattersInput } from './queries/channel-chatters.query';
export { chatterSeries } from './queries/chatter-series.query';
export { clashingRuns, type ClashingRunsInput } from './queries/clashing-runs.query';
export { emoteChatters, type EmoteChattersInput } from './queries/emote-chatters.query';
export { channelTotals, type ChannelTotalsInput } from './queries/channel-totals.query';
export { findChannels, type ChannelRow, type FindChannelsInput } from './queries/find-channels.query';
export { findEmote, type EmoteRow } from './queries/find-emote.query';
export { gaps, type GapRow, type GapsInput } from './queries/gaps.query';
export { heardChannels, type HeardChannelsInput } from './queries/heard-channels.query';
export { irreplaceableDays, type IrreplaceableDaysInput } from './queries/irreplaceable-days.query';
export { knownOfChatter, type KnownOfChatterInput } from './queries/known-of-chatter.query';
export { lastRun, type LastRunInput } from './queries/last-run.query';
export { latestStreamStates, type LatestStreamStatesInput } from './queries/latest-stream-states.query';
export { oldSketches } from './queries/old-sketches.query';
export { optOuts } from './queries/opt-outs.query';
export { pipeline, type PipelineRow } from './queries/pipeline.query';
export { recentActivity, type RecentActivityRow } from './queries/recent-activity.query';
export { recentChannels, type RecentChannelRow } from './queries/recent-channels.query';
export { recordedEmotes, type RecordedEmotesInput } from './queries/recorded-emotes.query';
export { recentUses, type RecentRowsInput, type RecentUsesRow } from './queries/recent-uses.query';
export {
  themeCandidates,
  type ThemeCandidateRow,
  type ThemeCandidatesInput,
} from './queries/theme-candidates.query';
export { themeRanking, type ThemeRankingInput, type ThemeRankingRow } from './queries/theme-ranking.query';
export { themeSeries, type ThemePointRow, type ThemeSeriesInput } from './queries/theme-series.query';
export {
  topChannels,
  type ChannelOrder,
  type TopChannelsInput,
  type TopChannelsRow,
} from './queries/top-channels.query';
export { topEmotes, type EmoteUsageRow, type TopEmotesInput } from './queries/top-emotes.query';
export { unclassifiedEmotes, type UnclassifiedEmoteRow } from './queries/unclassified-emotes.query';
export { unfinishedForgets } from './queries/unfinished-forgets.query';
export { usageSeries, type UsagePointRow, type UsageSeriesInput } from './queries/usage-series.query';
export { runsSince, type RunsSinceInput } from './queries/runs-since.query';
export { runBorders, type RunBordersInput, type RunBordersRow } from './queries/run-borders.query';
export { runningInsertIds } from './queries/running-insert-ids.query';
export { runningInserts } from './queries/running-inserts.query';
export { toWholeMinutes, type Range } from './range';
export { recordCatalogue, type CatalogueEntry } from './record-catalogue';
export { REBUILD_DATABASE, endRebuild, openRebuildDatabase } from './rebuild-database';
export { recordOptOuts } from './record-opt-outs';
export { recordPrivacyStep, type PrivacyAction, type PrivacyStep } from './record-privacy-step';
export { recordStreamStates, type StreamState } from './record-stream-states';
export { recordRun, type RecordedRun } from './record-run';
export type { Scope } from './scope';
export { StoreRefused, StoreUnavailable } from './store-error';
export { createStore, type Parameters, type Store, type StoreOptions } from './store';
export { storeEnv, toStoreAddress } from './store-env';
export type { ThemeScope } from './theme-condition';
