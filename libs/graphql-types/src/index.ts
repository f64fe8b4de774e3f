export * from './generated';
export type {
  ChannelParent,
  ChannelUsageParent,
  DataFreshnessParent,
  EmoteParent,
  EmoteUsageParent,
  NodeParent,
  UsagePointParent,
} from './parents';
