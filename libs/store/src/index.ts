export type { ChannelUsageRow } from './channel-usage';
export type { CommittedRows } from './committed-rows';
export type { EmoteKey } from './emote-columns';
export { GRANULARITIES, TooManyBuckets, type Granularity } from './granularity';
export {
  DEDUPLICATION_WINDOW_INSERTS,
  LANDING_STRUCTURE,
  RUN_LIMITS,
  insertRun,
  type Run,
} from './insert-run';
export { NotKept } from './not-kept';
export { NotExchangeable, exchangeDays, type ExchangedDays, type ExchangedTable } from './exchange-days';
export { renderBackup, renderRestore, type BackupPlace, type BackupStatement } from './backup-statement';
export {
  appliedMigrations,
  countWarehouse,
  dropStill,
  holdStill,
  openWarehouse,
  replaceWarehouse,
  serverVersion,
  writeBackup,
  type TableRows,
} from './copy-warehouse';
export { MIGRATIONS } from '../migrations';
export { forgetChatters, type ForgetOptions, type ForgottenRows } from './forget-chatters';
export {
  clearForgetScope,
  daysOfForgetScope,
  emptySketches,
  fillSketches,
  noteForgetScope,
  type RemadeSketches,
} from './forget-sketches';
export { makeProjections } from './make-projections';
export { MigrationMismatch, migrate, toStatements, type MigrateOptions, type Migrated } from './migrate';
export { MigrationLockLost } from './migration-lock';
export { catalogue, type CatalogueRow } from './queries/catalogue.query';
export { reclassifiedEmotes, type ReclassifiedEmoteRow } from './queries/reclassified-emotes.query';
export { chatterEmotes, type ChatterEmoteRow, type ChatterEmotesInput } from './queries/chatter-emotes.query';
export { emotePairs, type EmotePairRow, type EmotePairsInput } from './queries/emote-pairs.query';
export { emoteShare, type EmoteShareInput, type EmoteShareRow } from './queries/emote-share.query';
export { sessionRecap, type SessionRecapInput, type SessionRecapRow } from './queries/session-recap.query';
export {
  streamSessions,
  type StreamSessionRow,
  type StreamSessionsInput,
} from './queries/stream-sessions.query';
export { streamSplit, type StreamPartRow, type StreamSplitInput } from './queries/stream-split.query';
export { topChatters, type TopChatterRow, type TopChattersInput } from './queries/top-chatters.query';
export { trending, type TrendingInput, type TrendingRow } from './queries/trending.query';
export { unusedEmotes, type UnusedEmoteRow, type UnusedEmotesInput } from './queries/unused-emotes.query';
export {
  SPLITS,
  distinctSplit,
  usageSplit,
  type DistinctSplitInput,
  type Split,
  type UsagePart,
  type UsageSplit,
  type UsageSplitInput,
} from './queries/usage-split.query';
export { channelChatters, type ChannelChattersInput } from './queries/channel-chatters.query';
export { channelMessages, type ChannelMessagesInput } from './queries/channel-messages.query';
export {
  channelsByUses,
  countChannelsByUses,
  type ChannelByUsesRow,
  type ChannelsByUsesInput,
} from './queries/channels-by-uses.query';
export {
  chatterUsage,
  type ChatterUsageInput,
  type ChatterUsagePointRow,
} from './queries/chatter-usage.query';
export {
  chatterSeries,
  chatterTotal,
  type ChatterSeriesInput,
  type ChatterTotalInput,
} from './queries/chatter-series.query';
export { committedEnds, type CommittedEndRow } from './queries/committed-ends.query';
export { clashingRuns, type ClashingRunsInput } from './queries/clashing-runs.query';
export { coverageOfChannel, type CoverageRow } from './queries/coverage-of-channel.query';
export { emoteChatters, type EmoteChattersInput } from './queries/emote-chatters.query';
export { channelTotals, type ChannelTotalsInput } from './queries/channel-totals.query';
export { findChannels, type ChannelRow, type FindChannelsInput } from './queries/find-channels.query';
export { findChatters, type FindChattersInput } from './queries/find-chatters.query';
export { findEmote, type EmoteRow } from './queries/find-emote.query';
export { gaps, type GapRow, type GapsInput } from './queries/gaps.query';
export { heardChannels, type HeardChannelsInput } from './queries/heard-channels.query';
export { historyRuns } from './queries/history-runs.query';
export { irreplaceableDays, type IrreplaceableDaysInput } from './queries/irreplaceable-days.query';
export { knownOfChatter, type KnownOfChatterInput } from './queries/known-of-chatter.query';
export { lastRun, type LastRunInput } from './queries/last-run.query';
export { latestStreamStates, type LatestStreamStatesInput } from './queries/latest-stream-states.query';
export {
  moderationSeries,
  type ModerationPointRow,
  type ModerationSeriesInput,
} from './queries/moderation-series.query';
export { oldSketches } from './queries/old-sketches.query';
export { optOuts } from './queries/opt-outs.query';
export { pipeline, type PipelineRow } from './queries/pipeline.query';
export { recentActivity, type RecentActivityRow } from './queries/recent-activity.query';
export { recentChannels, type RecentChannelRow } from './queries/recent-channels.query';
export { recordedEmotes, type RecordedEmotesInput } from './queries/recorded-emotes.query';
export { recentUses, type RecentRowsInput, type RecentUsesRow } from './queries/recent-uses.query';
export {
  searchChannels,
  type FoundChannelRow,
  type SearchChannelsInput,
} from './queries/search-channels.query';
export { searchEmotes, type FoundEmoteRow, type SearchEmotesInput } from './queries/search-emotes.query';
export {
  themeCandidates,
  type ThemeCandidateRow,
  type ThemeCandidatesInput,
} from './queries/theme-candidates.query';
export {
  themeRanking,
  themeRankingOfMany,
  type ThemeRankingInput,
  type ThemeRankingRow,
} from './queries/theme-ranking.query';
export {
  themeSeries,
  themeSeriesOfMany,
  type ThemePointRow,
  type ThemeSeriesInput,
} from './queries/theme-series.query';
export {
  countChannels,
  topChannels,
  type ChannelsFilter,
  type CountChannelsInput,
  type ChannelOrder,
  type TopChannelsInput,
  type TopChannelsRow,
} from './queries/top-channels.query';
export {
  countEmotes,
  topEmotes,
  type CountEmotesInput,
  type EmoteOrder,
  type EmoteUsageRow,
  type TopEmotesInput,
} from './queries/top-emotes.query';
export { unclassifiedEmotes, type UnclassifiedEmoteRow } from './queries/unclassified-emotes.query';
export { unfinishedForgets } from './queries/unfinished-forgets.query';
export { usageSeries, type UsagePointRow, type UsageSeriesInput } from './queries/usage-series.query';
export { COMPARISONS, type Comparison } from './series-cut';
export { runsSince, type RunsSinceInput } from './queries/runs-since.query';
export { runBorders, type RunBordersInput, type RunBordersRow } from './queries/run-borders.query';
export { runningInsertIds } from './queries/running-insert-ids.query';
export { runningInserts } from './queries/running-inserts.query';
export { toWholeMinutes, type Range } from './range';
export { recordAudit, type AuditEntry } from './record-audit';
export { recordCatalogue, type CatalogueEntry } from './record-catalogue';
export { recordReclassified } from './record-reclassified';
export { REBUILD_DATABASE, endRebuild, openRebuildDatabase } from './rebuild-database';
export { recordChatters } from './record-chatters';
export { recordOptOuts } from './record-opt-outs';
export { seenChatters, type SeenChatterRow, type SeenChattersInput } from './queries/seen-chatters.query';
export { recordPrivacyStep, type PrivacyAction, type PrivacyStep } from './record-privacy-step';
export { fillRollUps, keepViewsOf, readContent, type FillInput } from './rebuild-roll-ups';
export { ROLL_UPS, readRollUps, type RollUp, type RollUpName } from './roll-ups';
export { findRollUpDays, firstKeptDay, type RollUpDay } from './roll-up-days';
export { verifyRollUp, type RollUpDifference, type RollUpVerdict } from './verify-roll-up';
export { RETAINED, retentionEnv, type Kept, type Retention } from './retention';
export { recordStreamStates, type StreamState } from './record-stream-states';
export { recordRemovedThemes, recordThemes, type ThemeRecord } from './record-themes';
export { recordRun, type RecordedRun } from './record-run';
export type { Scope } from './scope';
export { StoreRefused, StoreUnavailable, TooManyRows } from './store-error';
export {
  createStore,
  type Parameters,
  type SelectOptions,
  type Store,
  type StoreAddress,
  type StoreOptions,
} from './store';
export { storeEnv, toStoreAddress } from './store-env';
export type { ThemeMatch, ThemeScope } from './theme-condition';
export type { UsageFilter } from './usage-filter';
