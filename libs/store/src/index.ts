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
export { renderBackup, renderRestore, type BackupPlace, type BackupStatement } from './backup-statement';
export {
  appliedMigrations,
  countWarehouse,
  dropStill,
  holdStill,
  replaceWarehouse,
  serverVersion,
  writeBackup,
  type TableRows,
} from './copy-warehouse';
export { MigrationMismatch, migrate } from './migrate';
export { MIGRATIONS } from '../migrations';
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
export { lastRun, type LastRunInput } from './queries/last-run.query';
export { latestStreamStates, type LatestStreamStatesInput } from './queries/latest-stream-states.query';
export { pipeline, type PipelineRow } from './queries/pipeline.query';
export { recentActivity, type RecentActivityRow } from './queries/recent-activity.query';
export { recentChannels, type RecentChannelRow } from './queries/recent-channels.query';
export { recordedEmotes, type RecordedEmotesInput } from './queries/recorded-emotes.query';
export { recentUses, type RecentRowsInput, type RecentUsesRow } from './queries/recent-uses.query';
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
export { usageSeries, type UsagePointRow, type UsageSeriesInput } from './queries/usage-series.query';
export { runsSince, type RunsSinceInput } from './queries/runs-since.query';
export { runBorders, type RunBordersInput, type RunBordersRow } from './queries/run-borders.query';
export { runningInserts } from './queries/running-inserts.query';
export { toWholeMinutes, type Range } from './range';
export { recordCatalogue, type CatalogueEntry } from './record-catalogue';
export { REBUILD_DATABASE, endRebuild, openRebuildDatabase } from './rebuild-database';
export { recordStreamStates, type StreamState } from './record-stream-states';
export { recordThemes, type ThemeRecord } from './record-themes';
export { recordRun, type RecordedRun } from './record-run';
export type { Scope } from './scope';
export { StoreRefused, StoreUnavailable } from './store-error';
export { createStore, type Parameters, type Store, type StoreOptions } from './store';
export { storeEnv, toStoreAddress } from './store-env';
export type { ThemeScope } from './theme-condition';
