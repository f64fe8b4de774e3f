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
  PipelineParent,
  StreamRecapParent,
  StreamSessionParent,
  ThemeParent,
  UsagePartParent,
  UsagePointParent,
} from './parents';
