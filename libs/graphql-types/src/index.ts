export * from './generated';
export type {
  ChannelParent,
  ChannelUsageParent,
  DataFreshnessParent,
  EmoteParent,
  EmoteUsageParent,
  NodeParent,
  ThemeParent,
  UsagePointParent,
} from './parents';
