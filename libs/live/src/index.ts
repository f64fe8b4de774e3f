export type { EmoteUsage, PriceSplit } from './emote-windows';
export { FOLD_OUTCOMES, createLiveWindows } from './live-windows';
export type {
  ChannelFilter,
  ChannelMeasure,
  ChannelUsage,
  FoldOutcome,
  LiveStats,
  LiveWindows,
  LiveWindowsOptions,
  TopEmotesFilter,
  UsagePoint,
  WindowRange,
} from './live-windows';
export type { ActivityInput, ActivitySums, UseInput, UseSums } from './rows';
export type { Tally } from './tally-series';
export { LIVE_WINDOWS, type LiveWindow } from './windows';
