export * from './generated';
export type {
  ChannelParent,
  ChannelUsageParent,
  ChatterParent,
  DataFreshnessParent,
  EmoteKnowledgeParent,
  EmoteParent,
  EmoteUsageParent,
  NodeParent,
  StreamRecapParent,
  StreamSessionParent,
  ThemeParent,
  UsagePartParent,
  UsagePointParent,
} from './parents';
